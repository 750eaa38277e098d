"""Random walks through the write door: whatever is tried, the case stays in order."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citizen.cases import actions
from citizen.cases.errors import NotAllowed
from citizen.cases.keys import case_key
from citizen.cases.models import Case
from citizen.cases.states import ENDED, OPEN, TRANSITIONS, WAITING, State, Who
from tests.citizen.cases.building import staff, submitted

pytestmark = pytest.mark.usefixtures("municipality", "db")
tries = st.lists(st.tuples(st.sampled_from(State), st.sampled_from([Who.DESK, Who.REPORTER, Who.SYSTEM])), max_size=12)


@given(tries)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_walk_keeps_the_invariants(walk: list[tuple[State, Who]]) -> None:
    with transaction.atomic():
        _walk(walk)
        transaction.set_rollback(True)


def _walk(walk: list[tuple[State, Who]]) -> None:
    head, other, case = staff("head"), submitted(), submitted()
    taken = [State.SUBMITTED]
    for target, who in walk:
        before = Case.objects.get(pk=case.pk)
        try:
            with transaction.atomic():
                case = actions.transition(
                    case=case, to=target, actor=head if who == Who.DESK else None, who=who, note="γιατί",
                    target="Περιφέρεια", duplicate_of=other if target == State.DUPLICATE else None,
                )  # fmt: skip
        except NotAllowed:
            change = TRANSITIONS.get((State(before.state), target))
            assert change is None or who not in change.by
            case = Case.objects.get(pk=case.pk)
            assert (case.state, case.version) == (before.state, before.version)
            continue
        taken.append(target)
        _check(Case.objects.get(pk=case.pk), before)
    _check_history(case, taken)


def _check(case: Case, before: Case) -> None:
    state = State(case.state)
    assert (State(before.state), state) in TRANSITIONS
    assert case.version == before.version + 1
    assert (case.paused_since is not None) == (state in WAITING)
    assert (case.duplicate_of_id is not None) == (state == State.DUPLICATE)
    assert case.paused_seconds >= before.paused_seconds
    assert case.due_at is not None
    if state in OPEN:
        assert case.closed_at is None
        assert case.resolved_at is None
    if state in ENDED:
        assert case.closed_at or case.resolved_at


def _check_history(case: Case, taken: list[State]) -> None:
    told = case.events.filter(kind__in=["submitted", "moved"]).values_list("from_state", "to_state")
    assert [to for _, to in told] == taken
    assert [before for before, _ in told][1:] == taken[:-1]
    assert len(case_key(case)) == 26
