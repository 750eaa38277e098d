"""The one municipality of an installation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo.privacy import IMPERSONAL


class Municipality(models.Model):
    """Whose installation this is; exactly one row.

    Attributes:
        names: ``{"el": …, "en": …}``.
        body: its code in references of other bodies; empty for the municipality's own protocol book.
        contact: ``{"email", "phone", "website", "outside": {"el", "en"}}``; the last says where to turn
            with a place that is not ours.
        attribution: ``{"el": …, "en": …}``, owed to the owners of the data on the map.
    """

    privacy = IMPERSONAL

    names = models.JSONField(_("names"), help_text='{"el": "…", "en": "…"}')
    body = models.CharField(_("code of the body in references"), max_length=16, blank=True)
    contact = models.JSONField(_("how to reach it"), default=dict, blank=True)
    attribution = models.JSONField(_("attribution"), default=dict, blank=True)
    demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("municipality")
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="organisation_one_municipality"),)

    def __str__(self) -> str:
        return str(self.names.get(get_language() or "el") or self.names["el"])
