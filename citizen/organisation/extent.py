"""The extent of the municipality, from the collection that says where it is."""

from typing import Final

from django.db import connection

from layers.features import validity
from layers.features.models.collections import Locates

Bounds = tuple[float, float, float, float]
DIGITS: Final = 6
"""Of a degree: a tenth of a metre, for framing a map."""

# The box of the Mercator geometry is read from its header, and its sides are meridians and parallels.
_BOUNDS: Final = """
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
FROM (
    SELECT ST_Transform(ST_SetSRID(ST_Extent(t.tile_geometry)::geometry, 3857), 4326) AS box
    FROM features_feature t
    JOIN features_collection c ON c.id = t.collection_id
    WHERE c.locates = %(role)s AND c.retired_at IS NULL AND t.deleted_at IS NULL AND {valid}
) extent
"""


def bounds() -> Bounds | None:
    """West, south, east, north in degrees (CRS84); None where no boundary has been loaded."""
    with connection.cursor() as cursor:
        cursor.execute(
            _BOUNDS.format(valid=validity.VALID_TODAY), validity.PARAMETERS | {"role": Locates.BOUNDARY.value}
        )
        west, south, east, north = cursor.fetchone()
    if west is None:
        return None
    return round(west, DIGITS), round(south, DIGITS), round(east, DIGITS), round(north, DIGITS)
