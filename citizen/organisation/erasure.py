"""Posts name who answered for a public act; the account behind them is emptied, the fact stays."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone


def end_posts(rows: QuerySet[Any], *, reason: str) -> int:
    """End the posts that still run; the rows themselves point to an account without a name."""
    today = timezone.localdate()
    return rows.filter(valid_until=None).update(valid_until=Greatest(F("valid_from"), today))


def end_substitutions(rows: QuerySet[Any], *, reason: str) -> int:
    """End the substitutions that still run or are to come."""
    today = timezone.localdate()
    return rows.filter(valid_until__gt=today).update(valid_until=Greatest(F("valid_from"), today))
