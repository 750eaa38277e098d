"""The raw bytes of a dBASE table: GDAL decodes text before anybody can look at it.

Format: dBASE III/IV table file, as Esri's shapefile technical description (July 1998) refers to it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x6A: "cp737",
    0x86: "cp737",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
    0xCC: "cp1257",
}
"""Language driver byte to codec. 0x57 ("the machine's ANSI") is left out: GDAL writes it by default,
whatever the text.
"""

_HEADER = struct.Struct("<4xIHH17xB2x")
_FIELD = struct.Struct("<11sc4xBB14x")


@dataclass(frozen=True)
class Column:
    """A field of the table: its name in raw bytes, type letter, place and width in a record."""

    name: bytes
    type: str
    start: int
    width: int


@dataclass(frozen=True)
class Table:
    """Header of a table.

    Attributes:
        records: as the header counts them.
        language: language driver byte (LDID).
    """

    path: Path
    records: int
    first: int
    size: int
    language: int
    columns: tuple[Column, ...]

    def texts(self, most: int = 200_000) -> Iterator[bytes]:
        """Names of fields, then the raw values of text fields, without their padding; from `most` records
        at most.
        """
        yield from (column.name for column in self.columns)
        texts = [column for column in self.columns if column.type in "CM"]
        if not texts or self.size < 2:
            return
        with self.path.open("rb") as file:
            file.seek(self.first)
            for _number in range(min(self.records, most)):
                record = file.read(self.size)
                if len(record) < self.size:
                    return
                for column in texts:
                    yield record[column.start : column.start + column.width].rstrip(b" \x00")


def read(path: Path) -> Table:
    """The header of a `.dbf`.

    Raises:
        ValueError: it is none, or is cut off.
    """
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size:
            raise ValueError("cut off")
        records, first, size, language = _HEADER.unpack(head)
        body = file.read(max(first - _HEADER.size, 0))
    columns, start = [], 1  # each record begins with a deletion mark
    for offset in range(0, len(body) - _FIELD.size + 1, _FIELD.size):
        if body[offset] == 0x0D:
            break
        name, kind, width, decimals = _FIELD.unpack_from(body, offset)
        width += decimals * 256 if kind == b"C" else 0
        columns.append(Column(name.partition(b"\x00")[0], kind.decode("latin-1"), start, width))
        start += width
    return Table(path, records, first, size, language, tuple(columns))
