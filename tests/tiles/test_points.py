"""Points: counted on a grid from afar, one by one close by; none lost, none twice, none cut."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.sources import Source
from tests.tiles.places import Decoded, Table, point
from tiles.grid import Tile
from tiles.vector import render

Z = 10
X, Y = 586, 391


def total(layer: dict) -> int:
    return sum(feature["properties"]["count"] for feature in layer["features"])


@pytest.fixture
def bins(table: Callable[[str], Table], declare: Callable[..., Source]) -> Table:
    made = table("test_bins")
    declare(made)
    return made


def test_a_cell_of_many_is_one_feature_with_their_number_and_nothing_of_their_own(
    bins: Table, decoded: Callable[[str], Decoded]
) -> None:
    bins.add(point(Z, X + 0.501, Y + 0.501), point(Z, X + 0.503, Y + 0.503), name="Κάδος")
    (feature,) = decoded(f"/tiles/test_bins/{Z}/{X}/{Y}.mvt")["test_bins"]["features"]
    assert feature["properties"] == {"count": 2}
    assert feature.get("id", 0) == 0
    assert feature["geometry"]["coordinates"] == [pytest.approx(4096 * 0.502, abs=1)] * 2


def test_a_lone_point_keeps_its_id_and_attributes(bins: Table, decoded: Callable[[str], Decoded]) -> None:
    bins.add(point(Z, X + 0.25, Y + 0.75), name="Κάδος", state="full")
    (feature,) = decoded(f"/tiles/test_bins/{Z}/{X}/{Y}.mvt")["test_bins"]["features"]
    assert feature["id"] == 1
    assert feature["properties"] == {"count": 1, "name": "Κάδος", "state": "full"}
    assert feature["geometry"]["coordinates"] == [pytest.approx(1024, abs=1), pytest.approx(3072, abs=1)]


def test_close_by_every_point_is_drawn_and_says_that_it_is_one(bins: Table, decoded: Callable[[str], Decoded]) -> None:
    bins.add(point(14, 9380.5, 6252.5), point(14, 9380.5, 6252.5))
    features = decoded("/tiles/test_bins/14/9380/6252.mvt")["test_bins"]["features"]
    assert [feature["id"] for feature in features] == [1, 2]
    assert {feature["properties"]["count"] for feature in features} == {1}


def test_close_by_symbols_of_the_neighbour_reach_over_the_edge(bins: Table, decoded: Callable[[str], Decoded]) -> None:
    bins.add(point(14, 9380 + 63 / 4096, 6252.5), point(14, 9380 + 66 / 4096, 6252.5))
    features = decoded("/tiles/test_bins/14/9379/6252.mvt")["test_bins"]["features"]
    assert [feature["geometry"]["coordinates"][0] for feature in features] == [4096 + 63]


def test_a_point_on_an_edge_is_counted_in_one_tile_and_drawn_inside_it(
    bins: Table, decoded: Callable[[str], Decoded]
) -> None:
    bins.add(point(Z, X, Y), point(Z, X, Y))
    layers = [decoded(f"/tiles/test_bins/{Z}/{x}/{y}.mvt") for x in (X - 1, X) for y in (Y - 1, Y)]
    holding = [tile["test_bins"] for tile in layers if tile]
    assert [total(layer) for layer in holding] == [2]
    assert all(0 <= at < 4096 for at in holding[0]["features"][0]["geometry"]["coordinates"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 2), st.floats(0, 2)), min_size=1, max_size=40))
def test_the_counts_of_all_tiles_add_up_to_all_rows(
    bins: Table, decoded: Callable[[str], Decoded], places: list[tuple[float, float]]
) -> None:
    bins.run("TRUNCATE test_bins")
    bins.add(*(point(Z, X + x, Y + y) for x, y in places))
    tiles = [decoded(f"/tiles/test_bins/{Z}/{x}/{y}.mvt") for x in range(X, X + 3) for y in range(Y - 1, Y + 3)]
    assert sum(total(tile["test_bins"]) for tile in tiles if tile) == len(places)


def test_multipoints_and_empty_points_do_not_break_the_tile(bins: Table, decoded: Callable[[str], Decoded]) -> None:
    inner = point(Z, X + 0.5, Y + 0.5).removeprefix("POINT")
    bins.add(f"MULTIPOINT({inner})", "POINT EMPTY")
    assert total(decoded(f"/tiles/test_bins/{Z}/{X}/{Y}.mvt")["test_bins"]) == 1


def test_a_source_without_attributes_is_counted_too(
    table: Callable[[str], Table], declare: Callable[..., Source], decoded: Callable[[str], Decoded]
) -> None:
    made = table("test_bare")
    declare(made, attributes=())
    made.add(point(Z, X + 0.5, Y + 0.5))
    assert total(decoded(f"/tiles/test_bare/{Z}/{X}/{Y}.mvt")["test_bare"]) == 1


def test_zooms_out_of_the_source_s_range_are_empty(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    made = table("test_near")
    source = declare(made, min_zoom=12, max_zoom=16)
    made.add(point(Z, X + 0.5, Y + 0.5))
    assert render([source], "public", Tile(Z, X, Y)) == b""
    response = client.get(f"/tiles/test_near/{Z}/{X}/{Y}.mvt")
    assert (response.status_code, response.content) == (200, b"")
