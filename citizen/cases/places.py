"""What a case needs to know of its place."""

from typing import Protocol

from shapely import Point


class Located(Protocol):
    """A point in the storage CRS and its names; `layers.features.locate.Place` is one."""

    @property
    def point(self) -> Point: ...

    @property
    def settlement(self) -> str | None: ...

    @property
    def municipal_unit(self) -> str | None: ...

    @property
    def address(self) -> str | None: ...
