"""Streets of the demonstration and the addresses along them, under names that no street has."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from layers.features.actions import Row
from layers.presets.demo.land import Land, Settlement
from layers.presets.demo.places import UNIT_SEATS

SETTLEMENTS: Final = (*UNIT_SEATS, "Σκάλα Καλλονής", "Σίγριον", "Στύψη", "Σκάλα Ερεσού")
NAMES: Final = (
    ("Επιδείξεως", "Epideixeos"),
    ("Δοκιμής", "Dokimis"),
    ("Παραδείγματος", "Paradeigmatos"),
    ("Υποδείγματος", "Ypodeigmatos"),
    ("Προσχεδίου", "Proschediou"),
    ("Πρωτοτύπου", "Prototypou"),
)
"""Of demonstration, of trial, of example …: half of them one way, half across."""

HALF_LENGTH_M: Final = 170
SPACING_M: Final = 85
BEND_M: Final = 12
SHORTEST_M: Final = 60
BETWEEN_DOORS_M: Final = 16
FROM_AXIS_M: Final = 6


@dataclass(frozen=True, slots=True)
class Street:
    """A street; `line` in the storage CRS, numbered from its start."""

    settlement: Settlement
    name: str
    name_en: str
    line: LineString


def streets(land: Land, random: Random) -> Iterator[Street]:
    """A small crooked grid around the centre of each main settlement, as far as there is land."""
    for name in SETTLEMENTS:
        settlement = land.named(name)
        bearing = random.uniform(0, math.pi / 2)
        for index, (greek, english) in enumerate(NAMES):
            across, row = divmod(index, 3)
            line = _line(settlement.centre, bearing + across * math.pi / 2, (row - 1) * SPACING_M, random)
            on_land = _longest(line.intersection(land.boundary))
            if on_land is not None and on_land.length >= SHORTEST_M:
                yield Street(settlement, greek, english, on_land)


def _line(centre: Point, bearing: float, offset: float, random: Random) -> LineString:
    along, aside = (math.cos(bearing), math.sin(bearing)), (-math.sin(bearing), math.cos(bearing))
    points = []
    for step in range(-4, 5):
        distance = HALF_LENGTH_M * step / 4
        shift = offset + random.uniform(-BEND_M, BEND_M)
        x = centre.x + along[0] * distance + aside[0] * shift
        y = centre.y + along[1] * distance + aside[1] * shift
        points.append((round(x, 3), round(y, 3)))
    return LineString(points)


def _longest(geometry: BaseGeometry) -> LineString | None:
    lines = [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == "LineString"]
    return max(lines, key=lambda line: line.length, default=None)


def road_rows(grid: Iterable[Street]) -> Iterator[Row]:
    """The streets as features of ``roads``."""
    for number, street in enumerate(grid, 1):
        yield Row(
            number=number,
            key=f"demo-road-{number:03}",
            geometry=street.line,
            properties={
                "name": street.name,
                "name_en": street.name_en,
                "class": "municipal",
                "surface": "asphalt",
                "source": "demonstration",
            },
        )


def address_rows(grid: Iterable[Street]) -> Iterator[Row]:
    """Doors along the streets: odd numbers on the left, even ones on the right."""
    number = 0
    for street in grid:
        doors = int(street.line.length // BETWEEN_DOORS_M)
        for door in range(1, doors + 1):
            number += 1
            yield Row(
                number=number,
                key=f"demo-address-{number:04}",
                geometry=_door(street.line, door),
                properties={
                    "street": street.name,
                    "number": str(door),
                    "settlement": street.settlement.name,
                    "source": "demonstration",
                },
            )


def _door(line: LineString, door: int) -> Point:
    at = (door - 0.5) * BETWEEN_DOORS_M
    here, ahead = line.interpolate(at), line.interpolate(at + 1)
    bearing = math.atan2(ahead.y - here.y, ahead.x - here.x)
    aside = FROM_AXIS_M if door % 2 else -FROM_AXIS_M
    return Point(round(here.x - math.sin(bearing) * aside, 3), round(here.y + math.cos(bearing) * aside, 3))
