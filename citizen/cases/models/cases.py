"""Cases: dealings with the municipality, as they stand now. Written only by `citizen.cases.actions`."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, Self

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from citizen.cases.models.services import Service, ServiceVersion
from citizen.cases.states import INITIAL, OPEN, RUNNING, State
from citizen.organisation.models import Unit
from citizen.protocol.models import Entry
from citizen.protocol.references import Reference
from geo.privacy import IMPERSONAL, Kept, Personal
from layers.features.fields import StorageGeometryField
from layers.features.models import Feature

TEXT: Final = SearchVector("description", "address", config="greek")
"""What the desk searches; the Greek stemmer folds accents as well."""


FOUND: Final = 2000
"""Rows that a search looks at: more than the longest page."""


class Channel(models.TextChoices):
    WEB = "web", _("web")
    PHONE = "phone", _("telephone")
    IN_PERSON = "in_person", _("in person")
    EMAIL = "email", _("e-mail")
    POST = "post", _("post")
    OPEN311 = "open311", _("Open311")
    IMPORT = "import", _("import")


class CaseQuerySet(models.QuerySet["Case"]):
    def public(self, map_source: str) -> Self:
        """Those that anybody may know of; the condition is that of the partial indexes."""
        return self.filter(map_source=map_source, confidential=False)

    def open(self) -> Self:
        return self.filter(state__in=sorted(OPEN))

    def overdue(self, now: datetime) -> Self:
        """Open ones past their target, whose clock is running."""
        return self.filter(state__in=sorted(RUNNING), due_at__lt=now)

    def of_units(self, units: Collection[int] | models.QuerySet[Unit]) -> Self:
        return self.filter(unit__in=units)

    def referenced(self, reference: Reference) -> Self:
        """The case with this reference, by the protocol's unique index."""
        return self.filter(entry__body=reference.body, entry__year=reference.year, entry__number=reference.number)

    def within(self, box: GEOSGeometry) -> Self:
        """Those whose point lies in the polygon (any CRS); answered by the index of the tiles."""
        return self.filter(tile_location__intersects=box)

    def newest_first(self) -> Self:
        return self.order_by("-submitted_at", "-id")

    def after(self, submitted_at: datetime, pk: int) -> Self:
        """The rest of `newest_first` behind the row with this key."""
        return self.filter(submitted_at__lte=submitted_at).filter(
            models.Q(submitted_at__lt=submitted_at) | models.Q(id__lt=pk)
        )

    def search(self, text: str) -> Self:
        """The newest of these rows with such words in description or address; apply it after every filter.

        Answers at most `FOUND` rows. The inner limit is a fence: without it the planner, who takes a search for
        cheap, walks over all rows by date when the word is rare (measured with a million: 16 s for 40 ms).
        """
        words = SearchQuery(text, config="greek", search_type="websearch")
        found = self.alias(words=TEXT).filter(words=words).order_by("-submitted_at", "-id").values("pk")[:FOUND]
        return self.filter(pk__in=found)

    def with_names(self) -> Self:
        """What every list shows: service, version, unit and reference come with the case."""
        return self.select_related("service", "service_version", "unit", "entry")


class Case(models.Model):
    """One dealing with the municipality, an instance of a service.

    Attributes:
        entry: the line of the protocol; its UUID is made before its number is drawn.
        map_source: id of the tile source that shows the case.
        location: point in the storage CRS; `drawn`: what the reporter drew.
        version: rises with every change; the desk says which one it saw.
        due_at, warn_at: by the running clock, kept while it is paused; `clock_left`: on it when it was paused.
        routing: unit code, rule, its version and why, as `citizen.cases.routing.Decision.as_json`.
        suggestions: possible duplicates found by the job after submission.
    """

    privacy = Personal(
        fields=("description", "answers", "address"),
        subject={"user": "applicant__user", "email": "applicant__email", "phone": "applicant__phone"},
        erase=Kept(
            reason="Cases are kept as the archives' decrees ask (480/1985, 768/1980); without the contact, "
            "which is erased, they do not name the reporter."
        ),
        retention="As the service's version says; the archive of the municipality's subject.",
    )

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("identifier"), default=uuid7, unique=True, editable=False)
    entry = models.OneToOneField(Entry, verbose_name=_("protocol entry"), on_delete=models.PROTECT, related_name="case")
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    service_version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    map_source = models.SlugField(_("map source"), max_length=63, db_index=False)
    state = models.CharField(_("state"), max_length=20, choices=State, default=INITIAL)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
    )
    duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("duplicate of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        db_index=False,
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    priority = models.SmallIntegerField(_("priority"), default=0)

    location = StorageGeometryField(_("location"), null=True, blank=True)
    tile_location = models.GeneratedField(
        expression=Transform("location", 3857),
        output_field=PointField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    drawn = StorageGeometryField(_("drawn geometry"), null=True, blank=True)
    settlement = models.TextField(_("settlement"), blank=True, default="")
    municipal_unit = models.TextField(_("municipal unit"), blank=True, default="")
    address = models.TextField(_("address"), blank=True, default="")
    features = models.ManyToManyField(Feature, through="cases.CaseFeature", related_name="+")

    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    external_source = models.CharField(_("source system"), max_length=63, blank=True, default="")
    external_id = models.CharField(_("its number there"), max_length=200, blank=True, default="")
    client_id = models.UUIDField(_("idempotency key"), null=True, blank=True, editable=False)
    payload_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    key_generation = models.PositiveIntegerField(default=1, editable=False)

    description = models.TextField(_("description"), blank=True, default="")
    public_description = models.TextField(_("public wording"), blank=True, default="")
    description_cleared_at = models.DateTimeField(_("cleared for the public"), null=True, blank=True)
    description_cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    confidential = models.BooleanField(_("confidential"), default=False)

    submitted_at = models.DateTimeField(_("submitted"))
    updated_at = models.DateTimeField(_("last change"))
    due_at = models.DateTimeField(_("target"), null=True, blank=True)
    warn_at = models.DateTimeField(_("warning from"), null=True, blank=True)
    warned_at = models.DateTimeField(_("warned"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("escalated"), null=True, blank=True)
    paused_since = models.DateTimeField(_("clock stopped since"), null=True, blank=True)
    paused_seconds = models.PositiveBigIntegerField(_("seconds that the clock stood"), default=0)
    clock_left = models.DurationField(_("time left on the clock"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reopened_count = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    routing = models.JSONField(_("why here"), default=dict, blank=True)
    suggestions = models.JSONField(_("possible duplicates"), default=list, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = (
            ("submit_for_other", _("Can submit cases for somebody else")),
            ("transition_case", _("Can move cases to another state")),
            ("assign_case", _("Can assign cases")),
            ("forward_case", _("Can forward cases")),
            ("clear_case", _("Can clear texts and pictures for the public")),
            ("view_contact", _("Can see the reporter's contact")),
            ("erase_contact", _("Can erase the reporter's contact")),
            ("manage_service", _("Can change services and calendars")),
            ("manage_routing", _("Can change routing rules")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("client_id",),
                condition=models.Q(client_id__isnull=False),
                name="cases_case_client_id",
            ),
            models.UniqueConstraint(
                fields=("external_source", "external_id"),
                condition=~models.Q(external_id=""),
                name="cases_case_external",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="duplicate") | models.Q(duplicate_of__isnull=False),
                name="cases_case_duplicate_names_survivor",
            ),
        )
        indexes = (
            models.Index(
                fields=("map_source", "-submitted_at", "-id"),
                name="cases_case_public",
                condition=models.Q(confidential=False),
            ),
            models.Index(fields=("-submitted_at", "-id"), name="cases_case_newest"),
            models.Index(fields=("service", "-submitted_at", "-id"), name="cases_case_service"),
            models.Index(fields=("state", "-submitted_at", "-id"), name="cases_case_state"),
            models.Index(fields=("unit", "-submitted_at", "-id"), name="cases_case_unit"),
            models.Index(fields=("unit", "state", "-submitted_at", "-id"), name="cases_case_unit_state"),
            models.Index(
                fields=("assignee", "-submitted_at", "-id"),
                name="cases_case_assignee",
                condition=models.Q(assignee__isnull=False),
            ),
            models.Index(fields=("due_at", "id"), name="cases_case_due", condition=models.Q(state__in=sorted(RUNNING))),
            models.Index(
                fields=("warn_at",),
                name="cases_case_warn",
                condition=models.Q(state__in=sorted(RUNNING), warned_at=None),
            ),
            models.Index(
                fields=("duplicate_of",), name="cases_case_duplicates", condition=models.Q(duplicate_of__isnull=False)
            ),
            models.Index(fields=("parent",), name="cases_case_children", condition=models.Q(parent__isnull=False)),
            GistIndex("tile_location", name="cases_case_place", condition=models.Q(confidential=False)),
            GinIndex(TEXT, name="cases_case_text"),
        )

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def reference(self) -> str:
        """The protocol number that everybody calls the case by."""
        return str(self.entry)

    @property
    def competent_unit_id(self) -> int | None:
        """The unit whose posts (and those above) have power over it (`geo.access`)."""
        return self.unit_id

    @property
    def public_text(self) -> str:
        """What anybody may read of the description: nothing until a desk has cleared it."""
        if self.confidential or self.description_cleared_at is None:
            return ""
        return self.public_description or self.description


class CaseFeature(models.Model):
    """A thing on the ground that a case is about."""

    privacy = IMPERSONAL

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_features", db_index=False)
    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("feature of a case")
        verbose_name_plural = _("features of cases")
        constraints = (models.UniqueConstraint(fields=("case", "feature"), name="cases_casefeature_unique"),)

    def __str__(self) -> str:
        return f"{self.case_id} – {self.feature_id}"
