"""A case begins: number, unit, target, history; and what is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizen.cases.actions import Contact, External, save_rule, submit
from citizen.cases.errors import AlreadySubmitted, NotOffered
from citizen.cases.events import CaseSubmitted
from citizen.cases.models import Applicant, Case, CaseEvent
from citizen.protocol.models import Entry
from geo.audit.models import Row
from geo.errors import Forbidden, Invalid, Unauthenticated
from geo.events import _receivers, receiver
from layers.features.models import Feature
from tests.citizen.cases.building import REPORTER, kalloni, service, staff, submitted

pytestmark = pytest.mark.usefixtures("municipality", "db")


def test_a_case_has_number_unit_target_and_settlement() -> None:
    case = submitted()
    stored = Case.objects.with_names().get(pk=case.pk)
    assert stored.reference == case.reference == Entry.objects.get(pk=case.entry_id).reference
    assert stored.unit is not None
    assert stored.unit.code == "roads"
    assert stored.settlement == "Καλλονή"
    assert stored.state == "submitted"
    assert stored.due_at is not None
    assert stored.submitted_at < stored.warn_at < stored.due_at
    assert stored.routing["why"]["el"]


def test_history_audit_and_job_are_written_with_it() -> None:
    case = submitted()
    event = CaseEvent.objects.get(case=case)
    assert (event.kind, event.who, event.to_state) == ("submitted", "reporter", "submitted")
    row = Row.objects.get(object_type="cases.Case", object_key=str(case.pk))
    assert row.action == "cases.submit_case"
    assert "maria" not in str(row.data)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'cases.after_submit' AND args->>'case_id' = %s",
            [str(case.pk)],
        )
        assert cursor.fetchone()[0] == 1


def test_the_number_is_the_last_statement_and_there_are_few() -> None:
    wanted, place = service(), kalloni()
    with CaptureQueriesContext(connection) as captured:
        submit(service=wanted, description="Λακκούβα", place=place, contact=REPORTER)
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert "protocol_counter" in statements[-1]
    assert len(statements) <= 10, statements


def test_the_contact_stands_apart() -> None:
    case = submitted()
    assert Applicant.objects.get(case=case).email == "maria@example.org"
    assert not Applicant.objects.filter(case=submitted(contact=None)).exists()


def test_an_idempotency_key_is_taken_once() -> None:
    key = uuid4()
    submitted(client_id=key)
    with pytest.raises(AlreadySubmitted):
        submitted(client_id=key)
    submitted(external=External(source="athens", id="7"))
    with pytest.raises(AlreadySubmitted):
        submitted(external=External(source="athens", id="7"))
    submitted(external=External(source="patras", id="7"))


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("pothole", {"description": "  \x00 "}, "description"),
        ("pothole", {"description": "α" * 4001}, "description"),
        ("pothole", {"place": None}, "location"),
        ("pothole", {"answers": {"size": "gigantic"}}, "answers.size"),
        ("pothole", {"answers": {"colour": "black"}}, "answers.colour"),
        ("bulky-waste", {"answers": {}}, "answers.what"),
        ("bulky-waste", {"answers": {"what": "κρεβάτι"}, "contact": None}, "contact"),
        ("pothole", {"contact": Contact(email="not an address")}, "contact.email"),
        ("pothole", {"contact": Contact(phone="12")}, "contact.phone"),
    ],
)
def test_a_bad_field_is_named(code: str, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        submitted(code, **values)
    assert field in refused.value.fields


def test_a_service_may_lie_nowhere() -> None:
    case = submitted("suggestion", place=None)
    assert case.location is None
    assert case.unit is not None


def test_a_service_no_longer_offered_is_refused() -> None:
    retired = service()
    retired.active = False
    with pytest.raises(NotOffered):
        submit(service=retired, description="Λακκούβα", place=kalloni())


def test_confidential_services_and_wishes() -> None:
    assert submitted("noise").confidential
    assert submitted(confidential=True).confidential
    assert not submitted().confidential


def test_only_the_desk_submits_for_others() -> None:
    with pytest.raises(Unauthenticated):
        submitted(channel="phone")
    with pytest.raises(Forbidden):
        submitted(channel="phone", actor=staff("citizen"))
    case = submitted(channel="phone", actor=staff("operator"))
    assert CaseEvent.objects.get(case=case).who == "desk"
    assert Applicant.objects.get(case=case).user is None


def test_a_citizen_with_an_account_is_the_reporter() -> None:
    case = submitted(contact=None, actor=staff("citizen"))
    assert Applicant.objects.get(case=case).user == staff("citizen")


def test_a_case_is_about_things_of_the_named_collections_only() -> None:
    thing = Feature.objects.live().of("settlements").first()
    assert thing is not None
    with pytest.raises(Invalid) as refused:
        submitted("bin-overflowing", features=[thing])
    assert "feature" in refused.value.fields


def test_a_rule_with_an_area_moves_it_and_says_why() -> None:
    unit = Feature.objects.live().of("municipal_units").filter(properties__name__icontains="Καλλον").first()
    assert unit is not None
    why = {"el": "Το συνεργείο της Καλλονής", "en": "The crew of Kalloni"}
    rule = save_rule(
        actor=None, order=1, title=why, conditions={"services": ["pothole"]}, unit_code="buildings", areas=[unit]
    )
    case = submitted()
    assert case.unit is not None
    assert case.unit.code == "buildings"
    assert (case.routing["rule"], case.routing["version"], case.routing["why"]) == (rule.pk, 1, why)
    other = submitted("suggestion", place=None)
    assert other.routing["rule"] is None


def test_a_receiver_that_fails_leaves_nothing_behind() -> None:
    from_before = Case.objects.count()
    with pytest.raises(RuntimeError), failing_receiver():
        submitted()
    assert Case.objects.count() == from_before


@contextmanager
def failing_receiver() -> Iterator[None]:
    """A receiver of `CaseSubmitted` that raises, for the time of a block."""

    def fail(event: CaseSubmitted) -> None:
        raise RuntimeError("not today")

    receiver(CaseSubmitted)(fail)
    try:
        yield
    finally:
        _receivers[CaseSubmitted].remove(fail)
