"""Moving, assigning, forwarding: by whom, with what, and what the clock does."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from citizen.cases import actions
from citizen.cases.errors import NotAllowed
from citizen.cases.keys import case_key
from citizen.cases.models import Case, CaseEvent
from citizen.organisation.models import Unit
from geo.audit.models import Row
from geo.errors import Conflict, Forbidden, Invalid, PreconditionFailed, Unauthenticated
from tests.citizen.cases.building import staff, submitted

pytestmark = pytest.mark.usefixtures("municipality", "db")


def head() -> object:
    return staff("head")


def moved(case: Case, *states: str) -> Case:
    for state in states:
        case = actions.transition(case=case, to=state, actor=head(), note="σημείωση")
    return case


def test_the_main_road_by_the_head() -> None:
    case = moved(submitted(), "registered", "assigned", "in_progress", "resolved", "closed")
    assert case.state == "closed"
    assert case.resolved_at is not None
    assert case.closed_at is not None
    kinds = CaseEvent.objects.filter(case=case).values_list("from_state", "to_state")
    assert list(kinds)[-1] == ("resolved", "closed")
    assert Row.objects.filter(object_key=str(case.pk), action="cases.move_case").count() == 5


def test_a_citizen_may_not_and_nobody_must_sign_in() -> None:
    case = submitted()
    with pytest.raises(Forbidden):
        actions.transition(case=case, to="registered", actor=staff("citizen"))
    with pytest.raises(Unauthenticated):
        actions.transition(case=case, to="registered")


def test_a_technician_reaches_the_own_unit_only() -> None:
    technician = staff("technician")
    unit = technician.posts.first().unit
    own, other = submitted(), submitted("stray-animal")
    Case.objects.filter(pk=own.pk).update(unit=unit)
    assert actions.transition(case=own, to="in_progress", actor=technician).state == "in_progress"
    with pytest.raises(Forbidden):
        actions.transition(case=other, to="in_progress", actor=technician)
    with pytest.raises(Forbidden):
        actions.assign(case=own, actor=technician, assignee=technician)


def test_what_is_not_in_the_table_is_a_conflict() -> None:
    with pytest.raises(NotAllowed) as refused:
        moved(submitted(), "resolved", "assigned")
    assert refused.value.extra["allowed"] == ["closed", "reopened"]


def test_two_editors_do_not_overwrite_each_other() -> None:
    case = submitted()
    seen = case.version
    moved(case, "registered")
    with pytest.raises(PreconditionFailed):
        actions.transition(case=case, to="assigned", actor=head(), expected_version=seen)
    assert Case.objects.get(pk=case.pk).state == "registered"


def test_waiting_stops_the_clock_and_shifts_the_target() -> None:
    # Tuesday 2 February 2027, in office hours
    with time_machine.travel("2027-02-02T08:00:00+02:00", tick=False) as watch:
        case = submitted("street-light")
        due = case.due_at
        watch.move_to("2027-02-02T10:00:00+02:00")
        case = moved(case, "waiting_reporter")
        assert case.clock_left == timedelta(hours=38)
        watch.move_to("2027-02-04T10:00:00+02:00")  # two working days later
        case = moved(case, "in_progress")
        assert case.due_at - due == timedelta(days=2)  # sixteen working hours
        assert case.paused_seconds == 2 * 24 * 3600
        assert case.paused_since is None


def test_an_answer_of_the_reporter_ends_the_waiting() -> None:
    case = moved(submitted(), "in_progress", "waiting_reporter")
    actions.post_message(case=case, text="Απέναντι από το σχολείο", key=case_key(case))
    case.refresh_from_db()
    assert case.state == "in_progress"
    assert case.paused_since is None


def test_reopening_sets_the_whole_target_again() -> None:
    with time_machine.travel("2027-02-02T08:00:00+02:00", tick=False) as watch:
        case = moved(submitted("street-light"), "resolved")
        first = case.due_at
        watch.move_to("2027-02-09T08:00:00+02:00")
        case = actions.reopen(case=case, key=case_key(case), public_note="Πάλι σβηστό")
        assert (case.state, case.reopened_count, case.resolved_at) == ("reopened", 1, None)
        assert case.due_at == first + timedelta(days=7)
        case = moved(case, "resolved", "closed")
        watch.move_to("2027-03-20T08:00:00+02:00")
        with pytest.raises(Conflict):
            actions.reopen(case=case, key=case_key(case), public_note="Πάλι")


def test_the_key_opens_one_case_only() -> None:
    case, other = submitted(), submitted()
    with pytest.raises(Forbidden):
        actions.withdraw(case=case, key=case_key(other))
    assert actions.withdraw(case=case, key=case_key(case)).state == "withdrawn"
    with pytest.raises(NotAllowed):
        actions.withdraw(case=case, key=case_key(case))


def test_renewing_the_key_ends_the_old_one() -> None:
    case = submitted()
    old = case_key(case)
    case = actions.renew_key(case=case, actor=head())
    with pytest.raises(Forbidden):
        actions.withdraw(case=case, key=old)


def test_forwarding_inside_the_municipality_needs_a_reason_and_registers_it_there() -> None:
    case = moved(submitted(), "in_progress")
    green = Unit.objects.on().get(code="green")
    with pytest.raises(Invalid):
        actions.forward(case=case, unit=green, actor=head(), reason=" ")
    case = actions.forward(case=case, unit=green, actor=head(), reason="Ρίζες δέντρου")
    assert (case.unit_id, case.state, case.assignee_id) == (green.pk, "registered", None)
    assert case.routing["unit"] == "green"


def test_forwarding_to_another_body_names_it() -> None:
    with pytest.raises(Invalid) as refused:
        moved(submitted(), "forwarded")
    assert "target" in refused.value.fields
    case = actions.transition(
        case=submitted(), to="forwarded", actor=head(), note="Επαρχιακός δρόμος", target="Περιφέρεια, 2251000000"
    )
    assert CaseEvent.objects.filter(case=case).last().data == {"target": "Περιφέρεια, 2251000000"}


def test_assigning_reaches_only_people_whose_post_does() -> None:
    case = submitted()
    with pytest.raises(Invalid):
        actions.assign(case=case, actor=head(), assignee=staff("citizen"))
    case = actions.assign(case=case, actor=head(), assignee=head())
    assert (case.state, case.assignee) == ("assigned", head())
    assert Case.objects.get(pk=case.pk).assignee == head()


def test_a_duplicate_names_its_survivor_and_no_circle_closes() -> None:
    one, two, three = submitted(), submitted(), submitted()
    one = actions.link_duplicate(case=one, of=two, actor=head())
    three = actions.link_duplicate(case=three, of=one, actor=head())
    assert Case.objects.get(pk=three.pk).duplicate_of_id == two.pk
    with pytest.raises(Invalid):
        actions.link_duplicate(case=two, of=three, actor=head())
    assert moved(one, "reopened").duplicate_of is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM cases_caseevent",
        "UPDATE cases_caseevent SET note = 'άλλο'",
        "UPDATE cases_caseevent SET at = now()",
    ],
)
def test_history_is_only_added_to(statement: str) -> None:
    submitted()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_notes_that_name_a_person_can_be_emptied() -> None:
    case = moved(submitted(), "registered")
    event = CaseEvent.objects.filter(case=case).last()
    actions.empty_notes(event=event, actor=staff("admin"), reason="Αναφέρει όνομα γείτονα")
    event.refresh_from_db()
    assert (event.note, event.to_state) == ("", "registered")
    assert event.erased_at is not None


def test_the_text_is_public_only_when_cleared_and_never_for_confidential_cases() -> None:
    case = submitted()
    assert case.public_text == ""
    case = actions.clear_for_public(case=case, actor=head(), public_description="Λακκούβα")
    assert case.public_text == "Λακκούβα"
    assert actions.clear_for_public(case=case, actor=head(), text=False).public_text == ""
    secret = submitted("noise")
    with pytest.raises(Conflict):
        actions.clear_for_public(case=secret, actor=staff("admin"))


def test_erasing_the_contact_leaves_the_case() -> None:
    case = submitted()
    actions.post_message(case=case, text="Είμαι ο Γιώργος", key=case_key(case))
    actions.erase_contact(case=case, actor=staff("admin"), reason="Το ζήτησε")
    assert case.messages.get().text == ""
    assert actions.read_contact(case=case, actor=head()) is None
    assert Case.objects.get(pk=case.pk).description == "Μεγάλη λακκούβα"


def test_reporters_are_forgotten_when_the_service_s_time_is_over() -> None:
    ended, open_case = moved(submitted(), "resolved"), submitted()
    days = ended.service_version.retention_days
    assert actions.erase_expired_contacts(now=timezone.now() + timedelta(days=days - 1)) == 0
    assert actions.erase_expired_contacts(now=timezone.now() + timedelta(days=days + 1)) == 1
    assert ended.applicant.__class__.objects.get(case=ended).email == ""
    assert open_case.applicant.__class__.objects.get(case=open_case).email == "maria@example.org"


def test_warned_then_escalated_once_and_not_while_waiting() -> None:
    with time_machine.travel("2027-02-02T08:00:00+02:00", tick=False):
        case, waiting = submitted("street-light"), moved(submitted("street-light"), "waiting_reporter")
    late = case.due_at + timedelta(minutes=1)
    assert actions.mark_due(now=case.warn_at) == (1, 0)
    assert actions.mark_due(now=case.warn_at) == (0, 0)
    assert actions.mark_due(now=late) == (0, 1)
    assert actions.mark_due(now=late) == (0, 0)
    case.refresh_from_db()
    waiting.refresh_from_db()
    assert (case.warned_at is None, case.escalated_at) == (False, late)
    assert waiting.warned_at is None
    assert list(case.events.values_list("kind", flat=True)) == ["submitted", "warned", "escalated"]


def test_possible_duplicates_are_suggested_to_the_desk() -> None:
    first = submitted()
    second = submitted()
    far = submitted("street-light")
    assert actions.suggest_duplicates(case_id=second.pk) == 1
    second.refresh_from_db()
    assert second.suggestions == [{"reference": first.reference, "state": "submitted", "distance_m": 0.0}]
    assert actions.suggest_duplicates(case_id=far.pk) == 0
    assert timezone.now() > second.submitted_at
