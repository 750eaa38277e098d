"""Working calendars, edited by staff."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizen.cases.clock import Hours, Span
from citizen.cases.routing import WEEKDAYS
from citizen.cases.texts import in_language
from geo.privacy import IMPERSONAL


class WorkingCalendar(models.Model):
    """When a kind of unit works. `weekly` is ``{"mon": [["07:00", "15:00"]], …}``; a missing day is off.

    `closed` are own days off; `patrons` are ``MM-DD``, every year; `country` decides the public holidays.
    """

    privacy = IMPERSONAL

    code = models.SlugField(_("code"), max_length=63, unique=True)
    title = models.JSONField(_("title"))
    weekly = models.JSONField(_("weekly hours"))
    closed = ArrayField(models.DateField(), verbose_name=_("own days off"), default=list, blank=True)
    patrons = ArrayField(
        models.CharField(max_length=5), verbose_name=_("patron saints' days"), default=list, blank=True
    )
    country = models.CharField(_("public holidays of"), max_length=2, default="GR", blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")

    def __str__(self) -> str:
        return in_language(self.title)

    def hours(self) -> Hours:
        """The calendar as the value that `citizen.cases.clock` reckons with."""
        return Hours(
            zone=ZoneInfo(timezone.get_default_timezone_name()),
            weekly=tuple(
                tuple(Span(_minutes(start), _minutes(end)) for start, end in self.weekly.get(day, ()))
                for day in WEEKDAYS
            ),
            closed=frozenset(self.closed),
            patrons=frozenset((int(day[:2]), int(day[3:])) for day in self.patrons),
            country=self.country,
        )


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
