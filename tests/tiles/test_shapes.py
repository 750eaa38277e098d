"""Lines and polygons: simplified and thinned from afar, whole close by, clipped with a margin."""

from collections.abc import Callable

import pytest

from geo.sources import Source
from tests.tiles.places import Decoded, Table, path, point, square

Z, X, Y = 10, 586, 391


@pytest.fixture
def parcels(table: Callable[[str], Table], declare: Callable[..., Source]) -> Table:
    made = table("test_parcels")
    declare(made, "polygon")
    return made


def test_areas_below_a_pixel_are_left_out_from_afar_and_there_close_by(
    parcels: Table, decoded: Callable[[str], Decoded]
) -> None:
    parcels.add(square(Z, X + 0.5, Y + 0.5, 0.5 / 512), name="small")
    parcels.add(square(Z, X + 0.5, Y + 0.5, 5 / 512), name="large")
    far = decoded(f"/tiles/test_parcels/{Z}/{X}/{Y}.mvt")["test_parcels"]["features"]
    assert [feature["properties"]["name"] for feature in far] == ["large"]
    near = decoded(f"/tiles/test_parcels/14/{(2 * X + 1) * 8}/{(2 * Y + 1) * 8}.mvt")["test_parcels"]["features"]
    assert {feature["properties"]["name"] for feature in near} == {"small", "large"}
    assert "count" not in far[0]["properties"]


def test_a_vertex_that_moves_an_outline_by_less_than_half_a_pixel_is_dropped(
    table: Callable[[str], Table], declare: Callable[..., Source], decoded: Callable[[str], Decoded]
) -> None:
    roads = table("test_roads")
    declare(roads, "line")
    roads.add(path(Z, (X + 0.2, Y + 0.5), (X + 0.5, Y + 0.5 + 0.3 / 512), (X + 0.8, Y + 0.5)))
    roads.add(path(Z, (X + 0.2, Y + 0.2), (X + 0.5, Y + 0.2 + 3 / 512), (X + 0.8, Y + 0.2)))
    features = decoded(f"/tiles/test_roads/{Z}/{X}/{Y}.mvt")["test_roads"]["features"]
    assert [len(feature["geometry"]["coordinates"]) for feature in features] == [2, 3]


def test_polygons_are_clipped_to_the_tile_and_its_margin(parcels: Table, decoded: Callable[[str], Decoded]) -> None:
    parcels.add(square(Z, X - 1, Y - 1, 3))
    (feature,) = decoded(f"/tiles/test_parcels/{Z}/{X}/{Y}.mvt")["test_parcels"]["features"]
    corners = {value for place in feature["geometry"]["coordinates"][0] for value in place}
    assert corners == {-64, 4096 + 64}


def test_a_mixed_source_keeps_its_points_from_afar(
    table: Callable[[str], Table], declare: Callable[..., Source], decoded: Callable[[str], Decoded]
) -> None:
    works = table("test_works")
    declare(works, "mixed")
    works.add(point(Z, X + 0.5, Y + 0.5), square(Z, X + 0.1, Y + 0.1, 0.1), path(Z, (X, Y), (X + 0.5, Y + 0.1)))
    features = decoded(f"/tiles/test_works/{Z}/{X}/{Y}.mvt")["test_works"]["features"]
    assert {feature["geometry"]["type"] for feature in features} == {"Point", "Polygon", "LineString"}
