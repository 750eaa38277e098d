"""Repair of invalid geometries (OGC 06-103r4, 6.1.11), so that points stay points and areas stay areas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geo.errors import Invalid

_FAMILIES = (("Point", "MultiPoint"), ("LineString", "MultiLineString"), ("Polygon", "MultiPolygon"))

_BUILD: Mapping[str, Callable[..., BaseGeometry]] = {
    "MultiPoint": shapely.multipoints,
    "MultiLineString": shapely.multilinestrings,
    "MultiPolygon": shapely.multipolygons,
}


class Unrepairable(Invalid):
    """Nothing of its own kind would be left of the geometry."""

    code = "unrepairable-geometry"


@dataclass(frozen=True)
class Repair:
    """A valid geometry and what had to be done to it, as a sentence; empty when nothing was."""

    geometry: BaseGeometry
    note: str = ""


def repair(geom: BaseGeometry) -> Repair:
    """A valid geometry of the same kind: an area stays an area, though it may become a multiple one.

    Vertices that stay keep their doubles; new ones appear only where edges cross. What collapses to a
    lower dimension (spikes, needles) is dropped and said.

    Raises:
        Unrepairable: nothing of the same dimension would be left.
    """
    if geom.is_empty or geom.is_valid:
        return Repair(geom)
    reason = shapely.is_valid_reason(geom).partition("[")[0].strip()
    if not np.isfinite(shapely.get_coordinates(geom)).all():
        raise Unrepairable(_("A coordinate is not a finite number."))
    made = shapely.make_valid(geom, method="structure", keep_collapsed=False)
    kept = _only(made, geom)
    if kept is not None and not kept.is_valid:  # GEOS 3.14 may leave areas side by side that share an edge
        kept = _only(shapely.unary_union(kept), geom)
    if kept is None or not kept.is_valid:
        raise Unrepairable(_("Nothing would be left of the geometry (%(reason)s).") % {"reason": reason})
    return Repair(kept, _("The geometry was repaired (%(reason)s).") % {"reason": reason})


def _only(made: BaseGeometry, like: BaseGeometry) -> BaseGeometry | None:
    """The parts of the same family; a single part stays single unless the original was a multiple."""
    family = next((names for names in _FAMILIES if like.geom_type in names), None)
    if family is None:
        return None if made.is_empty else made
    single, multi = family
    parts = [part for part in _leaves(made) if part.geom_type == single and not part.is_empty]
    if not parts:
        return None
    if len(parts) == 1 and like.geom_type == single:
        return parts[0]
    return _BUILD[multi](parts)


def _leaves(geom: BaseGeometry) -> list[BaseGeometry]:
    if not hasattr(geom, "geoms"):
        return [geom]
    return [leaf for part in geom.geoms for leaf in _leaves(part)]
