"""Each room's share of the demonstration data, registered here by the rooms above."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """How much to make beside the demonstration municipality itself; 0 makes nothing more."""

    requests: int = 0
    features: int = 0
    vehicles: int = 0
    bins: int = 0


class Seeder(Protocol):
    """Makes its room's share and returns one line about it, or an empty one."""

    def __call__(self, amounts: Amounts, random: Random, /) -> str: ...


_base: list[tuple[int, str, Seeder]] = []
_more: list[tuple[int, str, Seeder]] = []


def seeder(*, order: int) -> Callable[[Seeder], Seeder]:
    """Register a seeder of the demonstration municipality: it runs once, and again without harm."""

    def add(function: Seeder) -> Seeder:
        _base.append((order, function.__module__, function))
        return function

    return add


def amount_seeder(*, order: int) -> Callable[[Seeder], Seeder]:
    """Register a seeder of synthetic amounts (``manage.py seed --requests N …``): each run adds."""

    def add(function: Seeder) -> Seeder:
        _more.append((order, function.__module__, function))
        return function

    return add


def base_seeders() -> Iterator[tuple[str, Seeder]]:
    """Module name and seeder, in order."""
    return ((module, function) for _, module, function in sorted(_base, key=lambda row: row[:2]))


def amount_seeders() -> Iterator[tuple[str, Seeder]]:
    """Module name and seeder, in order."""
    return ((module, function) for _, module, function in sorted(_more, key=lambda row: row[:2]))
