"""Untouched vertices stay bit-exact, however an edit arrives (R36)."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import crs
from geo.geometry import keep_untouched

AWKWARD = shapely.Polygon(
    [
        (475000.1 + 1 / 3, 4203000.7 - 1 / 7),
        (475100.123456789012, 4203000.000000001),
        (475100.1 + 0.2, 4203100 + 1e-9),
        (475050.0 + 1e-7, 4203150 + 2 / 3),
        (475000.0000000007, 4203100.987654321098),
    ],
    [[(475040.1, 4203040.2), (475060.3, 4203040.4), (475060.5, 4203060.6)]],
)
doubles = st.floats(0, 200, allow_nan=False)


def arrived(geom, code, decimals):
    """The geometry as a client gets it in a system, and sends it back with so many decimals."""
    there = crs.transform(geom, crs.STORAGE, code)
    return shapely.transform(there, lambda xy: np.round(xy, decimals)) if decimals is not None else there


def with_vertex(geom, index, x, y):
    """One vertex of the outer ring moved."""
    shell = list(geom.exterior.coords)[:-1]
    shell[index] = (x, y)
    return shapely.Polygon(shell, [list(ring.coords) for ring in geom.interiors])


def bits(geom):
    return {tuple(pair) for pair in shapely.get_coordinates(geom).tolist()}


ROUTES = [
    pytest.param(crs.STORAGE, None, id="API in the storage system"),
    pytest.param(crs.STORAGE, 6, id="QGIS, POST in 2100"),
    pytest.param(crs.STORAGE, 3, id="import of a file in millimetres"),
    pytest.param("OGC:CRS84", None, id="browser, full precision"),
    pytest.param("OGC:CRS84", 7, id="browser, seven decimals"),
    pytest.param("OGC:CRS84", 6, id="QGIS, POST in degrees"),
    pytest.param("EPSG:3857", None, id="client in Web Mercator"),
    pytest.param("EPSG:12195", 4, id="surveyor in TM07"),
]


@pytest.mark.parametrize(("code", "decimals"), ROUTES)
class TestRoutes:
    def test_nothing_moved_means_the_stored_object_itself(self, code, decimals) -> None:
        assert keep_untouched(AWKWARD, arrived(AWKWARD, code, decimals), code) is AWKWARD

    def test_one_vertex_moved_leaves_the_others_in_their_last_bit(self, code, decimals) -> None:
        edited = with_vertex(AWKWARD, 2, 475110.5, 4203111.5)
        merged = keep_untouched(AWKWARD, arrived(edited, code, decimals), code)
        (fresh,) = bits(merged) - bits(AWKWARD)
        assert np.allclose(fresh, (475110.5, 4203111.5), atol=0.1)
        assert len(bits(AWKWARD) - bits(merged)) == 1

    def test_a_vertex_inserted_and_one_deleted_leave_the_others(self, code, decimals) -> None:
        shell = list(AWKWARD.exterior.coords)[:-1]
        edited = shapely.Polygon([*shell[:1], (475050.25, 4202990.75), *shell[1:4]], [AWKWARD.interiors[0]])
        merged = keep_untouched(AWKWARD, arrived(edited, code, decimals), code)
        assert len(bits(merged) - bits(AWKWARD)) == 1
        assert bits(AWKWARD) - bits(merged) == {shell[4]}

    def test_a_ring_that_begins_elsewhere_and_turns_the_other_way_is_unchanged(self, code, decimals) -> None:
        shell = list(AWKWARD.exterior.coords)[:-1]
        turned = shapely.Polygon(list(reversed(shell[3:] + shell[:3])), [AWKWARD.interiors[0]])
        assert keep_untouched(AWKWARD, arrived(turned, code, decimals), code) is AWKWARD


@given(st.lists(st.tuples(doubles, doubles), min_size=3, max_size=30, unique=True), st.data())
@settings(deadline=None)
def test_any_line_keeps_all_vertices_but_the_moved_one(offsets, data) -> None:
    line = shapely.LineString([(475000 + x, 4203000 + y) for x, y in offsets])
    index = data.draw(st.integers(0, len(offsets) - 1))
    code, decimals = data.draw(st.sampled_from([("OGC:CRS84", None), ("OGC:CRS84", 9), (crs.STORAGE, 6)]))
    points = list(line.coords)
    points[index] = (points[index][0] + 300, points[index][1])
    merged = keep_untouched(line, arrived(shapely.LineString(points), code, decimals), code)
    stored = np.array(line.coords)
    same = (np.array(merged.coords) == stored).all(axis=1)
    # vertices nearer to each other than the precision that arrived may stand for each other
    close = np.abs(np.array(merged.coords) - stored).max(axis=1) < 0.001
    assert not same[index]
    assert np.delete(close, index).all()
    assert bits(shapely.LineString(np.delete(np.array(merged.coords), index, axis=0).tolist() + points[:1])) <= bits(
        line
    ) | {points[0]}


def test_a_point_typed_to_the_metre_is_a_move_and_no_rounding() -> None:
    stored = shapely.Point(475000.3, 4203000.4)
    assert keep_untouched(stored, shapely.Point(475000, 4203000)).coords[0] == (475000, 4203000)


def test_a_new_vertex_in_full_precision_beside_rounded_ones_changes_nothing_for_them() -> None:
    edited = arrived(AWKWARD, "OGC:CRS84", 6)
    shell = [*list(edited.exterior.coords)[:-1], (23.717047236733, 37.977)]
    merged = keep_untouched(AWKWARD, shapely.Polygon(shell, [edited.interiors[0]]), "OGC:CRS84")
    assert len(bits(merged) - bits(AWKWARD)) == 1


def test_a_flat_edit_does_not_lose_the_heights() -> None:
    stored = shapely.LineString([(475000.1, 4203000.2, 10.5), (475010.1, 4203000.2, 11.5), (475020.1, 4203000.2, 12.5)])
    flat = shapely.LineString([(475000.1, 4203000.2), (475010.1, 4203007.0), (475020.1, 4203000.2)])
    merged = keep_untouched(stored, flat)
    assert list(merged.coords)[::2] == list(stored.coords)[::2]
    assert merged.coords[1][:2] == (475010.1, 4203007.0)
    assert keep_untouched(stored, shapely.force_2d(stored)) is stored


def test_a_new_height_is_an_edit_even_where_the_place_stays() -> None:
    stored = shapely.Point(475000.1, 4203000.2, 10.5)
    assert keep_untouched(stored, shapely.Point(475000.1, 4203000.2, 11)).coords[0] == (
        475000.1,
        4203000.2,
        11,
    )


def test_rings_stay_closed_where_stored_vertices_are_nearer_than_the_rounding() -> None:
    shell = [(475000.0, 4203000.0), (475000.01, 4203000.01), (475100, 4203000), (475100, 4203100)]
    stored = shapely.Polygon(shell)
    edited = arrived(with_vertex(stored, 2, 475150, 4203000), "OGC:CRS84", 6)
    merged = keep_untouched(stored, edited, "OGC:CRS84")
    assert merged.exterior.coords[0] == merged.exterior.coords[-1]
    assert {shell[0], shell[1], shell[3]} <= bits(merged)


def test_a_multiple_of_one_part_is_what_it_was() -> None:
    assert keep_untouched(AWKWARD, shapely.MultiPolygon([AWKWARD])) is AWKWARD


def test_a_wholly_new_geometry_is_only_transformed() -> None:
    fresh = shapely.Point(24, 38)
    assert keep_untouched(shapely.Point(475000, 4203000), fresh, "OGC:CRS84") == crs.transform(
        fresh, "OGC:CRS84", crs.STORAGE
    )
