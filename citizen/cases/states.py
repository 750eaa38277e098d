"""The state machine of every case, as one table. Pure.

Who may do what, which fields it takes and what the clock does stand here and nowhere else; the write door
(`citizen.cases.actions.transition`) enforces it, ``docs/states.md`` is drawn from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    SUBMITTED = "submitted", _("submitted")
    REGISTERED = "registered", _("registered")
    ASSIGNED = "assigned", _("assigned")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING_REPORTER = "waiting_reporter", _("waiting for you")
    WAITING_THIRD_PARTY = "waiting_third_party", _("waiting for a third party")
    SCHEDULED = "scheduled", _("scheduled")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed")
    REJECTED = "rejected", _("rejected")
    DUPLICATE = "duplicate", _("duplicate")
    FORWARDED = "forwarded", _("forwarded to the competent body")
    REOPENED = "reopened", _("reopened")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Clock(StrEnum):
    """What the clock does while a case is in a state."""

    RUNS = "runs"
    PAUSED = "paused"
    STOPPED = "stopped"


class Who(StrEnum):
    DESK = "desk"
    REPORTER = "reporter"
    SYSTEM = "system"


WAITING: Final = frozenset({State.WAITING_REPORTER, State.WAITING_THIRD_PARTY, State.SCHEDULED})
ENDED: Final = frozenset(
    {State.RESOLVED, State.CLOSED, State.REJECTED, State.DUPLICATE, State.FORWARDED, State.WITHDRAWN}
)
OPEN: Final = frozenset(State) - ENDED
RUNNING: Final = OPEN - WAITING
INITIAL: Final = State.SUBMITTED
FINAL: Final = frozenset({State.WITHDRAWN})
"""Ends on purpose: a withdrawn case is not taken up again, its reporter submits a new one."""

MOVE: Final = "cases.transition_case"
ASSIGN: Final = "cases.assign_case"
FORWARD: Final = "cases.forward_case"


def clock_in(state: State) -> Clock:
    if state in WAITING:
        return Clock.PAUSED
    return Clock.STOPPED if state in ENDED else Clock.RUNS


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One allowed change.

    Attributes:
        permission: what a member of staff needs on the case; empty when no desk may do it.
        by: who may do it.
        requires: fields that must be given. ``note`` is satisfied by a public note as well.
    """

    source: State
    target: State
    permission: str
    by: frozenset[Who]
    requires: tuple[str, ...]

    @property
    def clock(self) -> str:
        """What happens to the clock: ``pause``, ``resume``, ``stop``, ``restart`` or nothing."""
        before, after = clock_in(self.source), clock_in(self.target)
        if before == after:
            return ""
        if before == Clock.STOPPED:
            return "restart"
        return {Clock.PAUSED: "pause", Clock.STOPPED: "stop", Clock.RUNS: "resume"}[after]


@dataclass(frozen=True)
class _Entering:
    """What entering a state takes, wherever from."""

    permission: str = MOVE
    requires: tuple[str, ...] = ()
    others: frozenset[Who] = frozenset()


_REPORTER: Final = frozenset({Who.REPORTER})
_SYSTEM: Final = frozenset({Who.SYSTEM})
_ENTERING: Final[Mapping[State, _Entering]] = {
    State.REGISTERED: _Entering(others=_SYSTEM),
    State.ASSIGNED: _Entering(ASSIGN, others=_SYSTEM),
    State.IN_PROGRESS: _Entering(others=_SYSTEM),
    State.WAITING_REPORTER: _Entering(requires=("note",)),
    State.WAITING_THIRD_PARTY: _Entering(requires=("note",)),
    State.SCHEDULED: _Entering(),
    State.RESOLVED: _Entering(requires=("note",), others=_SYSTEM),
    State.CLOSED: _Entering(others=_REPORTER | _SYSTEM),
    State.REJECTED: _Entering(requires=("note",)),
    State.DUPLICATE: _Entering(requires=("duplicate_of",)),
    State.FORWARDED: _Entering(FORWARD, requires=("note", "target")),
    State.REOPENED: _Entering(requires=("note",), others=_REPORTER),
    State.WITHDRAWN: _Entering("", others=_REPORTER),
}

_DECISIONS: Final = frozenset({State.RESOLVED, State.REJECTED, State.DUPLICATE, State.FORWARDED, State.WITHDRAWN})
_WORK: Final = frozenset({State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS})
_NEXT: Final[Mapping[State, Iterable[State]]] = {
    State.SUBMITTED: _WORK | WAITING | _DECISIONS,
    State.REGISTERED: _WORK | WAITING | _DECISIONS,
    State.ASSIGNED: _WORK | WAITING | _DECISIONS,
    State.IN_PROGRESS: _WORK | WAITING | _DECISIONS,
    State.WAITING_REPORTER: _WORK | WAITING | _DECISIONS,
    State.WAITING_THIRD_PARTY: _WORK | WAITING | _DECISIONS,
    State.SCHEDULED: _WORK | WAITING | _DECISIONS,
    State.REOPENED: _WORK | WAITING | _DECISIONS,
    State.RESOLVED: {State.CLOSED, State.REOPENED},
    State.CLOSED: {State.REOPENED},
    State.REJECTED: {State.CLOSED, State.REOPENED},
    State.DUPLICATE: {State.REOPENED},
    State.FORWARDED: {State.REOPENED},
    State.WITHDRAWN: (),
}


def _build() -> dict[tuple[State, State], Transition]:
    table = {}
    for source in State:
        for target in sorted(set(_NEXT[source]) - {source}, key=list(State).index):
            entering = _ENTERING[target]
            by = entering.others | (frozenset({Who.DESK}) if entering.permission else frozenset())
            if source in {State.DUPLICATE, State.FORWARDED}:
                by -= {Who.REPORTER}  # the surviving case, or the other body, is where the reporter goes on
            table[source, target] = Transition(
                source=source,
                target=target,
                permission=entering.permission,
                by=by,
                requires=entering.requires,
            )
    return table


TRANSITIONS: Final[Mapping[tuple[State, State], Transition]] = _build()
"""Every allowed change by (from, to); a pair that is missing is not allowed."""


def allowed_from(state: State, who: Who | None = None) -> list[State]:
    """The states that may follow, for everybody or for one kind of person."""
    return [
        change.target for change in TRANSITIONS.values() if change.source == state and (who is None or who in change.by)
    ]
