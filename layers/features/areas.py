"""Keeps `AreaPiece` true to the features: one statement after each write."""

from typing import Any, Final

from django.db import connection

from layers.features.models import Collection
from layers.features.models.collections import Locates

AREA_ROLES: Final = frozenset({Locates.BOUNDARY, Locates.NEIGHBOUR, Locates.MUNICIPAL_UNIT, Locates.SETTLEMENT})
MOST_VERTICES: Final = 128

_REFRESH: Final = """
WITH touched AS MATERIALIZED (
    {touched}
), gone AS (
    DELETE FROM features_areapiece p USING touched WHERE p.feature_id = touched.id
)
INSERT INTO features_areapiece (feature_id, collection_id, geometry)
SELECT f.id, f.collection_id, ST_Subdivide(ST_Force2D(f.geometry), %(most)s)
FROM touched
JOIN features_feature f ON f.id = touched.id
JOIN features_collection c ON c.id = f.collection_id
WHERE f.deleted_at IS NULL AND ST_Dimension(f.geometry) = 2 AND c.locates = ANY(%(roles)s)
"""

_BY_FEATURE: Final = _REFRESH.format(touched="SELECT %(id)s::bigint AS id")
_BY_CHANGESET: Final = _REFRESH.format(
    touched="SELECT DISTINCT feature_id AS id FROM features_version WHERE changeset_id = %(id)s"
)
_BY_COLLECTION: Final = _REFRESH.format(touched="SELECT id FROM features_feature WHERE collection_id = %(id)s")


def refresh_feature(collection: Collection, feature_id: int) -> None:
    """Cut one feature anew; nothing to do where the collection says nothing about places."""
    if collection.locates in AREA_ROLES:
        _run(_BY_FEATURE, feature_id)


def refresh_changeset(collection: Collection, changeset_id: int) -> None:
    """Cut anew what a changeset wrote."""
    if collection.locates in AREA_ROLES:
        _run(_BY_CHANGESET, changeset_id)


def refresh_collection(collection: Collection) -> None:
    """Cut a whole collection anew, or drop its pieces, after its role has changed."""
    _run(_BY_COLLECTION, collection.pk)


def _run(statement: str, id: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": id, "roles": sorted(AREA_ROLES), "most": MOST_VERTICES})
