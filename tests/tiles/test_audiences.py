"""What belongs to an audience is at its own addresses, for its own people."""

from collections.abc import Callable

import mapbox_vector_tile
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from geo.sources import Source
from tests.tiles.places import Table, point

TILE = "/tiles/~staff/test_pumps/10/586/391.mvt"


@pytest.fixture
def pumps(table: Callable[[str], Table], declare: Callable[..., Source]) -> Table:
    made = table("test_pumps")
    declare(made, where={"public": "t.state <> %(hidden)s", "staff": "true"}, parameters={"hidden": "broken"})
    made.add(point(10, 586.2, 391.2), name="seen", state="new", secret=41)
    made.add(point(10, 586.8, 391.8), name="unseen", state="broken", secret=42)
    return made


@pytest.fixture
def member(transactional_db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Signed in as somebody of the audience `staff`."""
    user = get_user_model()(username="member", email="member@example.org")
    user.set_password("a long enough password")
    user.save()
    monkeypatch.setattr(get_user_model(), "audiences", frozenset({"staff"}), raising=False)
    client.force_login(user)
    return client


def properties(content: bytes) -> list[dict]:
    layers = mapbox_vector_tile.decode(content)
    return [feature["properties"] for feature in layers["test_pumps"]["features"]]


def test_the_public_gets_its_rows_and_columns(pumps: Table, member: Client) -> None:
    response = member.get("/tiles/test_pumps/10/586/391.mvt")
    assert properties(response.content) == [{"count": 1, "name": "seen", "state": "new"}]


def test_members_get_theirs_in_private(pumps: Table, member: Client) -> None:
    response = member.get(TILE)
    assert sorted(row["secret"] for row in properties(response.content)) == [41, 42]
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= set(response["Vary"].split(", "))
    assert "Access-Control-Allow-Origin" not in response


def test_others_learn_nothing(pumps: Table, member: Client) -> None:
    assert member.get(TILE.replace("staff", "planner")).status_code == 404
    member.logout()
    assert member.get(TILE).status_code == 404
    assert member.get("/tiles/~staff/test_pumps.json").status_code == 404


def test_an_audience_that_the_source_does_not_name_sees_nothing_of_it(
    member: Client, table: Callable[[str], Table], declare: Callable[..., Source]
) -> None:
    declare(table("test_open"), where={"public": "true"})
    assert member.get("/tiles/~staff/test_open/10/586/391.mvt").status_code == 404


def test_the_style_of_members_addresses_each_source_where_they_see_it(
    pumps: Table, member: Client, table: Callable[[str], Table], declare: Callable[..., Source]
) -> None:
    declare(table("test_open"), where={"public": "true"})
    declare(table("test_boards"), where={"planner": "true"})
    sources = member.get("/tiles/~staff/style.json").json()["sources"]
    place = "/{z}/{x}/{y}.mvt"
    assert sources["test_pumps"]["tiles"] == [f"http://testserver/tiles/~staff/test_pumps{place}"]
    assert sources["test_open"]["tiles"] == [f"http://testserver/tiles/test_open{place}"]
    assert "test_boards" not in sources


def test_their_tilejson_names_their_columns_and_addresses(pumps: Table, member: Client) -> None:
    (layer,) = member.get("/tiles/~staff/test_pumps.json").json()["vector_layers"]
    assert layer["fields"]["secret"] == "Number"
    (layer,) = member.get("/tiles/test_pumps.json").json()["vector_layers"]
    assert "secret" not in layer["fields"]


def test_parameters_of_one_name_are_each_source_s_own(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    for name, state in (("test_north", "new"), ("test_south", "old")):
        made = table(name)
        declare(made, where={"public": "t.state = %(the-state)s"}, parameters={"the-state": state})
        made.add(point(10, 586.2, 391.2), state="new")
        made.add(point(10, 586.2, 391.8), state="old")
    layers = mapbox_vector_tile.decode(client.get("/tiles/test_north,test_south/10/586/391.mvt").content)
    shown = {name: [row["properties"]["state"] for row in layer["features"]] for name, layer in layers.items()}
    assert shown == {"test_north": ["new"], "test_south": ["old"]}
