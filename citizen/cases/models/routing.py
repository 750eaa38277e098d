"""Routing rules, edited by staff."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from citizen.cases.routing import Rule
from citizen.cases.texts import in_language
from geo.privacy import IMPERSONAL
from layers.features.models import Collection, Feature


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    def in_force(self) -> Self:
        return self.filter(active=True).order_by("order", "id")

    def covering(self, location: Any | None) -> Self:
        """Adds `has_area`, and `covers`: whether one of the rule's areas covers the point (storage CRS)."""
        features = RoutingRule.areas.through.objects.filter(routingrule=models.OuterRef("pk"))
        collections = RoutingRule.area_collections.through.objects.filter(routingrule=models.OuterRef("pk"))
        covers: Any = models.Value(False)
        if location is not None:
            around = {"deleted_at": None, "geometry__covers": location}
            covers = models.Exists(features.filter(**{f"feature__{k}": v for k, v in around.items()})) | models.Exists(
                Feature.objects.filter(collection__in=collections.values("collection")).filter(**around)
            )
        return self.annotate(
            has_area=models.Exists(features) | models.Exists(collections),
            covers=models.ExpressionWrapper(covers, output_field=models.BooleanField()),
        )


class RoutingRule(models.Model):
    """Where cases go; see `citizen.cases.routing`. `version` rises with every change and is kept on the case."""

    privacy = IMPERSONAL

    order = models.IntegerField(_("order"))
    title = models.JSONField(_("title"))
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)
    areas = models.ManyToManyField(Feature, verbose_name=_("areas"), blank=True, related_name="+")
    area_collections = models.ManyToManyField(
        Collection, verbose_name=_("areas of whole collections"), blank=True, related_name="+"
    )
    unit_code = models.CharField(_("unit"), max_length=63, blank=True, default="")
    priority = models.SmallIntegerField(_("priority"), null=True, blank=True)
    stop = models.BooleanField(_("no further rules"), default=True)
    active = models.BooleanField(_("in force"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return in_language(self.title)

    def as_rule(self) -> Rule:
        """The rule as a value; needs the annotations of `RoutingRuleQuerySet.covering`."""
        return Rule(
            id=self.pk,
            version=self.version,
            title=self.title,
            conditions=self.conditions,
            has_area=bool(self.has_area),  # type: ignore[attr-defined]
            unit_code=self.unit_code,
            priority=self.priority,
            stop=self.stop,
        )
