"""Whose map this is, the chart in force, and who is asking."""

from typing import Any

import pytest
from rest_framework.test import APIClient


def test_the_municipality_introduces_itself(api: APIClient, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        answer = api.get("/api/v1/municipality/")
    body = answer.json()
    assert body["demo"] is True
    assert set(body["name"]) == {"el", "en"}
    west, south, east, north = body["bounds"]
    # The bounds of the reference sheet, to the 0.01 degree of a simplified coast.
    assert (west, south, east, north) == pytest.approx((25.820, 39.005, 26.449, 39.390), abs=0.02)
    assert body["center"] == pytest.approx([(west + east) / 2, (south + north) / 2], abs=1e-5)
    assert "GSHHG" in body["attribution"]["en"]
    assert "public" in answer["Cache-Control"]


def test_the_chart_is_public(api: APIClient, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        units = api.get("/api/v1/units/").json()
    by_code = {unit["code"]: unit for unit in units}
    assert units[0]["parent"] is None
    assert by_code["lighting"]["parent"] == "technical-services"
    for code in ("roads", "water", "cleaning", "green", "stray-animals", "municipal-police", "citizen-service"):
        assert by_code[code]["name"]["el"]
        assert by_code[code]["name"]["en"]


def test_nobody_is_told_so(api: APIClient) -> None:
    answer = api.get("/api/v1/me/")
    assert answer.json() == {"authenticated": False, "audiences": ["public"], "posts": [], "permissions": []}
    assert "csrftoken" in answer.cookies
    assert "no-store" in answer["Cache-Control"]


def test_staff_see_their_posts_and_permissions(signed_in: Any) -> None:
    body = signed_in("head").get("/api/v1/me/").json()
    assert body["username"] == "head"
    assert body["audiences"] == ["head", "public", "staff"]
    (post,) = body["posts"]
    assert post["unit"]["code"] == "technical-services"
    assert post["scope"] == "subtree"
    assert post["substitute"] is False
    assert "cases.transition_case" in body["permissions"]
    assert body["superuser"] is False


@pytest.mark.parametrize("username", ["technician", "planner"])
def test_me_costs_the_same_for_any_number_of_posts(
    signed_in: Any, username: str, django_assert_num_queries: Any
) -> None:
    client = signed_in(username)
    client.get("/api/v1/me/")
    with django_assert_num_queries(3):  # token, posts, grants
        client.get("/api/v1/me/")


def test_a_citizen_holds_nothing(signed_in: Any) -> None:
    body = signed_in("citizen").get("/api/v1/me/").json()
    assert body["posts"] == body["permissions"] == []
    assert body["audiences"] == ["public"]
