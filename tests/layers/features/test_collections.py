"""Collections: what they must be, versions of schemas, retirement."""

import pytest
from shapely import Point

from geo.errors import Conflict, Invalid
from layers.features import actions
from layers.features.models import Collection, Schema

TITLE = {"el": "Τ", "en": "T"}
OBJECT = {"type": "object", "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id": "Παγκάκια"}, "id"),
        ({"id": "1st"}, "id"),
        ({"title": {"el": "Τ"}}, "title"),
        ({"geometry_type": "circle"}, "geometry_type"),
        ({"schema": {"type": "string"}}, "schema"),
        ({"schema": {"type": "object", "properties": {"a": {"type": "nothing"}}}}, "schema"),
        (
            {"schema": {"type": "object", "properties": {"a'; DROP TABLE x; --": {"type": "string"}}}},
            "schema",
        ),
        ({"locates": "address"}, "locates"),
        ({"locates": "the moon"}, "locates"),
    ],
)
def test_a_wrong_part_is_named(db: None, wrong: dict[str, object], field: str) -> None:
    good = {"id": "things", "title": TITLE, "geometry_type": "point", "schema": OBJECT}
    with pytest.raises(Invalid) as refused:
        actions.create_collection(actor=None, **(good | wrong))  # type: ignore[arg-type]
    assert field in refused.value.fields
    assert not Collection.objects.filter(pk="things").exists()


def test_an_id_is_taken_once(benches: Collection) -> None:
    with pytest.raises(Conflict):
        actions.create_collection(actor=None, id="benches", title=TITLE, geometry_type="point", schema=OBJECT)


def test_a_new_schema_is_a_new_version_and_the_same_one_is_none(benches: Collection) -> None:
    assert actions.change_schema(actor=None, collection=benches, document=dict(benches.document)).schema.version == 1
    changed = actions.change_schema(actor=None, collection=benches, document=OBJECT)
    assert changed.schema.version == 2
    assert Schema.objects.filter(collection=benches).count() == 2


def test_a_collection_with_features_is_not_retired(benches: Collection) -> None:
    feature = actions.create_feature(
        actor=None,
        collection=benches,
        geometry=Point(690000, 4344000),
        properties={"name": "Α"},
        source="web",
    )
    with pytest.raises(Conflict):
        actions.retire_collection(actor=None, collection=benches)
    actions.delete_feature(actor=None, feature=feature, source="web")
    actions.retire_collection(actor=None, collection=benches)
    assert not Collection.objects.live().filter(pk="benches").exists()
