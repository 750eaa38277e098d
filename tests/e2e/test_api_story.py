"""The main job end to end, as a program does it: a complaint in by API, moved by `head`, out as a tile."""

import math
from typing import Any

import httpx
import mapbox_vector_tile
import pytest

from tests.deploy.product import PASSWORD, Product

ERESOS = (25.932, 39.136)


@pytest.fixture
def client(product: Product) -> httpx.Client:
    return httpx.Client(base_url=product.url, timeout=30, trust_env=False)


def in_tile(client: httpx.Client, reference: str, zoom: int = 16) -> list[dict[str, Any]]:
    """The properties of the case in the decoded public tile that covers it."""
    longitude, latitude = ERESOS
    x = int((longitude + 180) / 360 * 2**zoom)
    y = int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom)
    answer = client.get(f"/tiles/requests/{zoom}/{x}/{y}.mvt").raise_for_status()
    layers = mapbox_vector_tile.decode(answer.content) if answer.content else {}
    features = layers.get("requests", {}).get("features", [])
    return [row["properties"] for row in features if row["properties"].get("reference") == reference]


def test_a_complaint_goes_in_by_api_and_comes_out_as_a_tile(client: httpx.Client) -> None:
    sent = client.post(
        "/api/v1/requests/",
        json={
            "service": "street-light",
            "description": "Σβηστή λάμπα",
            "longitude": ERESOS[0],
            "latitude": ERESOS[1],
            "contact": {"email": "citizen@example.gr"},
        },
    )
    assert sent.status_code == 201, sent.text
    got = sent.json()
    reference = got["protocol_number"]
    assert got["unit"]["code"] in ("lighting", "works-eresos-antissa")
    assert got["location"]["settlement"] == "Σκάλα Ερεσού"
    assert [row["state"] for row in in_tile(client, reference)] == ["submitted"]

    move = {"to": "in_progress", "note": "Το συνεργείο ξεκίνησε"}
    address = f"/api/v1/cases/{reference}/transitions/"
    assert client.post(address, json=move).status_code in (401, 404)
    moved = client.post(address, json=move, auth=("head", PASSWORD))
    assert moved.status_code == 200, moved.text
    tile = in_tile(client, reference)
    assert [row["state"] for row in tile] == ["in_progress"]
    assert not {"description", "email", "name", "phone"} & tile[0].keys()

    followed = client.get(f"/api/v1/requests/{reference}/", headers={"Case-Key": got["key"]}).json()
    assert [event["to"] for event in followed["events"]][:2] == ["submitted", "in_progress"]


def test_another_unit_cannot_move_it(client: httpx.Client) -> None:
    sent = client.post(
        "/api/v1/requests/",
        json={"service": "noise", "description": "Θόρυβος", "longitude": ERESOS[0], "latitude": ERESOS[1]},
    )
    assert sent.status_code == 201, sent.text
    address = f"/api/v1/cases/{sent.json()['reference']}/transitions/"
    assert client.post(address, json={"to": "in_progress"}, auth=("technician", PASSWORD)).status_code in (403, 404)
