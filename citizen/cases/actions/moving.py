"""From one state to another; to another unit; to another person."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizen.cases.actions.recording import account, add_event, locked, save
from citizen.cases.actions.timing import CLOCK_FIELDS, hours_of, turn
from citizen.cases.events import CaseMoved, CaseRouted
from citizen.cases.keys import check_key
from citizen.cases.models import Case, CaseEvent, EventKind
from citizen.cases.rules.submissions import clean_text
from citizen.cases.rules.transitions import (
    REOPEN_DAYS,
    check_notes,
    check_reopening,
    check_state,
    check_transition,
)
from citizen.cases.states import ASSIGN, ENDED, FORWARD, OPEN, State, Transition, Who
from citizen.organisation.models import Unit
from geo import access
from geo.audit.actions import record
from geo.errors import Conflict, Forbidden, Invalid
from geo.events import publish

MOVED_FIELDS = ("state", "resolved_at", "closed_at", "reopened_count", "duplicate_of")


@transaction.atomic
def transition(
    *,
    case: Case,
    to: str,
    actor: Any = None,
    who: Who = Who.DESK,
    note: str = "",
    public_note: str = "",
    target: str = "",
    duplicate_of: Case | None = None,
    until: date | None = None,
    expected_version: int | None = None,
) -> Case:
    """Move a case along one row of `citizen.cases.states.TRANSITIONS`.

    Args:
        who: `Who.DESK` needs the row's permission on the case; the others are for the doors that have checked
            the reporter's key, and for jobs.
        note: for staff. public_note: for the reporter and, where the case is public, for everybody.
        target: the competent body, for `forwarded`. until: the day planned, for `scheduled`.
        duplicate_of: the case that goes on, for `duplicate`.
        expected_version: the version that the actor saw.

    Returns:
        The case as it is now.

    Raises:
        NotAllowed: the table has no such change (409 with ``allowed``). Invalid: a field is missing.
        Unauthenticated, Forbidden: by the row's permission. PreconditionFailed: changed meanwhile.
    """
    state = check_state(to)
    note, public_note, target = clean_text(note), clean_text(public_note), clean_text(target)
    check_notes(note=note, public_note=public_note, target=target)
    case = locked(case, expected_version)
    if who == Who.DESK:
        access.check(actor, "cases.view_case", case)
    given = {"note": note, "public_note": public_note, "target": target, "duplicate_of": duplicate_of}
    change = check_transition(State(case.state), state, who, given)
    if who == Who.DESK:
        access.check(actor, change.permission, case)
    if state == State.DUPLICATE:
        case.duplicate_of = _survivor(case, duplicate_of)
    now = timezone.now()
    _apply(case, change, now)
    data = {"target": target} if target else {}
    data |= {"until": until.isoformat()} if until else {}
    data |= {"duplicate_of": duplicate_of.reference} if duplicate_of else {}
    event = add_event(
        case, EventKind.MOVED, actor=actor, who=who, at=now, from_state=change.source, to_state=change.target,
        note=note, public_note=public_note, data=data,
    )  # fmt: skip
    _tell(case, change, event, actor)
    return case


def _apply(case: Case, change: Transition, now: datetime) -> None:
    fields: tuple[str, ...] = MOVED_FIELDS
    if change.clock:
        turn(case, change.clock, hours_of(case.service_version.calendar_code), now)
        fields += CLOCK_FIELDS
    case.state = change.target
    match change.target:
        case State.RESOLVED:
            case.resolved_at = now
        case State.REOPENED:
            case.resolved_at = case.closed_at = case.duplicate_of = None
            case.reopened_count += 1
        case ended if ended in ENDED:
            case.closed_at = now
    save(case, *fields)


def _tell(case: Case, change: Transition, event: CaseEvent, actor: Any) -> None:
    record(
        actor=actor, action="cases.move_case", obj=case,
        data={"from": change.source, "to": change.target, "event": event.pk},
    )  # fmt: skip
    publish(CaseMoved(case_id=case.pk, event_id=event.pk, source=change.source, target=change.target))


def _survivor(case: Case, other: Case | None) -> Case:
    """The case that goes on, at the end of its own chain of duplicates.

    Raises:
        Invalid: it is the case itself, or a duplicate of it.
    """
    if other is None:
        raise Invalid(fields={"duplicate_of": [_("Give the reference of the request that goes on.")]})
    seen = {case.pk}
    while other.pk not in seen and other.duplicate_of is not None:
        seen.add(other.pk)
        other = other.duplicate_of
    if other.pk in seen:
        raise Invalid(fields={"duplicate_of": [_("A request cannot be a duplicate of itself.")]})
    return other


def link_duplicate(*, case: Case, of: Case, actor: Any, note: str = "", expected_version: int | None = None) -> Case:
    """Mark a case as a duplicate of another one, which goes on; undone by reopening it."""
    return transition(
        case=case,
        to=State.DUPLICATE,
        actor=actor,
        duplicate_of=of,
        note=note,
        expected_version=expected_version,
    )


def withdraw(*, case: Case, key: str, note: str = "") -> Case:
    """The reporter takes the case back.

    Raises:
        Forbidden: the key is not the case's. NotAllowed: it has ended.
    """
    _check_key(case, key)
    return transition(case=case, to=State.WITHDRAWN, who=Who.REPORTER, public_note=note)


@transaction.atomic
def reopen(*, case: Case, key: str, public_note: str) -> Case:
    """The reporter says that it is not done after all.

    Raises:
        Forbidden: the key is not the case's. Conflict: it ended too long ago. NotAllowed: it has not ended.
    """
    _check_key(case, key)
    case = locked(case)
    days = getattr(settings, "CASES_REOPEN_DAYS", REOPEN_DAYS)
    check_reopening(case.resolved_at or case.closed_at, timezone.now(), days)
    return transition(case=case, to=State.REOPENED, who=Who.REPORTER, public_note=public_note)


def _check_key(case: Case, key: str) -> None:
    if not check_key(case, key):
        raise Forbidden(_("The key does not belong to this request."))


@transaction.atomic
def assign(
    *, case: Case, actor: Any, assignee: Any = None, note: str = "", expected_version: int | None = None
) -> Case:
    """Give the case to a person (None: to the unit as a whole); a case that waits to be assigned becomes so.

    Raises:
        Forbidden: the actor may not assign it. Invalid: the person has no power over the case.
        Conflict: the case has ended.
    """
    note = clean_text(note)
    check_notes(note=note)
    case = locked(case, expected_version)
    access.check(actor, ASSIGN, case)
    _check_open(case)
    if assignee is not None and not access.allowed(assignee, "cases.transition_case", case):
        raise Invalid(fields={"assignee": [_("This person's post does not reach the unit of the request.")]})
    case.assignee = account(assignee)
    save(case, "assignee")
    event = add_event(case, EventKind.ASSIGNED, actor=actor, note=note, data={"assignee": case.assignee_id})
    record(actor=actor, action="cases.assign_case", obj=case, data={"assignee": case.assignee_id})
    publish(CaseRouted(case_id=case.pk, event_id=event.pk, unit_id=case.unit_id, assignee_id=case.assignee_id))
    if case.state in {State.SUBMITTED, State.REGISTERED, State.REOPENED}:
        return transition(case=case, to=State.ASSIGNED, actor=actor, who=Who.SYSTEM)
    return case


@transaction.atomic
def forward(*, case: Case, unit: Unit, actor: Any, reason: str, expected_version: int | None = None) -> Case:
    """Send the case to another unit of the municipality (law 2690/1999 art. 4: with a reason, without delay).

    It stands there as registered; the clock goes on. For another body than the municipality move it to
    `forwarded` instead.

    Raises:
        Forbidden: the actor may not forward it. Invalid: no reason, or no other unit. Conflict: it has ended.
    """
    reason = clean_text(reason)
    check_notes(reason=reason)
    case = locked(case, expected_version)
    access.check(actor, FORWARD, case)
    _check_open(case)
    if not reason:
        raise Invalid(fields={"reason": [_("Say why the other unit is competent.")]})
    if unit.pk == case.unit_id or unit.valid_until is not None:
        raise Invalid(fields={"unit": [_("Choose another unit of the present chart.")]})
    before = case.unit_id
    case.unit, case.assignee = unit, None
    case.routing = {**case.routing, "forwarded_from": before, "unit": unit.code}
    save(case, "unit", "assignee", "routing")
    event = add_event(
        case, EventKind.REROUTED, actor=actor, note=reason, data={"from_unit": before, "to_unit": unit.pk}
    )
    record(actor=actor, action="cases.forward_case", obj=case, data={"from": before, "to": unit.pk})
    publish(CaseRouted(case_id=case.pk, event_id=event.pk, unit_id=unit.pk, assignee_id=None))
    if case.state in {State.ASSIGNED, State.IN_PROGRESS}:
        return transition(case=case, to=State.REGISTERED, actor=actor, who=Who.SYSTEM)
    return case


def _check_open(case: Case) -> None:
    if case.state not in OPEN:
        raise Conflict(_("This request has ended. Reopen it first."), state=case.state)
