"""Bins of the demonstration."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from layers.features.actions import Row
from layers.presets.demo.land import Land

SPREAD_M: Final = 140
STREAMS: Final = {"mixed": 60, "recycling": 25, "glass": 5, "organic": 6, "paper": 2, "textile": 2}
CAPACITIES: Final = (240, 660, 1100)
FIRST_DAY: Final = date(2015, 1, 1)
DAYS: Final = 4000
CONDITIONS: Final = {"good": 75, "worn": 20, "damaged": 5}


def bin_rows(land: Land, random: Random, count: int, *, first: int = 1) -> Iterator[Row]:
    """`count` bins with codes from ΔΛ-<first> on."""
    for number in range(first, first + count):
        _settlement, point = land.near_settlement(random, spread_m=SPREAD_M)
        code = f"ΔΛ-{number:05}"
        yield Row(
            number=number,
            key=code,
            geometry=point,
            properties={
                "code": code,
                "stream": random.choices(list(STREAMS), list(STREAMS.values()))[0],
                "capacity": random.choice(CAPACITIES),
                "material": random.choice(("metal", "plastic")),
                "condition": random.choices(list(CONDITIONS), list(CONDITIONS.values()))[0],
                "placed_on": str(FIRST_DAY + timedelta(days=random.randrange(DAYS))),
                "source": "demonstration",
            },
        )
