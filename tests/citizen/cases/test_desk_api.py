"""The desk over HTTP: who sees what, moving, the list and its pages."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from citizen.cases.models import Case
from geo.audit.models import Row
from tests.citizen.cases.building import submitted

CASES = "/api/v1/cases/"


def test_the_head_moves_a_case(signed_in: Any) -> None:
    case = submitted()
    answer = signed_in("head").post(f"{CASES}{case.reference}/transitions/", {"to": "in_progress"}, format="json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "in_progress"
    assert answer.headers["ETag"] == '"2"'


def test_a_change_that_is_not_allowed_is_a_conflict_with_a_way_out(signed_in: Any) -> None:
    case = submitted()
    answer = signed_in("head").post(f"{CASES}{case.reference}/transitions/", {"to": "reopened", "note": "x"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "transition-not-allowed"
    assert "in_progress" in answer.json()["allowed"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [({}, 400, "to"), ({"to": "flying"}, 400, "to"), ({"to": "resolved"}, 400, "note")],
)
def test_faults_name_the_field(signed_in: Any, body: dict[str, str], status: int, field: str) -> None:
    case = submitted()
    answer = signed_in("head").post(f"{CASES}{case.reference}/transitions/", body, format="json")
    assert answer.status_code == status
    assert field in answer.json()["errors"]


def test_another_version_is_told(signed_in: Any) -> None:
    case = submitted()
    answer = signed_in("head").post(
        f"{CASES}{case.reference}/transitions/", {"to": "in_progress", "version": 7}, format="json"
    )
    assert answer.status_code == 412
    assert answer.json()["version"] == 1


def test_strangers(signed_in: Any, api: APIClient) -> None:
    case, secret = submitted(), submitted("animal-abuse")
    assert api.get(f"{CASES}{case.reference}/").status_code == 401
    citizen = signed_in("citizen")
    assert citizen.get(CASES).status_code == 403
    assert citizen.get(f"{CASES}{case.reference}/").status_code == 403
    hidden, absent = (citizen.get(f"{CASES}{ref}/") for ref in (secret.reference, "2026-999999"))
    assert (hidden.status_code, hidden.json()) == (404, absent.json())


def test_the_whole_case_and_the_look_at_its_contact(signed_in: Any) -> None:
    case = submitted()
    content = signed_in("head").get(f"{CASES}{case.reference}/").json()
    assert content["contact"]["email"] == "maria@example.org"
    assert content["events"][0]["kind"] == "submitted"
    assert content["location"]["settlement"] == "Καλλονή"
    assert "in_progress" in content["allowed"]
    assert Row.objects.filter(action="cases.read_contact", object_key=str(case.pk)).count() == 1


def test_without_the_permission_the_contact_stays_hidden(signed_in: Any) -> None:
    case = submitted()
    content = signed_in("planner").get(f"{CASES}{case.reference}/").json()
    assert content["contact"] is None
    assert not Row.objects.filter(action="cases.read_contact", object_key=str(case.pk)).exists()


def test_assign_forward_message_clear(signed_in: Any) -> None:
    case, head = submitted(), signed_in("head")
    base = f"{CASES}{case.reference}"
    assert head.post(f"{base}/assign/", {"assignee": "me"}).json()["assignee"]["username"] == "head"
    posted = head.post(f"{base}/messages/", {"text": "Πότε το είδατε;"})
    assert (posted.status_code, posted.json()["direction"]) == (201, "to_reporter")
    noted = head.post(f"{base}/messages/", {"text": "Προσοχή", "internal": True})
    assert (noted.status_code, noted.json().get("direction")) == (201, "internal"), noted.content
    assert head.post(f"{base}/clear/", {"public_description": "Λακκούβα"}).status_code == 200
    forwarded = head.post(f"{base}/forward/", {"unit": "lighting", "reason": "Καλώδιο"})
    assert forwarded.json()["unit"]["code"] == "lighting"
    assert Case.objects.get(pk=case.pk).state == "registered"


def test_the_list_is_limited_to_the_units_in_reach(signed_in: Any) -> None:
    mine, others = submitted(), submitted("parking")
    got = {row["reference"] for row in signed_in("head").get(CASES).json()["results"]}
    assert mine.reference in got
    assert others.reference not in got
    everywhere = {row["reference"] for row in signed_in("operator").get(CASES).json()["results"]}
    assert {mine.reference, others.reference} <= everywhere


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=open", True), ("state=closed", False), ("service=pothole", True), ("service=tree", False),
        ("unit=roads", True), ("unit=green", False), ("assignee=me", False), ("overdue=1", False),
        ("q=λακκουβα", True), ("q=ανύπαρκτο", False), ("q={reference}", True),
    ],
)  # fmt: skip
def test_filters(signed_in: Any, query: str, found: bool) -> None:
    case = submitted()
    got = signed_in("operator").get(f"{CASES}?{query.format(reference=case.reference)}")
    assert got.status_code == 200, got.content
    assert (case.reference in {row["reference"] for row in got.json()["results"]}) is found


@pytest.mark.parametrize("query", ["state=flying", "cursor=x", "limit=0", "assignee=nobody-here"])
def test_bad_filters_are_named(signed_in: Any, query: str) -> None:
    got = signed_in("operator").get(f"{CASES}?{query}")
    assert got.status_code == 400
    assert query.split("=")[0] in got.json()["errors"]


def test_pages_neither_repeat_nor_miss(signed_in: Any) -> None:
    made = [submitted().reference for _ in range(7)]
    desk, address, seen = signed_in("operator"), f"{CASES}?limit=3&service=pothole", []
    while address:
        page = desk.get(address).json()
        seen += [row["reference"] for row in page["results"]]
        address = page["next"]
    assert seen == made[::-1]


def test_the_number_of_queries_does_not_grow(signed_in: Any) -> None:
    desk = signed_in("operator")
    desk.get(CASES)  # the first use of a token is written down
    counts = []
    for _ in range(2):
        submitted(), submitted("street-light")
        with CaptureQueriesContext(connection) as captured:
            desk.get(CASES)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 5


def test_services_are_listed_in_both_languages_and_cached(api: APIClient) -> None:
    answer = api.get("/api/v1/services/")
    services = {service["code"]: service for service in answer.json()}
    assert len(services) >= 30
    pothole = services["pothole"]
    assert set(pothole["name"]) == {"el", "en"}
    assert pothole["form"]["properties"]["size"]["x-enum-titles"]["small"]["en"]
    assert api.get("/api/v1/services/", HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status_code == 304
    assert api.get("/api/v1/services/bin-overflowing/").json()["collections"] == ["bins"]
    assert api.get("/api/v1/services/unheard-of/").status_code == 404


def test_where_would_this_point_go(signed_in: Any, api: APIClient) -> None:
    address = "/api/v1/services/pothole/route/"
    body = {"longitude": 26.207, "latitude": 39.234}
    assert api.post(address, body).status_code == 401
    before = Case.objects.count()
    answer = signed_in("head").post(address, body, format="json")
    assert answer.json()["unit"]["code"] == "roads"
    assert answer.json()["routing"]["why"]["el"]
    assert Case.objects.count() == before


def test_the_dossier_of_a_thing_names_its_cases(signed_in: Any, api: APIClient) -> None:
    thing = Case._meta.get_field("features").related_model.objects.live().of("bins").first()
    if thing is None:
        pytest.skip("the demonstration has no bins yet")
    case = submitted("bin-overflowing", features=[thing])
    sections = api.get(f"/api/v1/features/{thing.pk}/dossier/").json()
    assert case.reference in str(sections)
