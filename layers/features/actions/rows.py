"""What goes into a bulk load, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

MOST_REFUSALS: Final = 10_000
"""Refusals kept in full; the rest are counted."""


class Mode(StrEnum):
    """How a load meets what is there.

    ``append`` adds; a key that stands already is refused. ``upsert`` changes by key what differs, in the
    properties that the rows name, and adds the rest. ``replace`` makes the collection equal to the rows: what
    has the same key is changed, everything else is deleted.
    """

    APPEND = "append"
    REPLACE = "replace"
    UPSERT = "upsert"


@dataclass(frozen=True, slots=True)
class Row:
    """One feature to come.

    Attributes:
        number: of the row in its file, for the report.
        geometry: in the CRS named to `load`, x before y.
        properties: by the names of the schema; null means absent.
    """

    number: int
    geometry: BaseGeometry | None
    properties: Mapping[str, Any]
    key: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken, and why: messages by field, as problem+json has them."""

    number: int
    problems: Mapping[str, list[str]]


@dataclass(slots=True)
class LoadReport:
    """What a load did; or would have done, where `applied` is false."""

    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    refused: list[Refusal] = field(default_factory=list)
    refused_total: int = 0
    applied: bool = True
    changeset_id: int | None = None

    def refuse(self, number: int, problems: Mapping[str, list[str]]) -> None:
        self.refused_total += 1
        if len(self.refused) < MOST_REFUSALS:
            self.refused.append(Refusal(number, problems))
