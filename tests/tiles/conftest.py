"""Tables with rows in known places, declared as sources. All is committed: the pool reads from outside."""

from collections.abc import Callable, Iterator
from typing import Any

import mapbox_vector_tile
import pytest
from django.db import connection
from django.test import Client

from geo import sources
from geo.sources import Attribute, Source
from tests.tiles.places import Decoded, Table
from tiles import bounds


@pytest.fixture(autouse=True)
def _unknown_bounds() -> None:
    bounds.forget()


@pytest.fixture
def table(transactional_db: None) -> Iterator[Callable[[str], Table]]:
    """Makes tables with columns id, shape (EPSG:3857), name, state and secret."""
    made: list[Table] = []

    def make(name: str) -> Table:
        made.append(Table(connection, name))
        return made[-1]

    yield make
    for one in made:
        one.drop()


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Source]:
    """Registers a source over a table of `table` for the length of a test."""

    def add(table: Table, geometry_type: str = "point", **given: Any) -> Source:
        settings: dict[str, Any] = {
            "id": table.name,
            "title": {"el": f"Τίτλος {table.name}", "en": f"Title {table.name}"},
            "geometry_type": geometry_type,
            "relation": table.name,
            "geometry": "t.shape",
            "where": {"public": "true", "staff": "true"},
            "attributes": (
                Attribute(name="name", sql="t.name"),
                Attribute(name="state", sql="t.state"),
                Attribute(name="secret", sql="t.secret", audience="staff", type="number"),
            ),
        }
        source = Source(**(settings | given))
        monkeypatch.setitem(sources._declared, source.id, source)
        return source

    return add


@pytest.fixture
def decoded(client: Client) -> Callable[[str], Decoded]:
    """The layers of the tile at an address."""

    def get(address: str) -> Decoded:
        response = client.get(address)
        assert response.status_code == 200, response.content
        return mapbox_vector_tile.decode(response.content, default_options={"y_coord_down": True})

    return get
