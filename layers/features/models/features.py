"""Features: the things on the ground, as they stand now."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import GeoFunc, Transform
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from geo.privacy import IMPERSONAL
from layers.features.fields import StorageGeometryField
from layers.features.models.collections import Collection
from layers.features.validity import today, valid_on


class Force2D(GeoFunc):
    """ST_Force2D: the geometry without heights."""

    function = "ST_Force2D"


class FeatureQuerySet(models.QuerySet["Feature"]):
    def live(self) -> Self:
        """Those not deleted."""
        return self.filter(deleted_at=None)

    def at(self, day: date) -> Self:
        """Those valid in the world on this day."""
        return self.live().filter(valid_on(day))

    def current(self) -> Self:
        """Those valid today, in the municipality's time zone."""
        return self.at(today())

    def crossing(self, day: date) -> Self:
        """Those that appear on this day, or were there for the last time on the day before."""
        return self.live().filter(models.Q(valid_from=day) | models.Q(valid_until=day - timedelta(days=1)))

    def of(self, collection: Collection | str) -> Self:
        return self.filter(collection_id=collection if isinstance(collection, str) else collection.pk)

    def with_collection(self) -> Self:
        return self.select_related("collection__schema")


class Feature(models.Model):
    """A thing on the ground; written only by `layers.features.actions`."""

    privacy = IMPERSONAL

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("client identifier"), default=uuid.uuid4, unique=True, editable=False)
    collection = models.ForeignKey(
        Collection,
        verbose_name=_("collection"),
        on_delete=models.PROTECT,
        db_index=False,
        related_name="features",
    )
    key = models.CharField(_("key of the source"), max_length=200, blank=True, default="")
    geometry = StorageGeometryField(_("geometry"))
    tile_geometry = models.GeneratedField(
        expression=Force2D(Transform("geometry", 3857)),
        output_field=GeometryField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    properties = models.JSONField(_("properties"), default=dict)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed"))
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("feature")
        verbose_name_plural = _("features")
        indexes = (
            GistIndex(
                "collection",
                "tile_geometry",
                name="features_feature_place",
                condition=models.Q(deleted_at=None),
            ),
            models.Index("collection", "id", name="features_feature_page", condition=models.Q(deleted_at=None)),
            models.Index("valid_from", name="features_feature_begins", condition=~models.Q(valid_from=None)),
            models.Index("valid_until", name="features_feature_ends", condition=~models.Q(valid_until=None)),
        )
        constraints = (
            models.UniqueConstraint(
                "collection",
                "key",
                name="features_feature_key_unique",
                condition=models.Q(deleted_at=None) & ~models.Q(key=""),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_from__lte=models.F("valid_until")),
                name="features_feature_validity",
            ),
        )

    def __str__(self) -> str:
        return f"{self.collection_id}/{self.pk}"

    def granted_roles(self, perm: str) -> frozenset[str] | None:
        """As the collection says (`geo.access`)."""
        return self.collection.granted_roles(perm)
