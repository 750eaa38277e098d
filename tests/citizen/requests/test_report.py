"""A complaint by API: number, unit, place, key; resent, outside, without a place, with faults."""

import uuid
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from rest_framework.test import APIClient

from citizen.cases.models import Applicant, Case, Service

KALLONI = {"longitude": 26.207, "latitude": 39.234}
ADDRESS = "/api/v1/requests/"


def body(**changes: Any) -> dict[str, Any]:
    return {"service": "pothole", "description": "Λακκούβα στην αγορά", **KALLONI, **changes}


def picture() -> BytesIO:
    file = BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(file, "JPEG")
    file.seek(0)
    file.name = "photo.jpg"
    return file


def test_a_complaint_gets_number_unit_and_settlement(api: APIClient) -> None:
    answer = api.post(ADDRESS, body(contact={"email": "maria@example.gr"}), format="json")
    assert answer.status_code == 201, answer.content
    got = answer.json()
    year, number = got["protocol_number"].split("-")
    assert (len(year), len(number)) == (4, 6)
    assert got["state"] == "submitted"
    assert got["unit"]["code"] == Service.objects.get(code="pothole").current.unit_code
    assert got["location"]["settlement"] == "Καλλονή"
    assert got["location"]["longitude"] == pytest.approx(26.207, abs=1e-6)
    assert got["expected_at"] > got["submitted_at"]
    assert len(got["key"]) == 26


def test_numbers_follow_each_other(api: APIClient) -> None:
    numbers = [int(api.post(ADDRESS, body(), format="json").json()["protocol_number"].split("-")[1]) for _ in range(3)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


def test_a_resend_changes_nothing(api: APIClient) -> None:
    report = body(client_id=str(uuid.uuid4()))
    first = api.post(ADDRESS, report, format="json")
    again = api.post(ADDRESS, report, format="json")
    assert again.status_code == 201
    assert again.json()["protocol_number"] == first.json()["protocol_number"]
    assert again.json()["key"] == first.json()["key"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Case.objects.filter(client_id=report["client_id"]).count() == 1


def test_a_client_id_is_for_one_report(api: APIClient) -> None:
    report = body(client_id=str(uuid.uuid4()))
    api.post(ADDRESS, report, format="json")
    other = api.post(ADDRESS, {**report, "description": "Άλλο θέμα"}, format="json")
    assert other.status_code == 409
    assert "client_id" in other.json()["errors"]


def test_outside_says_whom_to_turn_to(api: APIClient) -> None:
    answer = api.post(ADDRESS, body(longitude=26.555, latitude=39.105), format="json")
    problem = answer.json()
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["code"] == "outside-municipality"
    assert problem["detail"]
    assert not Case.objects.filter(description="Λακκούβα στην αγορά").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"service": "no-such-thing"}, "service"),
        ({"service": ""}, "service"),
        ({"description": ""}, "description"),
        ({"description": "α" * 4001}, "description"),
        ({"longitude": "east"}, "longitude"),
        ({"longitude": None}, "longitude"),
        ({"latitude": 139}, "latitude"),
        ({"client_id": "7"}, "client_id"),
        ({"contact": {"email": "nobody"}}, "contact.email"),
        ({"contact": {"phone": "12"}}, "contact.phone"),
        ({"contact": "Maria"}, "contact"),
        ({"answers": {"no-such-question": 1}}, "answers.no-such-question"),
        ({"feature": "999999999"}, "feature"),
        ({"longitude": None, "latitude": None}, "latitude"),
    ],
)
@pytest.mark.parametrize("language", ["el", "en"])
def test_each_fault_is_named_in_the_language_of_the_reader(
    api: APIClient, changes: dict[str, Any], field: str, language: str
) -> None:
    answer = api.post(ADDRESS, body(**changes), format="json", HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 400, answer.content
    text = answer.json()["errors"][field][0]
    greek = any("α" <= character.lower() <= "ω" for character in text)
    assert greek == (language == "el"), text


def test_contact_is_never_shown_and_can_be_erased(api: APIClient) -> None:
    got = api.post(
        ADDRESS,
        body(contact={"name": "Μαρία Π.", "email": "maria@example.gr", "phone": "6940000000"}),
        format="json",
    ).json()
    for key in ("", got["key"]):
        shown = api.get(f"{ADDRESS}{got['reference']}/", headers={"Case-Key": key}).content.decode()
        assert "maria@example.gr" not in shown
        assert "6940000000" not in shown
    assert Applicant.objects.get(case__entry__reference=got["reference"]).email == "maria@example.gr"


def test_text_is_private_until_cleared_and_the_point_public_at_once(api: APIClient) -> None:
    got = api.post(ADDRESS, body(), format="json").json()
    public = api.get(f"{ADDRESS}{got['reference']}/").json()
    assert public["private"] is False
    assert public["description"] is None
    assert public["location"]["settlement"] == "Καλλονή"
    private = api.get(f"{ADDRESS}{got['reference']}/", headers={"Case-Key": got["key"]}).json()
    assert private["description"] == "Λακκούβα στην αγορά"
    listed = api.get(ADDRESS, {"bbox": "26.2,39.2,26.3,39.3"}).json()["features"]
    assert [row["properties"]["description"] for row in listed] == [None]


def test_a_wrong_key_is_refused(api: APIClient) -> None:
    got = api.post(ADDRESS, body(), format="json").json()
    assert api.get(f"{ADDRESS}{got['reference']}/", headers={"Case-Key": "0" * 26}).status_code == 403
    assert api.get(f"{ADDRESS}1999-000001/").status_code == 404
    assert api.get(f"{ADDRESS}nonsense/").status_code == 404


def test_photos_come_along_or_follow(api: APIClient) -> None:
    sent = api.post(ADDRESS, {**{k: str(v) for k, v in body().items()}, "photos": [picture()]}, format="multipart")
    assert sent.status_code == 201, sent.content
    got = sent.json()
    assert len(got["photos"]) == 1
    address = f"{ADDRESS}{got['reference']}/photos/"
    assert api.post(address, {"photos": [picture()]}, format="multipart").status_code == 403
    key = {"Case-Key": got["key"]}
    assert api.post(address, {"photos": [picture(), picture()]}, format="multipart", headers=key).status_code == 201
    assert api.post(address, {"photos": [picture()]}, format="multipart", headers=key).status_code == 400


def test_a_file_that_is_no_picture_is_refused_before_anything_is_written(api: APIClient) -> None:
    before = Case.objects.count()
    text = BytesIO(b"GIF89a not really")
    text.name = "photo.jpg"
    answer = api.post(ADDRESS, {**body(), "photos": [text]}, format="multipart")
    assert answer.status_code in (400, 415)
    assert Case.objects.count() == before


def test_a_confidential_service_is_nowhere_in_public(api: APIClient) -> None:
    service = Service.objects.offered().filter(current__confidential=True).first()
    assert service is not None
    got = api.post(ADDRESS, body(service=service.code, answers={}), format="json").json()
    assert api.get(f"{ADDRESS}{got['reference']}/").status_code == 404
    assert api.get(f"{ADDRESS}{got['reference']}/", headers={"Case-Key": "0" * 26}).status_code == 404
    assert api.get(f"{ADDRESS}{got['reference']}/", headers={"Case-Key": got["key"]}).status_code == 200
    assert api.get(ADDRESS).json()["features"] == []
