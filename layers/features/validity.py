"""Validity in the world: whole days, both ends included, an open end is null."""

from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

VALID_TODAY: Final = (
    "coalesce(t.valid_from, '-infinity') <= (now() AT TIME ZONE %(timezone)s)::date"
    " AND coalesce(t.valid_until, 'infinity') >= (now() AT TIME ZONE %(timezone)s)::date"
)
"""SQL condition over alias ``t``; takes the parameter ``timezone``."""

PARAMETERS: Final = {"timezone": settings.TIME_ZONE}


def valid_on(day: date) -> Q:
    """Rows whose ``valid_from`` and ``valid_until`` hold this day."""
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_until=None) | Q(valid_until__gte=day))


def today() -> date:
    """The day in the municipality's time zone."""
    return timezone.localdate()
