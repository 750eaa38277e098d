"""Many finished dealings at once, with their history: for other systems' files and for synthetic amounts.

Everything goes in by COPY, the protocol numbers last, in one transaction a batch; the door of single cases is
`citizen.cases.actions.submit`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import shapely
from django.db import connection, transaction
from uuid_utils.compat import uuid7

from citizen.cases.models import Case, CaseEvent, Service
from citizen.cases.states import ENDED, WAITING, State
from citizen.protocol.actions import Line, register_many
from geo.audit.actions import record
from layers.features.locate import Place

BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class Step:
    """One change of state in the past."""

    at: datetime
    to: State
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A case as it is loaded.

    Attributes:
        service: with its current version.
        unit_id: of the unit that is competent; `routing` says why, as `Decision.as_json`.
        place: None for a case without a point; `address` is used where the place has none.
        steps: what happened after submission, in order of time; none leaves it submitted.
        due_at, warn_at: aware, or None.
        cleared: the description may be shown in public.
        duplicate_of_id: the case that survives, for one that ends as a duplicate.
    """

    service: Service
    submitted_at: datetime
    channel: str
    description: str
    unit_id: int | None
    routing: dict[str, Any]
    place: Place | None
    address: str = ""
    steps: Sequence[Step] = ()
    due_at: datetime | None = None
    warn_at: datetime | None = None
    cleared: bool = False
    duplicate_of_id: int | None = None
    external_source: str = ""
    external_id: str = ""
    data: dict[str, Any] = field(default_factory=dict)


CASE_COLUMNS: Final = (
    "id", "uid", "entry_id", "service_id", "service_version_id", "map_source", "state", "unit_id", "priority",
    "location", "settlement", "municipal_unit", "address", "channel", "external_source", "external_id",
    "payload_digest", "key_generation", "description", "public_description", "description_cleared_at", "answers",
    "confidential", "submitted_at", "updated_at", "due_at", "warn_at", "paused_since", "paused_seconds",
    "resolved_at", "closed_at", "reopened_count", "routing", "suggestions", "version", "duplicate_of_id",
)  # fmt: skip
EVENT_COLUMNS: Final = (
    "case_id", "at", "kind", "who", "from_state", "to_state", "unit_id", "note", "public_note", "data",
)  # fmt: skip


def load(*, actor: Any, cases: Iterable[PastCase], batch: int = BATCH) -> int:
    """Write the cases in batches, each durable when it is done; answers how many.

    Raises:
        IntegrityError: an ``external_id`` of the source is there already; leave such rows out beforehand.
    """
    loaded = 0
    pending: list[PastCase] = []
    for case in cases:
        pending.append(case)
        if len(pending) == batch:
            loaded += _load(actor, pending)
            pending.clear()
    return loaded + (_load(actor, pending) if pending else 0)


@transaction.atomic
def _load(actor: Any, cases: Sequence[PastCase]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('cases_case', 'id')) FROM generate_series(1, %s)",
            [len(cases)],
        )
        keys = [row[0] for row in cursor.fetchall()]
        lines = [Line(uid=uuid7(), subject=case.service.code, at=case.submitted_at) for case in cases]
        _copy(
            cursor, Case._meta.db_table, CASE_COLUMNS,
            (_case_row(case, key, line.uid) for case, key, line in zip(cases, keys, lines, strict=True)),
        )  # fmt: skip
        _copy(
            cursor, CaseEvent._meta.db_table, EVENT_COLUMNS,
            (row for case, key in zip(cases, keys, strict=True) for row in _event_rows(case, key)),
        )  # fmt: skip
    sources = sorted({case.external_source for case in cases})
    record(actor=actor, action="cases.load", data={"cases": len(cases), "first": keys[0], "sources": sources})
    register_many(lines=lines)
    return len(cases)


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _case_row(case: PastCase, key: int, entry: UUID) -> tuple[Any, ...]:
    version = case.service.current
    if version is None:
        raise ValueError(f"service {case.service.code} has no version")
    state = case.steps[-1].to if case.steps else State.SUBMITTED
    place = case.place
    times = {step.to: step.at for step in case.steps}
    last = case.steps[-1].at if case.steps else case.submitted_at
    return (
        key, uuid7(), entry, case.service.pk, version.pk, case.service.map_source, state.value, case.unit_id, 0,
        _ewkb(place), (place and place.settlement) or "", (place and place.municipal_unit) or "",
        (place and place.address) or case.address, case.channel, case.external_source, case.external_id,
        "", 1, case.description, "", last if case.cleared else None, "{}",
        version.confidential, case.submitted_at, last, case.due_at, case.warn_at,
        last if state in WAITING else None, 0,
        times.get(State.RESOLVED), last if state in ENDED else None, 0, json.dumps(case.routing), "[]",
        1 + len(case.steps), case.duplicate_of_id,
    )  # fmt: skip


def _event_rows(case: PastCase, key: int) -> Iterator[tuple[Any, ...]]:
    yield (
        key, case.submitted_at, "submitted", "reporter", "", State.SUBMITTED.value, case.unit_id, "", "",
        json.dumps(case.data),
    )  # fmt: skip
    before = State.SUBMITTED
    for step in case.steps:
        yield (
            key, step.at, "moved", "system", before.value, step.to.value, case.unit_id, "", step.note, "{}",
        )  # fmt: skip
        before = step.to


def _ewkb(place: Place | None) -> str | None:
    if place is None:
        return None
    point = shapely.set_srid(place.point, Case._meta.get_field("location").srid)
    return shapely.to_wkb(point, hex=True, include_srid=True)
