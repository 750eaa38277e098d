"""A table whose changes are logged, and verbs on it."""

from typing import Any

from geo.changes import TrackChanges

OPERATION = TrackChanges(table="tracked_things", source="t.layer", geometry="t.shape", when="t.deleted_at IS NULL")


class Things:
    """Verbs on the tracked table over one connection."""

    def __init__(self, database: Any) -> None:
        self.database = database

    def run(self, sql: str, *values: Any) -> None:
        with self.database.cursor() as cursor:
            cursor.execute(sql, values)

    def add(self, layer: str, *points: tuple[float, float]) -> None:
        """Insert all points in one statement."""
        rows = ", ".join(["(%s, ST_SetSRID(ST_MakePoint(%s, %s), 3857))"] * len(points))
        values = [value for x, y in points for value in (layer, x, y)]
        self.run(f"INSERT INTO tracked_things (layer, shape) VALUES {rows}", *values)
