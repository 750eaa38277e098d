"""Where things of the demonstration may stand: on land, near a settlement."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from layers.presets.demo.files import read_ground

SEAT_WEIGHT: Final = 6
"""How much more of everything a seat of a community has than a hamlet."""

TRIES: Final = 50


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement of the demonstration; `centre` in the storage CRS."""

    name: str
    name_en: str
    municipal_unit: str
    seat: bool
    centre: Point


@dataclass(frozen=True, slots=True)
class Land:
    """The municipality and its settlements, in the storage CRS."""

    boundary: BaseGeometry
    settlements: Sequence[Settlement]
    weights: Sequence[int]

    def near_settlement(self, random: Random, *, spread_m: float) -> tuple[Settlement, Point]:
        """A settlement by weight, and a point on land around it (normal, `spread_m` metres)."""
        settlement = random.choices(self.settlements, self.weights)[0]
        for _attempt in range(TRIES):
            x = random.gauss(settlement.centre.x, spread_m)
            y = random.gauss(settlement.centre.y, spread_m)
            if shapely.contains_xy(self.boundary, x, y):
                # Millimetres: nobody has measured these places better.
                return settlement, Point(round(x, 3), round(y, 3))
        return settlement, settlement.centre

    def named(self, name: str) -> Settlement:
        """The settlement with this name."""
        return next(settlement for settlement in self.settlements if settlement.name == name)


@cache
def read_land() -> Land:
    """From the files of the demonstration; the same for the life of the process."""
    boundary = shapely.union_all([row.geometry for row in read_ground("boundary")])
    shapely.prepare(boundary)
    settlements = [
        Settlement(
            name=row.properties["name"],
            name_en=row.properties["name_en"],
            municipal_unit=row.properties["municipal_unit"],
            seat=row.properties["seat"],
            centre=Point(*shapely.get_coordinates(row.geometry)[0]),
        )
        for row in read_ground("settlements")
    ]
    return Land(boundary, settlements, [SEAT_WEIGHT if settlement.seat else 1 for settlement in settlements])
