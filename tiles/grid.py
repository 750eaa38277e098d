"""The tile pyramid: Web Mercator Quad (OGC 17-083r4, annex D.1), row 0 in the north."""

from dataclasses import dataclass
from typing import Final, Self

from django.utils.translation import gettext as _

from geo.errors import NotFound

MAX_ZOOM: Final = 22
EXTENT: Final = 4096
"""Units along the side of a tile (Mapbox Vector Tile 2.1, section 4.1)."""

BUFFER: Final = 64
"""Units around the tile in which geometry is kept, so that neither strokes nor symbols are cut."""

CELLS: Final = 64
"""Points are counted on a grid of so many cells along the side of a tile."""

WORLD: Final = (-180.0, -85.051129, 180.0, 85.051129)
"""West, south, east, north of the pyramid; degrees, CRS84."""


@dataclass(frozen=True, slots=True)
class Tile:
    """The address of a tile."""

    z: int
    x: int
    y: int

    @classmethod
    def at(cls, z: int, x: int, y: int) -> Self:
        """The tile at this address.

        Raises:
            NotFound: the pyramid has no such tile.
        """
        if not (0 <= z <= MAX_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
            raise NotFound(
                _("There is no tile %(z)d/%(x)d/%(y)d: z runs from 0 to %(most)d, x and y from 0 to 2^z - 1.")
                % {"z": z, "x": x, "y": y, "most": MAX_ZOOM}
            )
        return cls(z, x, y)
