"""What a tracked table writes into the change log."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.state import ProjectState

from geo.changes import TrackChanges
from geo.changes.models import Change
from tests.geo.changes.tracked import OPERATION, Things


def logged() -> list[tuple[str, str, int, float, float, float, float]]:
    return list(Change.objects.order_by("id").values_list("source", "kind", "count", "west", "south", "east", "north"))


def test_a_statement_logs_one_box_for_each_source(things: Things) -> None:
    things.run(
        "INSERT INTO tracked_things (layer, shape) SELECT CASE WHEN i %% 2 = 0 THEN 'even' ELSE 'odd' END,"
        " ST_SetSRID(ST_MakePoint(i, -i), 3857) FROM generate_series(1, 1000) AS i"
    )
    assert sorted(logged()) == [
        ("even", "insert", 500, 2, -1000, 1000, -2),
        ("odd", "insert", 500, 1, -999, 999, -1),
    ]


def test_an_update_logs_where_it_was_and_where_it_is(things: Things) -> None:
    things.add("bins", (10, 10))
    things.run("UPDATE tracked_things SET shape = ST_SetSRID(ST_MakePoint(30, 5), 3857)")
    assert logged()[1:] == [("bins", "update", 1, 10, 5, 30, 10)]


def test_a_row_that_moves_to_another_layer_is_logged_for_both(things: Things) -> None:
    things.add("bins", (10, 10))
    things.run("UPDATE tracked_things SET layer = 'lamps'")
    assert sorted(logged()[1:]) == [
        ("bins", "update", 1, 10, 10, 10, 10),
        ("lamps", "update", 1, 10, 10, 10, 10),
    ]


def test_a_soft_delete_logs_the_box_that_it_left(things: Things) -> None:
    things.add("bins", (1, 2), (3, 4))
    things.run("UPDATE tracked_things SET deleted_at = now() WHERE ST_X(shape) = 1")
    assert logged()[1:] == [("bins", "update", 1, 1, 2, 1, 2)]
    things.run("UPDATE tracked_things SET note = 'x' WHERE deleted_at IS NOT NULL")
    assert len(logged()) == 2, "what is not on the map logs nothing"


def test_a_delete_logs_its_box(things: Things) -> None:
    things.add("bins", (1, 2))
    things.run("DELETE FROM tracked_things")
    assert logged()[1:] == [("bins", "delete", 1, 1, 2, 1, 2)]


def test_rows_without_geometry_log_nothing(things: Things) -> None:
    things.run("INSERT INTO tracked_things (layer) VALUES ('bins')")
    things.run("INSERT INTO tracked_things (layer, shape) VALUES ('bins', 'SRID=3857;POINT EMPTY')")
    things.run("UPDATE tracked_things SET note = 'x' WHERE false")
    assert logged() == []


def test_what_is_rolled_back_logs_nothing(things: Things) -> None:
    with transaction.atomic():
        things.add("bins", (1, 2))
        transaction.set_rollback(True)
    assert logged() == []


def test_listeners_are_told_once_when_it_is_committed(things: Things) -> None:
    database = connection.copy()
    database.ensure_connection()
    listener = database.connection
    listener.execute("LISTEN topos_changes")
    with transaction.atomic():
        things.add("bins", (1, 2))
        things.add("bins", (3, 4))
        assert list(listener.notifies(timeout=0.2)) == []
    assert [note.payload for note in listener.notifies(timeout=2, stop_after=1)] == [""]
    assert list(listener.notifies(timeout=0.2)) == []
    database.close()


def test_of_writers_at_the_same_time_one_notifies(things: Things, elsewhere: Things) -> None:
    """Each would hold up the commits of all others; listeners look again by themselves."""
    database = connection.copy()
    database.ensure_connection()
    listener = database.connection
    listener.execute("LISTEN topos_changes")
    elsewhere.add("slow", (1, 2))
    things.add("fast", (1, 2))
    assert list(listener.notifies(timeout=0.2)) == []
    elsewhere.database.commit()
    assert len(list(listener.notifies(timeout=2, stop_after=1))) == 1
    things.add("later", (1, 2))
    assert len(list(listener.notifies(timeout=2, stop_after=1))) == 1
    database.close()


def test_the_operation_can_be_undone(things: Things) -> None:
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        OPERATION.database_backwards("changes", editor, state, state)
    things.add("bins", (1, 2))
    assert logged() == []


def test_the_operation_can_be_written_into_a_migration() -> None:
    name, arguments, named = OPERATION.deconstruct()
    again = TrackChanges(*arguments, **named)
    assert name == "TrackChanges"
    assert again.statements("tracked_things") == OPERATION.statements("tracked_things")


def test_it_needs_a_model_or_a_table() -> None:
    with pytest.raises(ValueError, match="either"):
        TrackChanges(source="'x'")
