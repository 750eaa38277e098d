"""The indexes are used: plans of what the map and the lists ask, at a size where it matters."""

import pytest
from django.db import connection
from shapely import Point

from geo import sources
from layers.features import actions
from layers.features.actions import Row
from layers.features.locate import _LOCATE_MANY, place_parameters
from layers.features.models import Collection, Feature, FeatureVersion


@pytest.fixture
def crowded(benches: Collection) -> Collection:
    rows = (
        Row(
            number=n,
            key=f"K{n}",
            geometry=Point(690000 + (n % 200) * 50, 4344000 + (n // 200) * 50),
            properties={"name": "Α"},
        )
        for n in range(20_000)
    )
    actions.load(actor=None, collection=benches, rows=rows, source="system")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE features_feature; ANALYZE features_version; ANALYZE features_collection")
    return benches


def plan(sql: str, parameters: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_a_tile_reads_the_index_of_place(crowded: Collection) -> None:
    source = sources.get("benches")
    (condition,) = source.where.values()
    asked = plan(
        f"SELECT {source.feature_id} FROM {source.relation} t WHERE {condition}"
        f" AND {source.geometry} && ST_TileEnvelope(15, 18768, 12492)",
        source.parameters,
    )
    assert "features_feature_place" in asked
    assert "Seq Scan" not in asked


def test_a_page_reads_an_index_in_order(crowded: Collection) -> None:
    first = Feature.objects.order_by("id").values_list("id", flat=True)[0]
    asked = Feature.objects.of(crowded).current().filter(id__gt=first + 5000).order_by("id")[:101].explain()
    assert "Index Scan" in asked
    assert "Sort" not in asked


def test_an_upsert_reads_the_index_of_keys(crowded: Collection) -> None:
    assert (
        "features_feature_key_unique" in Feature.objects.live().of(crowded).exclude(key="").filter(key="K77").explain()
    )


def test_history_of_an_area_reads_its_index(crowded: Collection) -> None:
    rows = FeatureVersion.objects.of(crowded).filter(geometry__bboverlaps=Point(690000, 4344000).buffer(100))
    assert "features_version_place" in rows.explain()


def test_places_are_found_by_nearest_neighbour_in_the_index(crowded: Collection) -> None:
    actions.change_collection(actor=None, collection=crowded, locates="settlement")
    asked = plan(_LOCATE_MANY, place_parameters() | {"x": [690000.0], "y": [4344000.0], "srid": 2100})
    assert "Order By: (tile_geometry <-> point.tile_geometry)" in asked
    assert "Seq Scan on features_feature " not in asked
