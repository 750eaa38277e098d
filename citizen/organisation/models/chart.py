"""The organisation chart (Ο.Ε.Υ.): units that keep their identity, and what each edition said about them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from citizen.organisation.days import valid_on
from geo.privacy import IMPERSONAL


class ChartVersion(models.Model):
    """One edition of the chart, with the act that brought it."""

    privacy = IMPERSONAL

    valid_from = models.DateField(_("in force from"))
    act = models.CharField(_("legal act"), max_length=200, blank=True, help_text=_("decision or Gazette (ΦΕΚ)"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("chart version")
        verbose_name_plural = _("chart versions")

    def __str__(self) -> str:
        return f"{self.valid_from} {self.act}".strip()


class Kind(models.TextChoices):
    """Levels of a chart, the highest first."""

    MUNICIPALITY = "municipality", _("municipality")
    GENERAL_DIRECTORATE = "general_directorate", _("general directorate")
    DIRECTORATE = "directorate", _("directorate")
    DEPARTMENT = "department", _("department")
    OFFICE = "office", _("office")
    MUNICIPAL_UNIT_OFFICE = "municipal_unit_office", _("office of a municipal unit")


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date | None = None) -> Self:
        """Units that exist on that day (today)."""
        return self.filter(valid_on(day))

    def under(self, unit: "Unit") -> Self:
        """The unit, all below it, and the closed units that they answer for: one prefix, no recursion."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A unit of the chart. It keeps its key through every edition, and after its end: cases point here.

    Attributes:
        code: the name that services and routing rules use; never given to another unit.
        path: keys from the root to this unit, ``/1/4/9/``. A closed unit hangs under its successor, so that
            whoever stands above reaches the cases that it left.
        successor: the open unit that answers for a closed one.
    """

    privacy = IMPERSONAL

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    names = models.JSONField(_("names"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    path = models.CharField(max_length=250, editable=False)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None, successor=None) | Q(valid_until__gte=F("valid_from")),
                name="organisation_unit_days",
            ),
        )
        indexes = (models.Index(fields=("path",), name="organisation_unit_path", opclasses=("varchar_pattern_ops",)),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return str(self.names.get(get_language() or "el") or self.names["el"])

    @property
    def competent_unit_id(self) -> int:
        """See `geo.access`: a unit answers for itself."""
        return self.pk


class UnitVersionQuerySet(models.QuerySet["UnitVersion"]):
    def on(self, day: date) -> Self:
        """The chart as it stood on that day: the last word on each unit, unless that was its end."""
        last = self.filter(chart__valid_from__lte=day).order_by("unit", "-chart__valid_from", "-chart")
        return self.filter(pk__in=last.distinct("unit").values("pk"), closed=False).select_related("unit")


class UnitVersion(models.Model):
    """What one edition of the chart changed about a unit. Never changed."""

    privacy = IMPERSONAL

    chart = models.ForeignKey(ChartVersion, models.PROTECT, related_name="changes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    names = models.JSONField(_("names"))
    closed = models.BooleanField(_("closed"), default=False)

    objects = UnitVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit in a chart version")
        verbose_name_plural = _("units in a chart version")
        constraints = (models.UniqueConstraint(fields=("unit", "chart"), name="organisation_unitversion_unique"),)

    def __str__(self) -> str:
        return f"{self.unit_id} @ {self.chart_id}"
