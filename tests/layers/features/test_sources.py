"""Every collection in use is a source, with its columns by audience."""

from datetime import timedelta

import pytest
from django.db import connection
from shapely import Point

from geo import sources
from geo.access import PUBLIC, STAFF
from geo.errors import NotFound
from layers.features import actions, validity
from layers.features.models import Collection, Feature


@pytest.fixture(autouse=True)
def _fresh() -> None:
    sources.forget_provided()


def rows(source: sources.Source, columns: str) -> list[tuple[object, ...]]:
    (condition,) = source.where.values()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {source.relation} t WHERE {condition} ORDER BY t.id", source.parameters)
        return cursor.fetchall()


def test_columns_follow_the_audience(benches: Collection) -> None:
    source = sources.get("benches")
    assert {attribute.name for attribute in source.attributes_for(PUBLIC)} == {
        "name",
        "seats",
        "material",
        "covered",
    }
    assert "note" in {attribute.name for attribute in source.attributes_for(STAFF)}


def test_values_are_typed_and_a_value_of_an_older_schema_breaks_nothing(benches: Collection) -> None:
    actions.create_feature(
        actor=None, collection=benches, geometry=Point(690000, 4344000),
        properties={"name": "Α", "seats": 3, "covered": True}, source="web",
    )  # fmt: skip
    Feature.objects.update(properties={"name": "Α", "seats": "three", "covered": True})
    source = sources.get("benches")
    by_name = {attribute.name: attribute.sql for attribute in source.attributes}
    assert rows(source, f"{by_name['name']}, {by_name['seats']}, {by_name['covered']}") == [("Α", None, True)]


def test_only_what_is_valid_today_is_drawn(benches: Collection) -> None:
    today = validity.today()
    for name, until in {"past": today - timedelta(days=1), "last day": today, "open": None}.items():
        actions.create_feature(
            actor=None, collection=benches, geometry=Point(690000, 4344000), properties={"name": name},
            source="web", valid_until=until,
        )  # fmt: skip
    source = sources.get("benches")
    assert rows(source, "t.properties ->> 'name'") == [("last day",), ("open",)]


def test_a_layer_for_staff_has_no_rows_for_the_public(benches: Collection) -> None:
    actions.change_collection(actor=None, collection=benches, access={"read": STAFF})
    sources.forget_provided()
    assert set(sources.get("benches").where) == {STAFF}


def test_style_and_schema_make_a_new_generation(benches: Collection) -> None:
    before = sources.get("benches").generation
    actions.change_collection(actor=None, collection=benches, style={"color": "#112233"})
    sources.forget_provided()
    assert sources.get("benches").generation != before


def test_a_retired_collection_is_no_source(benches: Collection) -> None:
    actions.retire_collection(actor=None, collection=benches)
    sources.forget_provided()
    with pytest.raises(NotFound):
        sources.get("benches")


def test_sources_of_all_collections_take_one_query(benches: Collection, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        sources.all_sources()
