"""TileJSON 3.0.0."""

from collections.abc import Callable

import pytest
from django.test import Client

from geo.sources import Source
from tests.tiles.places import Table, point, square
from tiles import bounds


def test_it_says_what_the_tiles_hold(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    declare(table("test_bins"), min_zoom=6, attribution="Municipality")
    declare(table("test_parks"), "polygon", max_zoom=16, attribution="Municipality")
    document = client.get("/tiles/test_bins,test_parks.json?lang=en").json()
    assert document["tilejson"] == "3.0.0"
    assert document["name"] == "Title test_bins, Title test_parks"
    assert document["tiles"] == ["http://testserver/tiles/test_bins,test_parks/{z}/{x}/{y}.mvt"]
    assert (document["minzoom"], document["maxzoom"]) == (0, 22)
    assert document["attribution"] == "Municipality"
    bins, parks = document["vector_layers"]
    assert bins == {
        "id": "test_bins",
        "description": "Title test_bins",
        "minzoom": 6,
        "maxzoom": 22,
        "fields": {"name": "String", "state": "String", "count": "Number"},
    }
    assert "count" not in parks["fields"]


def test_bounds_hold_everything_that_is_seen_and_little_else(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    things = table("test_things")
    declare(things, "mixed", where={"public": "t.state = 'new'"})
    things.add(square(4, 9, 6, 0.5), point(4, 9.25, 6.75))
    things.add(point(4, 2, 2), state="hidden")
    west, south, east, north = client.get("/tiles/test_things.json").json()["bounds"]
    assert west == pytest.approx(22.5, abs=1e-3)
    assert east == pytest.approx(33.75, abs=1e-3)
    assert north == pytest.approx(40.97990, abs=1e-3)
    assert south == pytest.approx(27.05913, abs=1e-3)
    assert west < 22.5
    assert east > 33.75


def test_an_empty_source_may_be_anywhere(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    declare(table("test_things"))
    assert client.get("/tiles/test_things.json").json()["bounds"] == [-180, -85.051129, 180, 85.051129]


def test_a_new_generation_is_measured_anew(table: Callable[[str], Table], declare: Callable[..., Source]) -> None:
    things = table("test_things")
    source = declare(things)
    assert bounds.of(source, "public") is None
    things.add(point(4, 9, 6))
    assert bounds.of(source, "public") is None
    assert bounds.of(declare(things, generation="2"), "public") is not None


def test_the_language_is_the_address_s_then_the_browser_s_then_greek(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    declare(table("test_things"))
    address = "/tiles/test_things.json"
    assert client.get(address).json()["name"] == "Τίτλος test_things"
    english = {"Accept-Language": "de, en-GB;q=0.8"}
    response = client.get(address, headers=english)
    assert response.json()["name"] == "Title test_things"
    assert "Accept-Language" in response["Vary"]
    assert client.get(f"{address}?lang=el", headers=english).json()["name"] == "Τίτλος test_things"
