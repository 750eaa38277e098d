"""Warnings and escalations: told once for each case and target, set by set."""

from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from citizen.cases.events import CasesWarned
from citizen.cases.models import EventKind
from citizen.cases.states import RUNNING, Who
from geo.audit.actions import record
from geo.events import publish

BATCH: Final = 1000

# SKIP LOCKED: a case that somebody is working on at this moment is looked at again a minute later.
_MARK: Final = """
WITH due AS (
    SELECT id FROM cases_case
    WHERE state = ANY (%(running)s) AND {moment} <= %(now)s AND {mark} IS NULL
    ORDER BY {moment} LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), marked AS (
    UPDATE cases_case SET {mark} = %(now)s FROM due WHERE cases_case.id = due.id
    RETURNING cases_case.id, cases_case.unit_id
)
INSERT INTO cases_caseevent (case_id, at, kind, who, from_state, to_state, unit_id, note, public_note, data)
SELECT id, %(now)s, %(kind)s, %(who)s, '', '', unit_id, '', '', '{{}}' FROM marked
RETURNING case_id
"""
_WARN: Final = _MARK.format(moment="warn_at", mark="warned_at")
_ESCALATE: Final = _MARK.format(moment="due_at", mark="escalated_at")


def mark_due(*, now: datetime | None = None) -> tuple[int, int]:
    """Mark all cases that have come near or past their target; answers how many of each."""
    now = now or timezone.now()
    return _mark(_WARN, EventKind.WARNED, now), _mark(_ESCALATE, EventKind.ESCALATED, now)


def _mark(statement: str, kind: EventKind, now: datetime) -> int:
    total = 0
    while found := _batch(statement, kind, now):
        total += found
        if found < BATCH:
            break
    return total


@transaction.atomic
def _batch(statement: str, kind: EventKind, now: datetime) -> int:
    values: dict[str, Any] = {
        "running": sorted(RUNNING),
        "now": now,
        "batch": BATCH,
        "kind": kind.value,
        "who": Who.SYSTEM.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        ids = tuple(row[0] for row in cursor.fetchall())
    if ids:
        record(actor=None, action=f"cases.mark_{kind.value}", data={"cases": list(ids)})
        publish(CasesWarned(case_ids=ids, escalated=kind == EventKind.ESCALATED))
    return len(ids)
