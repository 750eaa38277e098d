"""Vertices that an edit did not touch keep the doubles that are stored, to the last bit.

What comes back from an editor differs in the last digits: rounded to six decimals by QGIS, by one unit in
the last place through JSON, by 0.5 to 3 mm through degrees. So the stored vertices are expressed in the
system in which the edit arrived and compared there, at the precision with which it arrived.
"""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs as systems

Array = NDArray[np.float64]

_TIGHT_METRES, _TIGHT_DEGREES = 1e-5, 1e-10
"""0.01 mm: nobody moves a vertex by less on purpose."""
_COARSEST_METRES, _COARSEST_DEGREES = 3, 6
"""Decimals below which rounding counts as a move: a person may type 475000 for 475000.3 and mean it."""


def keep_untouched(old: BaseGeometry, new: BaseGeometry, crs: systems.CRS | str | int | None = None) -> BaseGeometry:
    """The edited geometry in the storage CRS, with the stored doubles wherever a vertex was not moved.

    Vertices are matched by place, not by position, so that inserting, deleting, turning or splitting
    leaves the others alone. An edit without heights keeps the heights of untouched vertices, and gives new
    vertices the height of the nearest kept one along the geometry.

    Args:
        old: as stored, in the storage CRS.
        new: as it arrived, in `crs`.
        crs: the system of `new`; the storage CRS if not given.

    Returns:
        `old` itself when nothing was moved, so that the caller need not write a version.

    Raises:
        OutOfDomain: a coordinate of `new` is not finite or has no place in the storage CRS.
    """
    system = systems.get(crs) if crs is not None else systems.storage()
    moved = systems.transform(new, system, systems.storage())
    arrived = shapely.get_coordinates(new)
    if len(arrived) == 0 or old.is_empty:
        return moved
    expressed = shapely.get_coordinates(systems.transform(old, systems.storage(), system))
    partner = _partners(expressed, arrived, _tolerance(arrived, geographic=system.geographic))
    for first, last in _rings(new, 0):
        partner[last] = partner[first]
    merged = _merge(moved, old, partner)
    return old if _same(old, merged) else merged


def _tolerance(arrived: Array, *, geographic: bool) -> Array:
    """How far a coordinate may be from the stored one, for each vertex: half a unit of its last decimal.

    Trailing zeros do not arrive, so a vertex is taken to have as many decimals as the next common number
    of decimals in its geometry.
    """
    tight = _TIGHT_DEGREES if geographic else _TIGHT_METRES
    decimals = _decimals(arrived).max(axis=1)
    levels, counts = np.unique(decimals, return_counts=True)
    common = levels[counts * 5 >= len(decimals)]
    at = np.searchsorted(common, decimals)
    taken = np.where(at < len(common), common[np.minimum(at, len(common) - 1)], decimals)
    taken = np.maximum(taken, _COARSEST_DEGREES if geographic else _COARSEST_METRES)
    return np.maximum(0.5001 * 10.0**-taken, tight)


def _decimals(values: Array) -> NDArray[np.int64]:
    """How many decimals each number was written with; 17 for full precision."""
    found = np.full(values.shape, 17, dtype=np.int64)
    for count in range(14, -1, -1):
        scaled = values * 10.0**count
        whole = (np.abs(scaled) < 2**53) & (np.rint(scaled) / 10.0**count == values)
        found[whole] = count
    return found


def _partners(expressed: Array, arrived: Array, tolerance: Array) -> NDArray[np.int64]:
    """For each vertex that arrived, the index of the stored one that it is; -1 for a new or moved one."""
    partner = np.full(len(arrived), -1, dtype=np.int64)
    tree = shapely.STRtree(np.asarray(shapely.points(expressed), dtype=object))
    at, candidate = tree.query(shapely.points(arrived), predicate="dwithin", distance=tolerance * 1.5)
    near = (np.abs(expressed[candidate] - arrived[at]) <= tolerance[at, None]).all(axis=1)
    at, candidate = at[near], candidate[near]
    if not len(at):
        return partner
    order = np.lexsort((candidate, at))
    at, candidate = at[order], candidate[order]
    starts = np.flatnonzero(np.r_[True, at[1:] != at[:-1]])
    previous = -1
    for vertex, choices in zip(at[starts], np.split(candidate, starts[1:]), strict=True):
        # Of several stored vertices in one place take the one that comes next along the old geometry.
        previous = min(choices, key=lambda choice: (choice - previous - 1) % len(expressed))
        partner[vertex] = previous
    return partner


def _rings(geom: BaseGeometry, offset: int) -> Iterator[tuple[int, int]]:
    """First and last vertex of every ring, as positions among all coordinates of the geometry."""
    if hasattr(geom, "geoms"):
        for part in geom.geoms:
            yield from _rings(part, offset)
            offset += shapely.get_num_coordinates(part)
    elif geom.geom_type == "Polygon":
        for ring in shapely.get_rings(geom):
            size = shapely.get_num_coordinates(ring)
            yield offset, offset + size - 1
            offset += size


def _merge(moved: BaseGeometry, old: BaseGeometry, partner: NDArray[np.int64]) -> BaseGeometry:
    kept = partner >= 0
    if not kept.any():
        return moved
    heights = old.has_z
    stored = shapely.get_coordinates(old, include_z=heights)
    target = shapely.force_3d(moved) if heights and not moved.has_z else moved
    coordinates = shapely.get_coordinates(target, include_z=target.has_z)
    coordinates[kept, :2] = stored[partner[kept], :2]
    if heights and not moved.has_z:
        coordinates[:, 2] = stored[partner[_nearest_kept(kept)], 2]
    elif heights:
        same = np.abs(coordinates[kept, 2] - stored[partner[kept], 2]) < _TIGHT_METRES
        coordinates[kept, 2] = np.where(same, stored[partner[kept], 2], coordinates[kept, 2])
    return shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(target)), coordinates)


def _nearest_kept(kept: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each vertex the position of the nearest kept one along the geometry, itself if kept."""
    positions = np.flatnonzero(kept)
    wanted = np.arange(len(kept))
    after = np.minimum(np.searchsorted(positions, wanted), len(positions) - 1)
    before = np.maximum(after - 1, 0)
    closer = np.abs(positions[after] - wanted) <= np.abs(positions[before] - wanted)
    return positions[np.where(closer, after, before)]


def _same(old: BaseGeometry, merged: BaseGeometry) -> bool:
    """Whether the same places are covered by the same vertices.

    Where rings begin, which way they turn, and whether a single part is called a multiple, is no
    difference: file formats change that on their own.
    """
    return bool(shapely.equals_identical(_alone(old).normalize(), _alone(merged).normalize()))


def _alone(geom: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geom)
    return parts[0] if geom.geom_type.startswith("Multi") and len(parts) == 1 else geom
