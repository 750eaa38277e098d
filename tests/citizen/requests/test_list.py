"""The public list: filters, pages by key, a constant number of queries."""

from random import Random
from typing import Any

import pytest
from rest_framework.test import APIClient

from citizen.requests.demo import seed_amount
from geo.demo import Amounts

ADDRESS = "/api/v1/requests/"


@pytest.fixture
def many(api: APIClient) -> APIClient:
    seed_amount(Amounts(requests=250), Random(1))
    return api


def walk(api: APIClient, **query: Any) -> list[dict[str, Any]]:
    rows, address = [], ADDRESS
    while address:
        page = api.get(address, query if address == ADDRESS else None).json()
        rows += page["features"]
        address = page["next"]
    return rows


def test_pages_follow_each_other_without_loss_or_repeat(many: APIClient) -> None:
    rows = walk(many, limit=37)
    references = [row["properties"]["reference"] for row in rows]
    assert len(references) == len(set(references)) == len(walk(many, limit=1000))
    times = [row["properties"]["submitted_at"] for row in rows]
    assert times == sorted(times, reverse=True)


def test_filters(many: APIClient) -> None:
    rows = walk(many, limit=1000)
    state = rows[0]["properties"]["state"]
    service = rows[0]["properties"]["service"]
    since = rows[100]["properties"]["submitted_at"]
    assert {row["properties"]["state"] for row in walk(many, state=state)} == {state}
    assert {row["properties"]["service"] for row in walk(many, service=service)} == {service}
    assert len(walk(many, since=since)) == 101
    west = [row for row in rows if row["geometry"]["coordinates"][0] < 26.1]
    assert len(walk(many, bbox="25,38,26.1,40")) == len(west)


@pytest.mark.parametrize("query", ["bbox=1,2,3", "bbox=27,39,26,40", "state=lost", "since=yesterday", "limit=0",
                                   "limit=9999", "cursor=x", "since=2026-01-01T00:00:00"])  # fmt: skip
def test_a_filter_that_cannot_be_read_is_named(api: APIClient, query: str) -> None:
    answer = api.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [query.split("=")[0]]


def test_the_number_of_queries_does_not_grow(many: APIClient, django_assert_max_num_queries: Any) -> None:
    for limit in (1, 200):
        with django_assert_max_num_queries(2):
            assert len(many.get(ADDRESS, {"limit": limit}).json()["features"]) == limit
