"""Readers get every committed change once, in whatever order transactions end."""

import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from geo.changes.actions import forget, log
from geo.changes.models import Change as Row
from geo.changes.models import Cursor
from geo.changes.reader import EVERYTHING, SINCE, Change, read, since
from tests.geo.changes.tracked import Things


def names(changes: list[Change]) -> list[str]:
    return [change.source for change in changes]


def test_a_new_reader_begins_now(things: Things) -> None:
    things.add("before", (0, 0))
    changes, snapshot = since("")
    assert changes == []
    things.add("after", (1, 2))
    changes, snapshot = since(snapshot)
    assert [(change.source, change.bounds, change.count) for change in changes] == [("after", (1, 2, 1, 2), 1)]
    assert since(snapshot)[0] == []


def test_an_early_transaction_that_commits_late_is_not_lost(things: Things, elsewhere: Things) -> None:
    _, snapshot = since("")
    elsewhere.add("slow", (0, 0))  # takes its keys first
    things.add("fast", (0, 0))
    changes, snapshot = since(snapshot)
    assert names(changes) == ["fast"]
    elsewhere.database.commit()
    changes, snapshot = since(snapshot)
    assert names(changes) == ["slow"]
    assert since(snapshot)[0] == []


def test_a_lasting_consumer_misses_nothing_either(things: Things, elsewhere: Things) -> None:
    assert read("tiles") == [EVERYTHING], "nobody knows what a new consumer has from before"
    elsewhere.add("slow", (0, 0))
    things.add("fast", (0, 0))
    assert names(read("tiles")) == ["fast"]
    elsewhere.database.commit()
    assert names(read("tiles")) == ["slow"]
    assert read("tiles") == []


def test_work_that_is_rolled_back_gets_its_changes_again(things: Things) -> None:
    read("tiles")
    things.add("bins", (0, 0))
    with transaction.atomic():
        assert names(read("tiles")) == ["bins"]
        transaction.set_rollback(True)
    assert names(read("tiles")) == ["bins"]


def test_consumers_do_not_share_their_place(things: Things) -> None:
    read("tiles"), read("mail")
    things.add("bins", (0, 0))
    assert names(read("tiles")) == ["bins"]
    assert names(read("mail")) == ["bins"]


def test_a_box_can_be_logged_by_hand(things: Things) -> None:
    _, snapshot = since("")
    log(source="works", bounds=(0, 1, 2, 3))
    (change,), _ = since(snapshot)
    assert (change.source, change.kind, change.bounds) == ("works", "log", (0, 1, 2, 3))


@pytest.mark.django_db
@pytest.mark.parametrize("bounds", [(3, 0, 1, 1), (0, 0, float("inf"), 1), (float("nan"), 0, 1, 1)])
def test_nonsense_is_not_logged(bounds: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="bounds"):
        log(source="works", bounds=bounds)


def test_a_change_knows_what_it_concerns() -> None:
    change = Change(id=1, at=None, source="bins", kind="insert", count=1, west=0, south=0, east=10, north=10)
    assert change.concerns({"bins"}, (5, 5, 20, 20))
    assert change.concerns({"bins"}, (10, 10, 20, 20)), "boxes that touch"
    assert not change.concerns({"bins"}, (11, 0, 20, 20))
    assert not change.concerns({"lamps"}, (5, 5, 20, 20))
    assert EVERYTHING.concerns({"lamps"}, (5, 5, 20, 20))


def settle() -> None:
    """Wait for transactions elsewhere in the cluster that are older than what was logged."""
    with connection.cursor() as cursor:
        for _ in range(600):
            cursor.execute(
                "SELECT coalesce(bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())), true) FROM changes_change"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.1)


LONG_AGO = Now() - timedelta(days=8)


def test_old_changes_go_and_who_missed_them_is_told(things: Things) -> None:
    _, away = since("")
    read("tiles")
    things.add("bins", (0, 0))
    settle()
    Row.objects.update(at=LONG_AGO)
    assert forget() == 0, "the consumer has not read it yet"
    read("tiles")
    _, present = since(away)
    assert forget() == 1
    assert since(away)[0] == [EVERYTHING]
    assert since(present)[0] == []
    assert read("tiles") == []


def test_a_consumer_that_never_comes_back_holds_nothing(things: Things) -> None:
    read("gone")
    things.add("bins", (0, 0))
    settle()
    Row.objects.update(at=LONG_AGO)
    Cursor.objects.update(read_at=LONG_AGO)
    assert forget() == 1
    assert read("gone") == [EVERYTHING]


def test_new_changes_stay(things: Things) -> None:
    things.add("bins", (0, 0))
    assert forget() == 0


def test_a_snapshot_of_another_cluster_begins_again(things: Things) -> None:
    """After a backup is restored, transactions are counted anew."""
    far = 10**15
    assert since(f"{far}:{far}:")[0] == [EVERYTHING]


def test_reading_is_by_index_however_long_the_log_is(things: Things) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO changes_change (xid, source, kind, count, west, south, east, north)"
            " SELECT (i % 100 + 1)::text::xid8, 's', 'log', 1, 0, 0, 1, 1"
            " FROM generate_series(1, 20000) AS i"
        )
        cursor.execute("ANALYZE changes_change")
        _, snapshot = since("")
        cursor.execute("EXPLAIN " + SINCE, {"snapshot": snapshot})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "changes_change_xid" in plan
    assert "Seq Scan on changes_change" not in plan
