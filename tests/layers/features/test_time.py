"""The two times: valid in the world, and as recorded."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from shapely import Point

from geo.changes.models import Change
from layers.features import actions
from layers.features.models import Collection, Feature, FeatureVersion

HERE = Point(690338, 4344778)


def test_validity_includes_both_ends(benches: Collection) -> None:
    actions.create_feature(
        actor=None, collection=benches, geometry=HERE, properties={"name": "Α"}, source="web",
        valid_from=date(2026, 5, 1), valid_until=date(2026, 5, 12),
    )  # fmt: skip
    held = [day for day in range(1, 32) if Feature.objects.at(date(2026, 5, day)).exists()]
    assert held == list(range(1, 13))
    assert not Feature.objects.at(date(2026, 4, 30)).exists()


def test_as_of_answers_what_was_on_record_at_the_end_of_the_day_in_athens(benches: Collection) -> None:
    # 22:30 UTC in summer is 01:30 of the next day in Athens.
    with time_machine.travel(datetime(2026, 6, 1, 22, 30, tzinfo=UTC), tick=False):
        feature = actions.create_feature(
            actor=None, collection=benches, geometry=HERE, properties={"name": "Α"}, source="web"
        )
    with time_machine.travel(datetime(2026, 6, 5, 9, tzinfo=UTC), tick=False):
        actions.change_feature(actor=None, feature=feature, properties={"name": "Β"}, source="web")
    with time_machine.travel(datetime(2026, 6, 9, 9, tzinfo=UTC), tick=False):
        actions.delete_feature(actor=None, feature=feature, source="web")

    def names(day: int) -> list[str]:
        return [row.properties["name"] for row in FeatureVersion.objects.as_of(date(2026, 6, day))]

    assert names(1) == []
    assert names(2) == names(4) == ["Α"]
    assert names(5) == names(8) == ["Β"]
    assert names(9) == []


@pytest.mark.parametrize("most", [0, 500])
def test_the_calendar_tells_the_change_log_what_appears_and_vanishes(
    benches: Collection, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("layers.features.actions.calendar.MOST_BOXES", most)
    days = {
        "appears": (date(2026, 5, 12), None),
        "vanished": (None, date(2026, 5, 11)),
        "stays": (date(2026, 5, 1), date(2026, 5, 12)),
        "open": (None, None),
    }
    for number, (name, (begins, ends)) in enumerate(days.items()):
        actions.create_feature(
            actor=None, collection=benches, geometry=Point(690000 + number * 1000, 4344000), properties={"name": name},
            source="web", valid_from=begins, valid_until=ends,
        )  # fmt: skip
    Change.objects.all().delete()
    assert actions.announce_crossings(day=date(2026, 5, 12)) == 2
    logged = Change.objects.filter(kind=Change.Kind.LOG, source="benches")
    assert sum(change.count for change in logged) == 2
    assert len(logged) == (1 if most == 0 else 2)
    appears, vanished = (Feature.objects.get(properties__name=name).tile_geometry.x for name in ("appears", "vanished"))
    assert (min(c.west for c in logged), max(c.east for c in logged)) == (appears, vanished)
