"""What a page hears when the map changes, through the real process."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from django.db import connection

from geo.changes.actions import log
from geo.sources import all_sources

HERE = (2900000.0, 4700000.0, 2900100.0, 4700100.0)
Events = Iterator[tuple[str, str, dict]]


@contextmanager
def listening(server: str, **headers: str) -> Iterator[tuple[httpx.Response, Events]]:
    with httpx.stream("GET", f"{server}/live/changes", headers=headers, timeout=20) as response:
        lines = response.iter_lines()
        assert next(lines).startswith("retry:")
        yield response, events(lines)


def events(lines: Iterator[str]) -> Events:
    found: dict[str, str] = {}
    for line in lines:
        if not line and "event" in found:
            yield found.get("id", ""), found["event"], json.loads(found["data"])
            found = {}
        name, _, value = line.partition(": ")
        found[name] = value


@pytest.fixture
def public_source() -> str:
    """A source that the stream process knows as public too."""
    return next(source.id for source in all_sources().values() if "public" in source.where)


def test_all_pages_hear_of_a_change_within_two_seconds(server: str, public_source: str) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(listening(server)) for _ in range(2)]
        began = time.monotonic()
        log(source=public_source, bounds=HERE)
        heard = [next(page) for _, page in pages]
        assert time.monotonic() - began < 2
    assert heard[0] == heard[1]
    _, name, data = heard[0]
    assert name == "change"
    ((west, south, east, north),) = data["sources"][public_source]
    assert (west, south) == pytest.approx((26.051143, 38.848544), abs=2e-6)
    assert west < east < west + 0.01
    assert south < north < south + 0.01


def test_the_answer_is_an_event_stream_that_nobody_keeps(server: str) -> None:
    with listening(server) as (response, _):
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["access-control-allow-origin"] == "*"


def test_changes_of_what_is_not_public_are_not_told(server: str, public_source: str) -> None:
    with listening(server) as (_, page):
        log(source="hidden", bounds=HERE)
        log(source=public_source, bounds=HERE)
        assert list(next(page)[2]["sources"]) == [public_source]


def test_many_changes_at_once_are_one_event_a_second(server: str, public_source: str) -> None:
    with listening(server) as (_, page):
        for step in range(30):
            log(source=public_source, bounds=(step * 1e5, 0.0, step * 1e5 + 100, 1.0))
        boxes: list[list[float]] = []
        count = 0
        while not any(west <= 26.0512 <= east for west, _, east, _ in boxes):
            boxes += next(page)[2]["sources"][public_source]
            count += 1
        assert count <= 3


def test_the_stream_survives_the_loss_of_its_connection_and_misses_nothing(server: str, public_source: str) -> None:
    with listening(server) as (_, page):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name = 'topos live' AND datname = current_database()"
            )
            assert cursor.fetchone() == (1,)
        log(source=public_source, bounds=HERE)
        assert next(page)[1] == "change"


def test_who_comes_back_late_is_told_to_fetch_again(server: str, public_source: str) -> None:
    with listening(server) as (_, page):
        log(source=public_source, bounds=HERE)
        seen, _, _ = next(page)
    with listening(server, **{"Last-Event-ID": seen}) as (_, page):
        log(source=public_source, bounds=HERE)
        assert next(page)[1] == "change"
    with listening(server, **{"Last-Event-ID": seen}) as (_, page):
        assert next(page)[1] == "resync"
