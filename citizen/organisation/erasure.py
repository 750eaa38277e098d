"""Posts name who answered for a public act; the account behind them is emptied, the fact stays."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone


def keep_public_acts(rows: QuerySet[Any], *, reason: str) -> int:
    """End what is still running; the rows themselves point to an account without a name."""
    today = timezone.localdate()
    return rows.filter(valid_until=None, valid_from__lt=today).update(valid_until=today)
