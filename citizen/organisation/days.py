"""Validity by whole days, with exclusive ends."""

from datetime import date

from django.db.models import Q
from django.utils import timezone


def valid_on(day: date | None = None) -> Q:
    """Rows with ``valid_from`` and ``valid_until`` that stand on a day (today)."""
    day = day or timezone.localdate()
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))
