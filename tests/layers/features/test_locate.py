"""Points get their settlement, unit and address in one statement."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from shapely import LineString, Point, box

from geo import crs
from layers.features import actions
from layers.features.actions import Row
from layers.features.locate import locate, locate_many, nearest_outside
from layers.features.models import Collection

EAST, NORTH = 690000.0, 4344000.0


def at(dx: float, dy: float) -> tuple[float, float]:
    """Longitude and latitude of a place given in metres from the middle of the little municipality."""
    lon, lat = crs.transform_xy(EAST + dx, NORTH + dy, crs.STORAGE, crs.CRS84)
    return float(lon), float(lat)


def put(collection: str, *rows: tuple[object, dict[str, object]]) -> None:
    actions.load(
        actor=None,
        collection=Collection.objects.get(pk=collection),
        rows=(Row(number=n, geometry=geometry, properties=properties) for n, (geometry, properties) in enumerate(rows)),  # type: ignore[arg-type]
        source="system",
    )


@pytest.fixture
def municipality(db: None) -> None:
    """20 km × 10 km, two units side by side, a village in each; a neighbour in the east."""
    west, east = (
        box(EAST - 10000, NORTH - 5000, EAST, NORTH + 5000),
        box(EAST, NORTH - 5000, EAST + 10000, NORTH + 5000),
    )
    put("boundary", (west.union(east), {"name": "Δήμος"}))
    put(
        "neighbours",
        (box(EAST + 10000, NORTH - 5000, EAST + 20000, NORTH + 5000), {"name": "Όμορος", "phone": "22510"}),
    )
    put("municipal_units", (west, {"name": "Δυτική"}), (east, {"name": "Ανατολική"}))
    put(
        "settlements",
        (Point(EAST - 4000, NORTH), {"name": "Δυτικό"}),
        (Point(EAST + 500, NORTH), {"name": "Ανατολικό"}),
        (box(EAST - 9000, NORTH - 4000, EAST - 8000, NORTH - 3000), {"name": "Με όριο"}),
    )
    put("roads", (LineString([(EAST - 4000, NORTH - 500), (EAST - 4000, NORTH - 60)]), {"name": "Μακρά"}))
    put("addresses", (Point(EAST - 4000, NORTH + 20), {"street": "Μεγάλη", "number": "3"}))


def test_a_point_in_the_village(municipality: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        place = locate(*at(-4000, 0))
    assert len(queries) == 1
    assert (place.inside, place.municipal_unit, place.settlement) == (True, "Δυτική", "Δυτικό")
    assert (place.address, round(place.distance_m or -1)) == ("Μεγάλη 3", 20)
    assert place.point.distance(Point(EAST - 4000, NORTH)) < 0.01


def test_a_nearer_village_of_another_unit_does_not_count(municipality: None) -> None:
    assert locate(*at(-100, 0)).settlement == "Δυτικό"
    assert locate(*at(100, 0)).settlement == "Ανατολικό"


def test_an_area_holds_its_point_before_any_distance(municipality: None) -> None:
    assert locate(*at(-8500, -3500)).settlement == "Με όριο"


def test_beyond_six_kilometres_there_is_no_settlement(municipality: None) -> None:
    place = locate(*at(6900, 0))
    assert (place.inside, place.settlement, place.address) == (True, None, None)


def test_without_an_address_the_road_names_the_place(municipality: None) -> None:
    place = locate(*at(-4050, -300))
    assert (place.address, round(place.distance_m or -1)) == ("Μακρά", 50)
    assert locate(*at(-4000, -650)).address is None


def test_outside_it_says_how_far_and_where_to_turn(municipality: None) -> None:
    assert not locate(*at(11000, 0)).inside
    outside = nearest_outside(*at(11000, 0))
    assert (outside.neighbour, outside.phone) == ("Όμορος", "22510")
    assert outside.distance_m == pytest.approx(1000, abs=0.1)
    assert nearest_outside(*at(0, 8000)).neighbour is None


def test_many_points_are_one_statement_in_their_order(municipality: None) -> None:
    points = [at(-4000, 0), at(11000, 0), at(-8500, -3500), at(400, 10)]
    with CaptureQueriesContext(connection) as queries:
        places = locate_many(points)
    assert len(queries) == 1
    assert [place.settlement for place in places] == ["Δυτικό", None, "Με όριο", "Ανατολικό"]
    assert [place.inside for place in places] == [True, False, True, True]
    assert places == [locate(*point) for point in points]
    assert locate_many([]) == []


def test_without_a_boundary_everywhere_is_inside(db: None) -> None:
    assert locate(26.2, 39.2).inside


def test_a_deleted_unit_no_longer_names_a_place(municipality: None) -> None:
    unit = Collection.objects.get(pk="municipal_units").features.get(properties__name="Δυτική")
    actions.delete_feature(actor=None, feature=unit, source="web")
    assert locate(*at(-4000, 0)).municipal_unit is None


@pytest.mark.parametrize("point", [(float("nan"), 39.2), (26.2, float("inf"))])
def test_coordinates_that_are_no_numbers_are_refused(db: None, point: tuple[float, float]) -> None:
    with pytest.raises(crs.OutOfDomain):
        locate(*point)
