"""Bulk loads: modes, refusals, history, one box in the change log."""

import pytest
import shapely
from django.db import connection
from shapely import Point, Polygon

from geo import crs
from geo.changes.models import Change
from layers.features import actions
from layers.features.actions import Row
from layers.features.models import AreaPiece, Collection, Feature, FeatureVersion


def row(number: int, **given: object) -> Row:
    values = {"geometry": Point(690000 + number, 4344000), "properties": {"name": f"Π{number}"}} | given
    return Row(number=number, **values)  # type: ignore[arg-type]


def load(collection: Collection, rows: list[Row], **given: object) -> actions.LoadReport:
    return actions.load(actor=None, collection=collection, rows=iter(rows), source="import", **given)  # type: ignore[arg-type]


def test_append_writes_features_history_and_one_box(benches: Collection) -> None:
    report = load(benches, [row(n) for n in range(1, 5001)])
    assert (report.inserted, report.applied, report.refused) == (5000, True, [])
    assert Feature.objects.count() == FeatureVersion.objects.count() == 5000
    assert set(FeatureVersion.objects.values_list("changeset_id", "operation")) == {(report.changeset_id, "create")}
    assert list(Change.objects.filter(source="benches").values_list("count", flat=True)) == [5000]


def test_each_bad_row_is_named_with_its_reasons_and_nothing_is_written(benches: Collection) -> None:
    rows = [
        row(1),
        row(2, properties={"seats": 0}),
        row(3, geometry=None),
        row(4, geometry=Point(26.2, 39.2)),
        row(5, geometry=Point(float("inf"), 1)),
        row(6, key="K"),
        row(7, key="K"),
    ]
    report = load(benches, rows)
    assert {refusal.number: set(refusal.problems) for refusal in report.refused} == {
        2: {"properties.name", "properties.seats"},
        3: {"geometry"},
        4: {"geometry"},
        5: {"geometry"},
        7: {"key"},
    }
    assert not report.applied
    assert not Feature.objects.exists()
    assert not FeatureVersion.objects.exists()


def test_the_good_rows_go_in_when_asked(benches: Collection) -> None:
    report = load(benches, [row(1), row(2, properties={})], all_or_nothing=False)
    assert (report.inserted, report.refused_total, report.applied) == (1, 1, True)
    assert Feature.objects.get().properties == {"name": "Π1"}


def test_a_dry_run_tells_and_writes_nothing(benches: Collection) -> None:
    report = load(benches, [row(1), row(2)], dry_run=True)
    assert (report.inserted, report.applied) == (2, False)
    assert not Feature.objects.exists()


def test_append_refuses_a_key_that_is_there(benches: Collection) -> None:
    load(benches, [row(1, key="A")])
    report = load(benches, [row(2, key="A"), row(3, key="B")], all_or_nothing=False)
    assert report.inserted == 1
    assert [refusal.number for refusal in report.refused] == [2]


def test_upsert_changes_what_differs_in_the_named_fields_only(benches: Collection) -> None:
    load(benches, [row(1, key="A", properties={"name": "Α", "seats": 2}), row(2, key="B")])
    before = dict(Feature.objects.values_list("key", "id"))
    report = load(
        benches,
        [
            row(1, key="A", properties={"name": "Άλλο"}),
            row(2, key="B"),
            row(3, key="C"),
            row(4),
        ],
        mode="upsert",
        all_or_nothing=False,
    )
    assert (report.inserted, report.changed, report.unchanged, report.deleted) == (1, 1, 1, 0)
    assert [refusal.number for refusal in report.refused] == [4]
    changed = Feature.objects.get(key="A")
    assert (changed.pk, changed.version) == (before["A"], 2)
    assert changed.properties == {"name": "Άλλο", "seats": 2}
    assert Feature.objects.get(key="B").version == 1


def test_upsert_removes_what_a_row_names_and_leaves_empty(benches: Collection) -> None:
    load(benches, [row(1, key="A", properties={"name": "Α", "seats": 2})])
    load(benches, [row(1, key="A", properties={"name": "Α", "seats": None})], mode="upsert")
    assert Feature.objects.get().properties == {"name": "Α"}


def test_replace_keeps_identity_by_key_and_ends_the_rest(benches: Collection) -> None:
    load(
        benches,
        [row(1, properties={"name": "Α"}), row(2, properties={"name": "Β"}), row(3)],
        key_field="name",
    )
    kept = Feature.objects.get(key="Α").pk
    report = load(benches, [row(1, properties={"name": "Α", "seats": 1}), row(9)], key_field="name", mode="replace")
    assert (report.inserted, report.changed, report.deleted) == (1, 1, 2)
    assert set(Feature.objects.live().values_list("key", flat=True)) == {"Α", "Π9"}
    assert Feature.objects.get(key="Α").pk == kept
    assert FeatureVersion.objects.filter(operation="delete").count() == 2


def test_a_file_in_degrees_that_comes_back_unchanged_changes_nothing(plots: Collection) -> None:
    square = Polygon([(690000.1234567, 4344000.7654321), (690100.3, 4344000.1), (690100.7, 4344099.9)])
    load(plots, [row(1, key="A", geometry=square, properties={"name": "Α"})])
    exported = crs.transform(square, crs.STORAGE, crs.CRS84)
    again = [row(1, key="A", geometry=exported, properties={"name": "Α"})]
    report = load(plots, again, mode="upsert", crs=crs.CRS84)
    assert (report.changed, report.unchanged) == (0, 1)
    assert Feature.objects.get().geometry.wkb == square.wkb


def test_one_row_outside_its_reference_system_spoils_only_itself(benches: Collection) -> None:
    rows = [row(1, geometry=Point(26.2, 39.2)), row(2, geometry=Point(float("nan"), 39.2))]
    report = load(benches, rows, crs=crs.CRS84, all_or_nothing=False)
    assert report.inserted == 1
    assert [refusal.number for refusal in report.refused] == [2]


def test_areas_that_locate_are_cut_into_pieces_and_follow_every_write(db: None) -> None:
    boundary = Collection.objects.get(pk="boundary")
    coast = Point(690000, 4344000).buffer(5000, quad_segs=500)
    load(boundary, [row(1, key="A", geometry=coast, properties={"name": "Δήμος"})])
    pieces = list(AreaPiece.objects.values_list("geometry", flat=True))
    assert len(pieces) > 10
    assert max(shapely.get_num_coordinates(piece) for piece in pieces) <= 129
    assert shapely.union_all(pieces).area == pytest.approx(coast.area, rel=1e-9)
    feature = Feature.objects.get()
    small = Point(690000, 4344000).buffer(100)
    actions.change_feature(actor=None, feature=feature, geometry=small, source="web")
    assert AreaPiece.objects.get().geometry.area == pytest.approx(small.area)
    actions.delete_feature(actor=None, feature=feature, source="web")
    assert not AreaPiece.objects.exists()


def test_memory_holds_one_batch_and_statements_do_not_grow_with_rows(
    benches: Collection, django_assert_max_num_queries: object
) -> None:
    def rows() -> object:
        for number in range(1, 2001):
            yield row(number)

    with django_assert_max_num_queries(25):  # type: ignore[operator]
        actions.load(actor=None, collection=benches, rows=rows(), source="import")  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('features_staging')")
        assert cursor.fetchone() == (None,)
