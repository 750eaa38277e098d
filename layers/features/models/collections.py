"""Collections of features, and the versions of their schemas."""

from collections.abc import Mapping
from typing import Any, Final, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo.access import PUBLIC
from geo.privacy import IMPERSONAL

WRITE_PERMISSIONS: Final = frozenset({"features.add_feature", "features.change_feature", "features.delete_feature"})


class GeometryType(models.TextChoices):
    """What a collection holds; the multi forms of a type belong to it."""

    POINT = "point", _("points")
    LINE = "line", _("lines")
    POLYGON = "polygon", _("areas")
    MIXED = "mixed", _("any geometry")


class Locates(models.TextChoices):
    """What a collection says about a place; `layers.features.locate` reads it."""

    NOTHING = "", _("nothing")
    BOUNDARY = "boundary", _("whether a place is in the municipality")
    NEIGHBOUR = "neighbour", _("who is competent outside the municipality")
    MUNICIPAL_UNIT = "municipal_unit", _("the municipal unit")
    SETTLEMENT = "settlement", _("the settlement")
    ADDRESS = "address", _("the address")
    ROAD = "road", _("the road")


class CollectionQuerySet(models.QuerySet["Collection"]):
    def live(self) -> Self:
        """Those in use, with their schema."""
        return self.filter(retired_at=None).select_related("schema")

    def readable_by(self, audiences: frozenset[str]) -> Self:
        """Those that a reader of these audiences may see."""
        return self.filter(access__read__in=sorted(audiences))


class Collection(models.Model):
    """A layer of things on the ground, described by data: everything else follows from this row."""

    privacy = IMPERSONAL

    id = models.SlugField(_("identifier"), primary_key=True, max_length=63)
    title = models.JSONField(_("title"), help_text=_("Greek and English: {“el”: …, “en”: …}"))
    geometry_type = models.CharField(_("geometry"), max_length=8, choices=GeometryType)
    schema = models.ForeignKey("features.Schema", verbose_name=_("schema"), on_delete=models.PROTECT, related_name="+")
    style = models.JSONField(_("style"), default=dict, blank=True)
    tile_profile = models.JSONField(_("tile profile"), default=dict, blank=True)
    access = models.JSONField(_("access"), default=dict)
    theme = models.CharField(_("theme"), max_length=63, blank=True)
    locates = models.CharField(_("locates"), max_length=16, choices=Locates, blank=True, default=Locates.NOTHING)
    preset = models.CharField(_("preset"), max_length=80, blank=True, editable=False)
    """Digest of the preset file that made it; empty for collections made in the browser."""
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ("id",)
        permissions = (("manage_collection", _("Can make and describe layers")),)

    def __str__(self) -> str:
        language = "en" if (get_language() or "el").startswith("en") else "el"
        return str(self.title.get(language) or self.id)

    @property
    def document(self) -> Mapping[str, Any]:
        """The JSON Schema (draft 2020-12) of the properties now."""
        return self.schema.document

    @property
    def read_audience(self) -> str:
        return str(self.access.get("read", PUBLIC))

    @property
    def reviewed(self) -> bool:
        """Whether edits wait for a reviewer."""
        return bool(self.access.get("reviewed", False))

    def granted_roles(self, perm: str) -> frozenset[str] | None:
        """Role codes that may do `perm` here; None leaves it to the permission alone (`geo.access`)."""
        roles = self.access.get("edit")
        return frozenset(roles) if perm in WRITE_PERMISSIONS and roles is not None else None


class Schema(models.Model):
    """One version of the schema of a collection's properties; never changed."""

    privacy = IMPERSONAL

    # The constraint is deferred to the commit: a collection and its first schema name each other.
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="schemas")
    version = models.PositiveIntegerField(_("version"))
    document = models.JSONField(_("JSON Schema"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("schema")
        verbose_name_plural = _("schemas")
        constraints = (
            models.UniqueConstraint(fields=("collection", "version"), name="features_schema_version_unique"),
        )

    def __str__(self) -> str:
        return f"{self.collection_id} {self.version}"
