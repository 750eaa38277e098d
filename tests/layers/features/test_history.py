"""Whatever is done to a feature, its history tells it."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point

from layers.features import actions
from layers.features.models import Collection, Feature, FeatureVersion

PLACES = st.tuples(st.integers(690_000, 690_003), st.integers(4_344_000, 4_344_003)).map(lambda xy: Point(*xy))
CHANGES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "geometry": PLACES,
            "properties": st.fixed_dictionaries({}, optional={"seats": st.none() | st.integers(1, 3)}),
        },
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PLACES, changes=CHANGES, deleted=st.booleans())
def test_versions_replay_the_life_of_a_feature(
    benches: Collection, first: Point, changes: list[dict[str, Any]], deleted: bool
) -> None:
    feature = actions.create_feature(
        actor=None, collection=benches, geometry=first, properties={"name": "Α"}, source="web"
    )
    lived: list[tuple[bytes, dict[str, Any]]] = [(first.wkb, {"name": "Α"})]
    for change in changes:
        place, properties = lived[-1]
        wanted = properties | change.get("properties", {})
        state = (
            change["geometry"].wkb if "geometry" in change else place,
            {name: value for name, value in wanted.items() if value is not None},
        )
        actions.change_feature(actor=None, feature=feature, source="web", **change)
        if state != lived[-1]:
            lived.append(state)
    if deleted:
        actions.delete_feature(actor=None, feature=feature, source="web")
        lived.append(lived[-1])
    versions = list(FeatureVersion.objects.filter(feature=feature).order_by("version"))
    assert [version.version for version in versions] == list(range(1, len(lived) + 1))
    assert [(version.geometry.wkb, version.properties) for version in versions] == lived
    stored = Feature.objects.get(pk=feature.pk)
    assert (stored.geometry.wkb, stored.properties, stored.version) == (*lived[-1], len(lived))
    assert (stored.deleted_at is not None) is deleted
