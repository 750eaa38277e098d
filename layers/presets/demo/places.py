"""Points of interest of the demonstration, and synthetic ones in any number."""

from collections.abc import Iterator
from random import Random
from typing import Final

from shapely import Point

from layers.features.actions import Row
from layers.presets.demo.land import Land, Settlement

SEAT: Final = "Καλλονή"
UNIT_SEATS: Final = (
    "Αγία Παρασκευή", "Άντισσα", "Ερεσός", "Καλλονή", "Μανταμάδος", "Μήθυμνα", "Πέτρα", "Πολιχνίτος",
)  # fmt: skip

IN_UNIT_SEATS: Final = (
    ("citizen_service_centre", "ΚΕΠ", "Citizen service centre"),
    ("health", "Περιφερειακό ιατρείο", "Local surgery"),
)
IN_COMMUNITY_SEATS: Final = (
    ("school", "Δημοτικό σχολείο", "Primary school"),
    ("playground", "Παιδική χαρά", "Playground"),
)
SYNTHETIC_KINDS: Final = ("church", "monument", "beach", "playground", "sports", "parking", "other")


def place_rows(land: Land, random: Random) -> Iterator[Row]:
    """The town hall, and what the seats of units and of communities have."""
    wanted = [(land.named(SEAT), ("town_hall", "Δημαρχείο", "Town hall"))]
    wanted += [(land.named(name), kind) for name in UNIT_SEATS for kind in IN_UNIT_SEATS]
    wanted += [(place, kind) for place in land.settlements if place.seat for kind in IN_COMMUNITY_SEATS]
    for number, (settlement, kind) in enumerate(wanted, 1):
        yield _place(number, settlement, kind, random)


def _place(number: int, settlement: Settlement, kind: tuple[str, str, str], random: Random) -> Row:
    code, greek, english = kind
    x = settlement.centre.x + random.uniform(-60, 60)
    y = settlement.centre.y + random.uniform(-60, 60)
    return Row(
        number=number,
        key=f"demo-place-{number:03}",
        geometry=Point(round(x, 3), round(y, 3)),
        properties={
            "name": f"{greek}, {settlement.name} (επίδειξη)",
            "name_en": f"{english}, {settlement.name_en} (demonstration)",
            "kind": code,
            "source": "demonstration",
        },
    )


def synthetic_rows(land: Land, random: Random, count: int) -> Iterator[Row]:
    """`count` points without keys, for load tests."""
    for number in range(1, count + 1):
        _settlement, point = land.near_settlement(random, spread_m=900)
        yield Row(
            number=number,
            geometry=point,
            properties={
                "name": f"Συνθετικό σημείο {number}",
                "name_en": f"Synthetic point {number}",
                "kind": random.choice(SYNTHETIC_KINDS),
                "source": "synthetic",
            },
        )
