"""Create, change, delete: rules, history, events, versions."""

from collections import defaultdict
from datetime import date
from uuid import uuid4

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon

from geo import crs
from geo.errors import Conflict, Invalid, NotFound, PreconditionFailed
from geo.events import receiver
from layers.features import actions
from layers.features.events import FeatureWritten
from layers.features.models import Changeset, Collection, Feature, FeatureVersion

HERE = Point(690338.0310000001, 4344778.123)


def bench(collection: Collection, **given_: object) -> Feature:
    values = {"geometry": HERE, "properties": {"name": "Α"}, "source": "web"} | given_
    return actions.create_feature(actor=None, collection=collection, **values)  # type: ignore[arg-type]


def test_creating_writes_the_feature_its_history_and_a_published_changeset(benches: Collection) -> None:
    feature = bench(benches, reason="new square", key="B1")
    version = FeatureVersion.objects.get(feature=feature)
    assert (version.version, version.operation, version.reason, version.source) == (
        1,
        "create",
        "new square",
        "web",
    )
    assert version.changeset.state == Changeset.State.PUBLISHED
    assert version.geometry.wkb == HERE.wkb
    stored = Feature.objects.get()
    assert stored.geometry.wkb == HERE.wkb
    assert stored.tile_geometry.srid == 3857
    assert stored.tile_geometry.x == pytest.approx(2917350, abs=10)


def test_heights_are_kept(benches: Collection) -> None:
    feature = bench(benches, geometry=Point(690000, 4344000, 12.5))
    assert Feature.objects.get(pk=feature.pk).geometry.z == 12.5
    assert not Feature.objects.get(pk=feature.pk).tile_geometry.hasz


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        (LineString([(690000, 4344000), (690010, 4344000)]), "another type"),
        (Point(), "empty"),
        (Point(float("nan"), 4344000), "not finite"),
        (Point(4344000, 690000), "easting and northing swapped"),
        (Point(26.2, 39.2), "degrees"),
    ],
)
def test_a_geometry_that_cannot_stand_here_is_refused_by_field(benches: Collection, geometry: Point, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        bench(benches, geometry=geometry)
    assert list(refused.value.fields) == ["geometry"]
    assert not Feature.objects.exists()


def test_a_bow_tie_is_refused_with_the_place_of_its_knot(plots: Collection) -> None:
    tie = Polygon([(690000, 4344000), (690010, 4344010), (690010, 4344000), (690000, 4344010)])
    with pytest.raises(Invalid) as refused:
        actions.create_feature(actor=None, collection=plots, geometry=tie, properties={}, source="web")
    assert "690005 4344005" in str(refused.value.fields["geometry"][0])


def test_every_wrong_property_is_named(benches: Collection) -> None:
    with pytest.raises(Invalid) as refused:
        bench(benches, properties={"seats": 0, "material": "glass", "colour": "red"})
    assert set(refused.value.fields) == {
        "properties.name", "properties.seats", "properties.material", "properties.colour",
    }  # fmt: skip


def test_null_means_absent(benches: Collection) -> None:
    assert bench(benches, properties={"name": "Α", "seats": None}).properties == {"name": "Α"}


def test_the_same_uid_again_makes_no_twin(benches: Collection, plots: Collection) -> None:
    uid = uuid4()
    first = bench(benches, uid=uid)
    assert bench(benches, uid=uid).pk == first.pk
    assert Feature.objects.count() == 1
    with pytest.raises(Conflict):
        actions.create_feature(
            actor=None, collection=plots, geometry=HERE.buffer(5), properties={}, source="web", uid=uid
        )


def test_a_key_is_unique_among_live_features(benches: Collection) -> None:
    first = bench(benches, key="B1")
    with pytest.raises(Conflict):
        bench(benches, key="B1")
    actions.delete_feature(actor=None, feature=first, source="web")
    assert bench(benches, key="B1").pk != first.pk


def test_a_change_merges_properties_and_leaves_the_geometry_bit_for_bit(benches: Collection) -> None:
    feature = bench(benches, properties={"name": "Α", "seats": 3, "covered": True})
    changed = actions.change_feature(
        actor=None, feature=feature, properties={"seats": 4, "covered": None}, source="web"
    )
    assert changed.properties == {"name": "Α", "seats": 4}
    assert changed.version == 2
    assert Feature.objects.get().geometry.wkb == HERE.wkb
    assert list(FeatureVersion.objects.values_list("version", "operation")) == [(1, "create"), (2, "change")]


def test_a_change_that_changes_nothing_makes_no_version(benches: Collection) -> None:
    feature = bench(benches)
    same = actions.change_feature(actor=None, feature=feature, geometry=HERE, properties={"name": "Α"}, source="web")
    assert same.version == 1
    assert FeatureVersion.objects.count() == 1
    assert Changeset.objects.count() == 1


def test_a_stale_editor_is_told_the_newer_version(benches: Collection) -> None:
    feature = bench(benches)
    actions.change_feature(actor=None, feature=feature, properties={"seats": 2}, expected_version=1, source="web")
    with pytest.raises(PreconditionFailed) as refused:
        actions.change_feature(actor=None, feature=feature, properties={"seats": 9}, expected_version=1, source="web")
    assert refused.value.extra["version"] == 2
    assert Feature.objects.get().properties["seats"] == 2


def test_deletion_keeps_the_history_and_ends_the_feature(benches: Collection) -> None:
    feature = bench(benches)
    actions.delete_feature(actor=None, feature=feature, source="web", reason="broken")
    assert not Feature.objects.live().exists()
    assert FeatureVersion.objects.get(version=2).operation == "delete"
    with pytest.raises(NotFound):
        actions.change_feature(actor=None, feature=feature, properties={"seats": 1}, source="web")


def test_days_must_be_in_order(benches: Collection) -> None:
    with pytest.raises(Invalid) as refused:
        bench(benches, valid_from=date(2026, 5, 2), valid_until=date(2026, 5, 1))
    assert list(refused.value.fields) == ["valid_until"]


def test_a_receiver_that_fails_takes_the_write_with_it(benches: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[FeatureWritten] = []
    monkeypatch.setattr("geo.events._receivers", defaultdict(list))

    @receiver(FeatureWritten)
    def listen(event: FeatureWritten) -> None:
        heard.append(event)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        bench(benches)
    assert heard[0].operation == "create"
    assert not Feature.objects.exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    corners=st.lists(
        st.tuples(st.floats(690000, 690999), st.floats(4344000, 4344999)),
        min_size=4,
        max_size=12,
        unique=True,
    ),
    moved=st.integers(0, 11),
    shift=st.floats(0.05, 5),
)
def test_one_moved_vertex_leaves_the_others_bit_exact_through_degrees(
    plots: Collection, corners: list[tuple[float, float]], moved: int, shift: float
) -> None:
    """The trip 2100 → degrees → 2100 drifts by millimetres; only the vertex that was moved may change."""
    hull = MultiPoint(corners).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 100:
        return
    feature = actions.create_feature(actor=None, collection=plots, geometry=hull, properties={}, source="web")
    from_client = crs.transform(hull, crs.STORAGE, crs.CRS84)
    ring = list(from_client.exterior.coords)[:-1]
    index = moved % len(ring)
    x, y = hull.exterior.coords[index]
    centre = hull.centroid
    away = Point(x + (x - centre.x) / hull.length * shift, y + (y - centre.y) / hull.length * shift)
    ring[index] = crs.transform(away, crs.STORAGE, crs.CRS84).coords[0]
    edited = Polygon(ring)
    if not edited.is_valid:
        return
    changed = actions.change_feature(actor=None, feature=feature, geometry=edited, crs=crs.CRS84, source="web")
    before, after = shapely.get_coordinates(hull), shapely.get_coordinates(changed.geometry)
    same = [tuple(a) == tuple(b) for a, b in zip(before[:-1], after[:-1], strict=True)]
    assert same == [i != index for i in range(len(same))]
