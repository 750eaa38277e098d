"""Routing rules, edited by staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citizen.cases.texts import in_language
from geo.privacy import IMPERSONAL
from layers.features.models import Collection, Feature


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

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return in_language(self.title)
