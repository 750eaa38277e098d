"""The demonstration municipality on the ground."""

from random import Random

import pytest
from django.db import connection

from geo.demo import Amounts
from layers.features.locate import locate, locate_many, nearest_outside
from layers.features.models import Feature, FeatureVersion
from layers.presets import demo
from layers.presets.demo.files import GROUND, read_features


@pytest.fixture
def west_lesvos(db: None) -> None:
    for seed in (demo.seed_ground, demo.seed_places, demo.seed_bins):
        seed(Amounts(), Random(42))


def test_a_point_in_kalloni_says_kalloni(west_lesvos: None) -> None:
    place = locate(26.207, 39.234)
    assert (place.inside, place.settlement, place.municipal_unit) == (True, "Καλλονή", "Καλλονή")
    assert place.address is not None


def test_every_settlement_is_inside_and_in_its_own_unit(west_lesvos: None) -> None:
    settlements = read_features("settlements")
    places = locate_many([tuple(row["geometry"]["coordinates"]) for row in settlements])
    assert len(settlements) == 96
    for row, place in zip(settlements, places, strict=True):
        named = (place.inside, place.settlement, place.municipal_unit)
        assert named == (True, row["properties"]["name"], row["properties"]["municipal_unit"])


def test_the_neighbour_answers_for_mytilene(west_lesvos: None) -> None:
    assert not locate(26.55, 39.10).inside
    outside = nearest_outside(26.55, 39.10)
    assert outside.neighbour == "Δήμος Μυτιλήνης"
    assert outside.distance_m is not None
    assert 15_000 < outside.distance_m < 25_000


def test_all_of_it_is_plainly_a_demonstration(west_lesvos: None) -> None:
    assert set(Feature.objects.values_list("properties__source", flat=True)) == {"demonstration"}
    assert Feature.objects.of("bins").count() == 400
    assert Feature.objects.of("addresses").count() > 1000
    assert sum(file.stat().st_size for file in GROUND.iterdir()) < 150_000


def test_everything_made_stands_on_land(west_lesvos: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.collection_id, f.id FROM features_feature f"
            " WHERE f.collection_id IN ('bins', 'addresses')"
            " AND NOT EXISTS (SELECT FROM features_areapiece p"
            " WHERE p.collection_id = 'boundary' AND ST_DWithin(p.geometry, f.geometry, 10))"
        )
        assert cursor.fetchall() == []


def test_seeding_again_changes_nothing(west_lesvos: None) -> None:
    before = FeatureVersion.objects.count()
    assert [seed(Amounts(), Random(1)) for seed in (demo.seed_ground, demo.seed_places, demo.seed_bins)] == [
        "",
        "",
        "",
    ]
    assert FeatureVersion.objects.count() == before


def test_amounts_add_to_what_is_there_and_repeat_with_their_seed(west_lesvos: None) -> None:
    demo.seed_more_bins(Amounts(bins=50), Random(7))
    assert Feature.objects.of("bins").count() == 450
    demo.seed_features(Amounts(features=300), Random(7))
    synthetic = Feature.objects.of("points_of_interest").filter(properties__source="synthetic")
    first = list(synthetic.order_by("properties__name").values_list("properties", "geometry"))
    Feature.objects.filter(pk__in=synthetic.values("pk")).update(properties={"name": "x", "kind": "other"})
    demo.seed_features(Amounts(features=300), Random(7))
    again = list(synthetic.order_by("properties__name").values_list("properties", "geometry"))
    assert again == first
