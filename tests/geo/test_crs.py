"""The numbers of the Greek systems, and what must never happen between them."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import crs

# place; E, N in EPSG:2100; longitude, latitude by EPSG:1272; E, N in TM07 by the inverse of EPSG:12204
PLACES = [
    ("Athens", 475000, 4203000, 23.717047236733, 37.976883182554, 475149.616, 2203287.457),
    ("Thessaloniki", 410000, 4498000, 22.937570713444, 40.630529742799, 410150.413, 2498285.998),
    ("Heraklion", 602000, 3910000, 25.123939374173, 35.330630039638, 602148.960, 1910288.283),
    ("Corfu", 147000, 4394000, 19.889364911299, 39.625629991856, 147151.696, 2394287.329),
    ("Rhodes", 872000, 4040000, 28.151004923223, 36.435688949713, 872148.186, 2040288.092),
    ("Alexandroupoli", 660000, 4525000, 25.900246542635, 40.862993193297, 660148.837, 2525285.601),
]
eastings = st.floats(100_000, 900_000)
northings = st.floats(3_850_000, 4_630_000)


@pytest.mark.parametrize(("place", "e", "n", "lon", "lat", "e07", "n07"), PLACES)
class TestPlaces:
    def test_the_greek_grid_goes_to_degrees_by_epsg_1272(self, place, e, n, lon, lat, e07, n07):
        x, y = crs.transform_xy(e, n, "EPSG:2100", "OGC:CRS84")
        assert (round(float(x), 12), round(float(y), 12)) == (lon, lat)

    def test_degrees_come_back_to_the_greek_grid_within_millimetres(self, place, e, n, lon, lat, e07, n07):
        x, y = crs.transform_xy(lon, lat, "EPSG:4326", "EPSG:2100")
        assert math.hypot(x - e, y - n) < 0.004  # the height made by the shift is dropped each way

    def test_the_greek_grid_goes_to_tm07_by_epsg_12204(self, place, e, n, lon, lat, e07, n07):
        x, y = crs.transform_xy(e, n, 2100, 12195)
        assert (round(float(x), 3), round(float(y), 3)) == (e07, n07)

    def test_tm07_comes_back_to_the_greek_grid(self, place, e, n, lon, lat, e07, n07):
        x, y = crs.transform_xy(e07, n07, "ESRI:103898", "EPSG:2100")
        assert math.hypot(x - e, y - n) < 0.004  # as above; the fixture itself is rounded to 1 mm


def test_tm07_and_degrees_differ_by_the_projection_only() -> None:
    lon, lat = crs.transform_xy(475149.616, 2203287.457, "EPSG:12195", "OGC:CRS84")
    frame_lon, frame_lat = crs.transform_xy(475149.616, 2203287.457, "EPSG:12195", "EPSG:11093")
    assert (lon, lat) == (frame_lon, frame_lat)


@pytest.mark.parametrize("start", ["EPSG:11093", "ESRI:104048", "OGC:CRS84"])
def test_kastellorizo_has_grids_and_a_shift_of_its_own(start) -> None:
    assert np.allclose(crs.transform_xy(29.592, 36.149, start, 12197), (463282.445, 2002152.885), atol=6e-4)
    assert np.allclose(crs.transform_xy(29.592, 36.149, start, 12193), (733180.185, 4003585.761), atol=6e-4)


def test_the_national_shift_would_be_316_m_off_at_kastellorizo() -> None:
    right = crs.transform_xy(29.592, 36.149, "OGC:CRS84", "EPSG:12193")
    lon, lat = crs.transform_xy(29.592, 36.149, "OGC:CRS84", "EPSG:4121")  # by EPSG:1272
    wrong = crs.transform_xy(lon, lat, "EPSG:4121", "EPSG:12193")
    assert math.dist(right, wrong) == pytest.approx(316, abs=2)


@pytest.mark.parametrize("code", ["EPSG:4120", "EPSG:23034", "EPSG:23035", "EPSG:3035", "EPSG:32635", "EPSG:4258"])
def test_systems_that_only_proj_knows_have_a_datum_shift_too(code) -> None:
    there = crs.transform_xy(475000, 4203000, "EPSG:2100", code)
    back = crs.transform_xy(*there, code, "EPSG:2100")
    assert math.dist(back, (475000, 4203000)) < 0.01
    assert crs.operation(crs.get("EPSG:2100"), crs.get(code)).code
    assert "ballpark" not in crs.operation(crs.get("EPSG:2100"), crs.get(code)).code.lower()


def test_the_old_bessel_system_goes_by_its_own_operation_to_ggrs87() -> None:
    assert crs.operation(crs.get("EPSG:4120"), crs.get("EPSG:2100")).code == "Greek to GGRS87 (1)"


def test_a_pair_with_nothing_but_a_ballpark_operation_is_refused() -> None:
    with pytest.raises(crs.NoOperation):
        crs.operation(crs.get("EPSG:4001"), crs.get("EPSG:2100"))  # "unknown datum on the Airy ellipsoid"


@pytest.mark.parametrize(("source", "target"), [("EPSG:2100", "EPSG:12195"), ("EPSG:12195", "EPSG:2100")])
def test_the_datum_shift_is_never_left_out_in_silence(source, target) -> None:
    y = 4203000 if source == "EPSG:2100" else 2203000
    x2, y2 = crs.transform_xy(475000, y, source, target)
    y2 += 2_000_000 if target == "EPSG:12195" else -2_000_000
    assert math.hypot(x2 - 475000, y2 - y) == pytest.approx(324.6, abs=1)


@given(eastings, northings, st.sampled_from(["OGC:CRS84", "EPSG:3857", "EPSG:4121", "EPSG:12195", "EPSG:11093"]))
def test_there_and_back_moves_a_point_by_millimetres_at_most(e, n, code) -> None:
    x, y = crs.transform_xy(*crs.transform_xy(e, n, 2100, code), code, 2100)
    assert math.hypot(x - e, y - n) < 0.02  # EPSG:1272 over the open sea at the corners of the box


@given(st.lists(st.tuples(eastings, northings), min_size=1, max_size=20))
def test_an_array_and_its_points_one_by_one_give_the_same_doubles(points) -> None:
    geometries = np.array([shapely.Point(point) for point in points], dtype=object)
    together = crs.transform(geometries, 2100, "OGC:CRS84")
    assert [point.wkb for point in together] == [crs.transform(p, 2100, "OGC:CRS84").wkb for p in geometries]


def test_heights_are_carried_along_untouched_and_flat_geometries_stay_flat() -> None:
    mixed = np.array([shapely.Point(475000, 4203000, 123.456), shapely.Point(475000, 4203000), None], dtype=object)
    high, flat, missing = crs.transform(mixed, "EPSG:2100", "EPSG:12195")
    assert (high.has_z, high.z, flat.has_z, missing) == (True, 123.456, False, None)


def test_the_same_system_gives_the_same_geometry() -> None:
    line = shapely.LineString([(475000.1, 4203000.2), (475001.3, 4203000.4)])
    assert crs.transform(line, "EPSG:2100", 2100) is line


@pytest.mark.parametrize("point", [(math.inf, 0), (math.nan, 38), (24, math.inf)])
def test_what_is_not_finite_is_refused(point) -> None:
    with pytest.raises(crs.OutOfDomain):
        crs.transform(shapely.Point(point), "OGC:CRS84", "EPSG:2100")
