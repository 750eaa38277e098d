"""Boxes of change: few enough to send, large enough to hold all that changed. Pure."""

import math
from collections.abc import Iterable
from typing import Final

from geo.changes.reader import WEB_MERCATOR

Box = tuple[float, float, float, float]
"""West, south, east, north."""

MOST: Final = 16
"""Boxes sent for one source at a time."""

PLACES: Final = 6
"""Decimals of a degree that are sent: a tenth of a metre."""


def gather(boxes: Iterable[Box], most: int = MOST) -> list[Box]:
    """At most `most` boxes that together hold all of `boxes`; a newcomer joins the one that grows least."""
    kept: list[Box] = []
    for box in boxes:
        if any(join(other, box) == other for other in kept):
            continue
        if len(kept) < most:
            kept.append(box)
            continue
        index = min(range(most), key=lambda i: area(join(kept[i], box)) - area(kept[i]))
        kept[index] = join(kept[index], box)
    return kept


def join(a: Box, b: Box) -> Box:
    """The smallest box that holds both."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def area(box: Box) -> float:
    """Its area; the shape of a line has some too, so that near lines are joined before far ones."""
    return (box[2] - box[0] + 1) * (box[3] - box[1] + 1)


def degrees(box: Box) -> Box:
    """The box (EPSG:3857, metres) in degrees (CRS84), rounded outwards."""
    west, south, east, north = box
    return (
        _down(_longitude(west)),
        _down(_latitude(south)),
        -_down(-_longitude(east)),
        -_down(-_latitude(north)),
    )


def _longitude(x: float) -> float:
    return x / WEB_MERCATOR * 180


def _latitude(y: float) -> float:
    """Inverse of the spherical Mercator (EPSG guidance note 7-2, section 3.2.1.2)."""
    return math.degrees(math.atan(math.sinh(y / WEB_MERCATOR * math.pi)))


def _down(value: float) -> float:
    return math.floor(value * 10**PLACES) / 10**PLACES
