"""What may be stored, how it is repaired and how it is measured."""

import math
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from django.contrib.gis.gdal import OGRGeometry
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from geo import crs, geometry

BOWTIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)])


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


class TestCheck:
    @pytest.mark.parametrize(
        "geom", ["POINT (475000 4203000)", "POINT Z (475000 4203000 12)", "MULTIPOINT (475000 4203000)"]
    )
    def test_what_lies_in_greece_passes(self, geom) -> None:
        geometry.check(shapely.from_wkt(geom))

    @pytest.mark.parametrize(
        "geom",
        [
            shapely.Point(math.nan, 4203000),
            shapely.Point(math.inf, 4203000),
            shapely.Point(475000, 4203000, math.inf),
            shapely.LineString([(475000, 4203000), (475001, -math.inf)]),
        ],
    )
    def test_what_is_not_finite_is_refused(self, geom) -> None:
        with pytest.raises(crs.OutOfDomain, match="finite"):
            geometry.check(geom)

    @pytest.mark.parametrize(
        "point",
        [
            (0, 0),
            (23.7, 37.9),
            (4203000, 475000),
            (475000, 2203000),
            (1e300, 4203000),
            (-81.7, 12.5),
            (2.6e6, 4.5e6),
        ],
    )
    def test_null_island_swapped_axes_degrees_and_other_grids_are_refused(self, point) -> None:
        with pytest.raises(crs.OutOfDomain, match="EPSG:2100"):
            geometry.check(shapely.LineString([(475000, 4203000), point]))

    @pytest.mark.parametrize("empty", ["POINT EMPTY", "POLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY"])
    def test_nothing_is_refused(self, empty) -> None:
        with pytest.raises(crs.OutOfDomain, match="empty"):
            geometry.check(shapely.from_wkt(empty))

    def test_the_message_names_the_first_offender_and_the_range(self) -> None:
        with pytest.raises(crs.OutOfDomain) as caught:
            geometry.check(shapely.MultiPoint([(475000, 4203000), (5, 6), (7, 8)]))
        assert "5, 6" in str(caught.value)
        assert "30,000" in str(caught.value)


class TestRepair:
    def test_a_bow_tie_becomes_two_triangles(self) -> None:
        repaired = geometry.repair(BOWTIE)
        assert (repaired.geometry.geom_type, repaired.geometry.area) == ("MultiPolygon", 2.0)
        assert "Self-intersection" in repaired.note

    def test_what_is_valid_is_left_alone(self) -> None:
        square = shapely.box(0.1, 0.2, 0.3, 0.4)
        assert geometry.repair(square) == geometry.Repair(square)

    def test_a_spike_is_dropped_and_the_area_stays_single(self) -> None:
        spiked = shapely.Polygon([(0, 0), (4, 0), (4, 4), (2, 4), (2, 9), (2, 4), (0, 4), (0, 0)])
        repaired = geometry.repair(spiked)
        assert (repaired.geometry.geom_type, repaired.geometry.area) == ("Polygon", 16.0)

    @pytest.mark.parametrize("flat", ["POLYGON ((0 0, 1 1, 2 2, 0 0))", "LINESTRING (1 1, 1 1)"])
    def test_what_has_no_extent_of_its_kind_cannot_be_repaired(self, flat) -> None:
        with pytest.raises(geometry.Unrepairable):
            geometry.repair(shapely.from_wkt(flat))

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=4, max_size=12))
    def test_the_kind_is_kept_and_the_result_is_valid(self, ring) -> None:
        try:
            repaired = geometry.repair(shapely.Polygon(ring)).geometry
        except geometry.Unrepairable:
            return
        assert repaired.is_valid
        assert repaired.geom_type in {"Polygon", "MultiPolygon"}


class TestCurves:
    @pytest.mark.parametrize(
        ("wkt", "kind"),
        [
            ("CIRCULARSTRING (0 0, 1 1, 2 0)", "LineString"),
            ("COMPOUNDCURVE (CIRCULARSTRING (0 0, 1 1, 1 0), (1 0, 0 1))", "LineString"),
            ("CURVEPOLYGON (CIRCULARSTRING (0 0, 4 0, 4 4, 0 4, 0 0))", "Polygon"),
            ("CIRCULARSTRING Z (0 0 1, 1 1 2, 2 0 3)", "LineString"),
        ],
    )
    def test_arcs_become_chords(self, wkt, kind) -> None:
        wkb = bytes(OGRGeometry(wkt).wkb)
        assert geometry.is_curved(wkb)
        straight = shapely.from_wkb(geometry.linearise(wkb))
        assert straight.geom_type == kind
        assert shapely.get_num_coordinates(straight) > 20

    def test_the_ends_stay_and_the_chords_follow_the_arc(self) -> None:
        arc = shapely.from_wkb(geometry.linearise(bytes(OGRGeometry("CIRCULARSTRING (0 0, 1 1, 2 0)").wkb)))
        assert (arc.coords[0], arc.coords[-1]) == ((0, 0), (2, 0))
        assert arc.length == pytest.approx(math.pi, rel=1e-3)

    @pytest.mark.parametrize("wkt", ["POINT (1 2)", "POLYGON ((0 0, 1 0, 1 1, 0 0))", "LINESTRING Z (0 0 1, 1 1 2)"])
    def test_what_has_no_arcs_comes_back_as_it_is(self, wkt) -> None:
        wkb = shapely.to_wkb(shapely.from_wkt(wkt))
        assert geometry.linearise(wkb) is wkb


class TestMeasure:
    @pytest.mark.parametrize(
        ("e", "n", "area"),
        [
            (475000, 4203000, 10007.8),
            (602000, 3910000, 10005.4),
            (660000, 4525000, 10001.5),
            (147000, 4394000, 9977.3),
            (872000, 4040000, 9973.8),
            (985000, 4005000, 9950.1),
        ],
    )
    def test_a_hectare_of_grid_is_not_a_hectare_of_ground(self, e, n, area) -> None:
        measures = geometry.measure(shapely.box(e, n, e + 100, n + 100), 2100)
        assert (measures.area_grid, measures.length_grid) == (10000, 400)
        assert measures.area_geodesic == pytest.approx(area, abs=0.05)
        assert measures.length_geodesic == pytest.approx(400 * math.sqrt(area / 10000), abs=0.01)

    def test_web_mercator_and_degrees_are_measured_on_the_ellipsoid_only(self) -> None:
        square = shapely.box(475000, 4203000, 475100, 4203100)
        for code in ("EPSG:3857", "OGC:CRS84"):
            measures = geometry.measure(crs.transform(square, 2100, code), code)
            assert (measures.area_grid, measures.length_grid) == (None, None)
            assert measures.area_geodesic == pytest.approx(10007.8, abs=0.05)

    def test_holes_and_parts_count_whatever_way_their_rings_turn(self) -> None:
        hole = shapely.box(475010, 4203010, 475020, 4203020).exterior
        holed = shapely.Polygon(shapely.box(475000, 4203000, 475100, 4203100).exterior, [hole])
        twice = shapely.MultiPolygon([holed, shapely.box(475200, 4203000, 475300, 4203100)])
        for geom in (twice, twice.reverse()):
            assert geometry.measure(geom, 2100).area_geodesic == pytest.approx(19900 * 1.00078, rel=1e-5)

    def test_points_have_neither_and_lines_have_length(self) -> None:
        line = shapely.LineString([(475000, 4203000, 5), (475100, 4203000, 500)])
        assert geometry.measure(shapely.Point(475000, 4203000)).area_geodesic == 0
        assert geometry.measure(line).length_geodesic == pytest.approx(100.039, abs=0.001)
        assert np.isclose(geometry.measure(line).area_geodesic, 0)
