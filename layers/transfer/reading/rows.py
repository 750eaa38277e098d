"""What every format gives: fields, a declared reference system, and rows, any number of times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from shapely.geometry.base import BaseGeometry

from layers.transfer.encodings import Guess


@dataclass(frozen=True, slots=True)
class SourceField:
    """A field of the file.

    Attributes:
        name: as people read it.
        cut: the format may have cut the name short (10 bytes in a shapefile).
    """

    name: str
    cut: bool = False


@dataclass(slots=True)
class RawRow:
    """A row as it stands in the file.

    Attributes:
        number: counted from 1, in the order of the file; deleted records are counted.
        geometry: in the CRS of the file; None if there is none, or it could not be read (then `problems`
            says why).
        values: by the names of the fields; text is not yet normalised.
        problems: why the row cannot be taken, by field (`geometry` for the place).
        notes: what was mended while reading.
    """

    number: int
    geometry: BaseGeometry | None
    values: Mapping[str, Any]
    problems: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Reader(Protocol):
    """A layer of an opened file.

    Attributes:
        format: short name for the report.
        layer: the layer's name in the file.
        declared_crs: the definition that the file carries (WKT, code); empty if it carries none.
        encoding: how text is read, for formats in which that is a question; else None.
        notes: what is to be said about the file as a whole.
    """

    format: str
    layer: str
    declared_crs: str
    encoding: Guess | None
    notes: tuple[str, ...]

    @property
    def fields(self) -> Sequence[SourceField]:
        """The fields of the layer, in their order; complete when all rows have been read once."""
        ...

    def rows(self) -> Iterator[RawRow]:
        """All rows, from the first, read in batches. May be called again."""
        ...
