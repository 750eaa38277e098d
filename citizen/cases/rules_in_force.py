"""The routing rules in force, in one statement: read for every case, so written as SQL and not composed anew."""

import json
from pathlib import Path
from typing import Final

import shapely
from django.conf import settings
from django.db import connection
from shapely import Point

from citizen.cases.routing import Rule

_RULES: Final = (Path(__file__).parent / "sql" / "rules.sql").read_text()


def rules_in_force(location: Point | None) -> tuple[list[Rule], frozenset[int]]:
    """The rules in their order, and the keys of those with an area that covers the point (storage CRS)."""
    point = None
    if location is not None:
        point = shapely.to_wkb(shapely.set_srid(location, settings.STORAGE_SRID), include_srid=True)
    rules, covering = [], set()
    with connection.cursor() as cursor:
        cursor.execute(_RULES, {"point": point})
        for key, version, title, conditions, unit_code, priority, stop, has_area, covers in cursor.fetchall():
            rules.append(
                Rule(
                    id=key,
                    version=version,
                    title=json.loads(title),
                    conditions=json.loads(conditions),
                    has_area=has_area,
                    unit_code=unit_code,
                    priority=priority,
                    stop=stop,
                )
            )
            if covers:
                covering.add(key)
    return rules, frozenset(covering)
