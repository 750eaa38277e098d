"""The ground of the demonstration municipality, West Lesvos, and any amount of synthetic things on it."""

from collections.abc import Iterable
from random import Random

from geo.demo import Amounts, amount_seeder, seeder
from layers.features import actions
from layers.features.models import Collection, Feature
from layers.presets.demo import bins, places, streets
from layers.presets.demo.files import FILES, read_ground
from layers.presets.demo.land import read_land

REASON = "demonstration"
BINS = 400


@seeder(order=30)
def seed_ground(amounts: Amounts, random: Random) -> str:
    """Boundary, units, neighbours and settlements from the files beside this module."""
    made = {name: _load(name, read_ground(name)) for name in FILES if _is_empty(name)}
    return _told(made)


@seeder(order=31)
def seed_places(amounts: Amounts, random: Random) -> str:
    """Streets, addresses and points of interest under names that no street has."""
    land = read_land()
    made: dict[str, int] = {}
    if _is_empty("roads") and _is_empty("addresses"):
        grid = list(streets.streets(land, random))
        made["roads"] = _load("roads", streets.road_rows(grid))
        made["addresses"] = _load("addresses", streets.address_rows(grid))
    if _is_empty("points_of_interest"):
        made["points_of_interest"] = _load("points_of_interest", places.place_rows(land, random))
    return _told(made)


@seeder(order=40)
def seed_bins(amounts: Amounts, random: Random) -> str:
    """Bins around the settlements."""
    return _told({"bins": _load("bins", bins.bin_rows(read_land(), random, BINS))}) if _is_empty("bins") else ""


@amount_seeder(order=30)
def seed_features(amounts: Amounts, random: Random) -> str:
    """As many synthetic points of interest as asked for."""
    if not amounts.features:
        return ""
    rows = places.synthetic_rows(read_land(), random, amounts.features)
    return _told({"points_of_interest": _load("points_of_interest", rows)})


@amount_seeder(order=40)
def seed_more_bins(amounts: Amounts, random: Random) -> str:
    """As many more bins as asked for."""
    if not amounts.bins:
        return ""
    first = Feature.objects.of("bins").count() + 1
    return _told({"bins": _load("bins", bins.bin_rows(read_land(), random, amounts.bins, first=first))})


def _is_empty(collection: str) -> bool:
    # Deleted ones count: what somebody took away does not come back with the next start.
    return not Feature.objects.of(collection).exists()


def _load(name: str, rows: Iterable[actions.Row]) -> int:
    report = actions.load(
        actor=None,
        collection=Collection.objects.get(pk=name),
        rows=rows,
        source="system",
        mode="append",
        reason=REASON,
    )
    if report.refused:
        raise ValueError(f"demonstration data for {name} was refused: {report.refused[0]}")
    return report.inserted


def _told(made: dict[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in made.items())
