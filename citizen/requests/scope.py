"""Which cases are this room's."""

from typing import Final

MAP_SOURCE: Final = "requests"
"""Value of `Case.map_source`, and id of the tile source."""
