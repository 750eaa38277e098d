"""Addresses, conditional requests, compression, and what a stranger learns."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.test import Client

from geo.sources import Source
from tests.tiles.places import Table, point

TILE = "/tiles/test_lamps/10/586/391.mvt"


@pytest.fixture
def lamps(table: Callable[[str], Table], declare: Callable[..., Source]) -> Table:
    made = table("test_lamps")
    declare(made)
    for step in range(60):
        made.add(point(10, 586 + step / 61, 391.5), name=f"Φανοστάτης {step}")
    return made


def test_several_sources_are_several_layers_in_the_order_of_the_address(
    lamps: Table,
    table: Callable[[str], Table],
    declare: Callable[..., Source],
    decoded: Callable[[str], dict],
) -> None:
    other = table("test_shops")
    declare(other)
    other.add(point(10, 586.5, 391.2))
    layers = decoded("/tiles/test_shops,test_lamps,test_shops/10/586/391.mvt")
    assert list(layers) == ["test_shops", "test_lamps"]


def test_a_tile_is_shared_asked_about_and_readable_from_any_page(lamps: Table, client: Client) -> None:
    response = client.get(TILE)
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content)


def test_the_same_bytes_are_not_sent_again_until_they_change(lamps: Table, client: Client) -> None:
    tag = client.get(TILE)["ETag"]
    again = client.get(TILE, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Access-Control-Allow-Origin"] == "*"
    strong = client.get(TILE, headers={"If-None-Match": tag.removeprefix("W/")})
    assert strong.status_code == 304
    lamps.run("UPDATE test_lamps SET state = 'out' WHERE id = 3")
    assert client.get(TILE, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("header", "coding", "read"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("br;q=0.5, gzip", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("br;q=0, *", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=none", None, bytes),
    ],
)
def test_compression_follows_the_reader(
    lamps: Table, client: Client, header: str, coding: str | None, read: Callable[[bytes], bytes]
) -> None:
    plain = client.get(TILE)
    response = client.get(TILE, headers={"Accept-Encoding": header})
    assert response.get("Content-Encoding") == coding
    assert read(response.content) == plain.content
    assert int(response["Content-Length"]) == len(response.content)
    assert response["ETag"] == plain["ETag"]


def test_an_empty_tile_is_an_answer_of_no_bytes(lamps: Table, client: Client) -> None:
    response = client.get("/tiles/test_lamps/10/0/0.mvt")
    assert (response.status_code, response.content) == (200, b"")
    again = client.get("/tiles/test_lamps/10/0/0.mvt", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/tiles/test_lamps/23/0/0.mvt",
        "/tiles/test_lamps/10/1024/0.mvt",
        "/tiles/test_lamps/10/0/1024.mvt",
        f"/tiles/test_lamps/{9**99}/0/0.mvt",
        "/tiles/test_lamps/10/-1/0.mvt",
        "/tiles/nothing/10/586/391.mvt",
        "/tiles/test_lamps,nothing/10/586/391.mvt",
        "/tiles/'; DROP TABLE test_lamps; --/10/586/391.mvt",
        "/tiles/nothing.json",
        "/tiles/~staff/test_lamps/10/586/391.mvt",
        "/tiles/~staff/style.json",
        "/tiles/~public/test_lamps.json",
    ],
)
def test_what_is_not_there_is_a_problem_with_a_remedy(lamps: Table, client: Client, address: str) -> None:
    response = client.get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not-found"
    assert response.json()["detail"]


def test_a_source_that_the_public_may_not_see_answers_like_one_that_is_not_there(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    declare(table("test_hidden"), where={"staff": "true"})
    hidden = client.get("/tiles/test_hidden/10/586/391.mvt")
    missing = client.get("/tiles/test_absent/10/586/391.mvt")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.replace(b"hidden", b"absent") == missing.content
    assert client.get("/tiles/test_hidden.json").status_code == 404


def test_public_addresses_only_read(lamps: Table, client: Client) -> None:
    response = client.post(TILE)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert client.head(TILE).status_code == 200


def test_public_addresses_never_look_at_cookies(lamps: Table, client: Client) -> None:
    client.cookies["sessionid"] = "whatever"
    client.cookies["django_language"] = "en"
    response = client.get("/tiles/style.json")
    assert "Cookie" not in response["Vary"]
    assert response.json()["metadata"]["topos:language"] == "el"


def test_a_tile_does_not_use_the_orm_s_connection(
    lamps: Table, client: Client, django_assert_num_queries: Callable[[int], object]
) -> None:
    client.get(TILE)
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert client.get(TILE).content
