"""What coordinates may be stored at all.

Coordinates that are not finite, or far outside the domain of the storage CRS, would raise inside the
generated tile column of PostGIS or pass into it as Infinity, so they are stopped here with a sentence.
"""

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geo import crs as systems

STORABLE = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
)


def check(geom: BaseGeometry, crs: systems.CRS | str | int | None = None) -> None:
    """Refuse what cannot stand on the map.

    Args:
        geom: x, y and perhaps z, in `crs`.
        crs: the system of the coordinates; the storage CRS if not given.

    Raises:
        OutOfDomain: no geometry, an unknown kind of it, a coordinate that is not finite, or one outside
            the domain of the system; the message names the first offender and the range.
    """
    system = systems.get(crs) if crs is not None else systems.storage()
    if geom.is_empty:
        raise systems.OutOfDomain(_("The geometry is empty."))
    if geom.geom_type not in STORABLE:
        raise systems.OutOfDomain(_("A geometry of type %(type)s cannot be stored.") % {"type": geom.geom_type})
    coordinates = shapely.get_coordinates(geom, include_z=geom.has_z)
    if not np.isfinite(coordinates).all():
        raise systems.OutOfDomain(_("A coordinate is not a finite number."))
    if system.domain is None:
        return
    lowest = (system.domain.min_x, system.domain.min_y)
    highest = (system.domain.max_x, system.domain.max_y)
    outside = ((coordinates[:, :2] < lowest) | (coordinates[:, :2] > highest)).any(axis=1)
    if outside.any():
        x, y = coordinates[outside.argmax(), :2]
        raise systems.OutOfDomain(
            _("The coordinate %(x).10g, %(y).10g lies outside %(crs)s, which goes over %(range)s.")
            % {"x": x, "y": y, "crs": system, "range": system.domain}
        )
