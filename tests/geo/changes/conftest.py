"""A table with tracked changes and a second connection to the same database."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from tests.geo.changes.tracked import OPERATION, Things


@pytest.fixture
def things(transactional_db: None) -> Iterator[Things]:
    things = Things(connection)
    things.run(
        "CREATE TABLE tracked_things (id bigserial PRIMARY KEY, layer text, note text,"
        " deleted_at timestamptz, shape geometry(Geometry, 3857))"
    )
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        OPERATION.database_forwards("changes", editor, state, state)
    yield things
    things.run("DROP TABLE tracked_things")
    things.run('DROP FUNCTION IF EXISTS "topos_changes_tracked_things"()')


@pytest.fixture
def elsewhere(things: Things) -> Iterator[Things]:
    """The same table over another connection, whose transactions the test opens and ends itself."""
    other = connection.copy()
    other.set_autocommit(False)
    yield Things(other)
    other.rollback()
    other.close()
