"""The table of states, as a graph."""

from itertools import pairwise
from pathlib import Path

import pytest

from citizen.cases.diagram import document
from citizen.cases.errors import NotAllowed
from citizen.cases.rules.transitions import check_transition
from citizen.cases.states import (
    ENDED,
    FINAL,
    INITIAL,
    OPEN,
    TRANSITIONS,
    WAITING,
    Clock,
    State,
    Who,
    allowed_from,
    clock_in,
)
from geo.errors import Invalid


def reachable(start: State) -> set[State]:
    seen, pending = {start}, [start]
    while pending:
        for target in allowed_from(pending.pop()):
            if target not in seen:
                seen.add(target)
                pending.append(target)
    return seen


def test_every_state_can_be_reached() -> None:
    assert reachable(INITIAL) == set(State)


def test_every_state_can_be_left_or_is_an_end_on_purpose() -> None:
    assert {state for state in State if not allowed_from(state)} == FINAL


def test_from_every_state_but_the_ends_a_case_can_still_be_closed() -> None:
    assert all(State.CLOSED in reachable(state) for state in set(State) - FINAL)


def test_every_change_is_somebody_s() -> None:
    for change in TRANSITIONS.values():
        assert change.by, change
        assert (Who.DESK in change.by) == bool(change.permission), change


def test_no_state_follows_itself() -> None:
    assert not [pair for pair in TRANSITIONS if pair[0] == pair[1]]


def test_the_main_road() -> None:
    road = [State.SUBMITTED, State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS, State.RESOLVED, State.CLOSED]
    assert all(pair in TRANSITIONS for pair in pairwise(road))


@pytest.mark.parametrize("state", sorted(WAITING))
def test_waiting_stops_the_clock_and_work_starts_it_again(state: State) -> None:
    assert clock_in(state) == Clock.PAUSED
    assert TRANSITIONS[State.IN_PROGRESS, state].clock == "pause"
    assert TRANSITIONS[state, State.IN_PROGRESS].clock == "resume"


@pytest.mark.parametrize("state", sorted(ENDED - FINAL))
def test_what_has_ended_comes_back_only_as_reopened_with_a_new_target(state: State) -> None:
    assert set(allowed_from(state)) - ENDED == {State.REOPENED}
    assert TRANSITIONS[state, State.REOPENED].clock == "restart"


def test_the_reporter_may_take_back_what_is_open_and_reopen_what_was_said_to_be_done() -> None:
    assert all(State.WITHDRAWN in allowed_from(state, Who.REPORTER) for state in OPEN)
    assert State.REOPENED in allowed_from(State.RESOLVED, Who.REPORTER)
    assert State.REOPENED not in allowed_from(State.DUPLICATE, Who.REPORTER)


def test_a_refusal_names_what_is_allowed() -> None:
    with pytest.raises(NotAllowed) as refused:
        check_transition(State.CLOSED, State.ASSIGNED, Who.DESK, {})
    assert refused.value.status == 409
    assert refused.value.extra["allowed"] == ["reopened"]


@pytest.mark.parametrize(
    ("target", "missing"),
    [(State.RESOLVED, {"note"}), (State.FORWARDED, {"note", "target"}), (State.DUPLICATE, {"duplicate_of"})],
)
def test_required_fields_are_named(target: State, missing: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        check_transition(State.IN_PROGRESS, target, Who.DESK, {"note": "  "})
    assert set(refused.value.fields) == missing


def test_a_public_note_is_a_note() -> None:
    assert check_transition(State.IN_PROGRESS, State.RESOLVED, Who.DESK, {"public_note": "Έγινε"})


def test_the_page_of_the_documentation_is_up_to_date() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "states.md"
    assert page.read_text(encoding="utf-8") == document(), "run manage.py draw_states"
