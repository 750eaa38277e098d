"""One row of another system's table, read by a mapping: pure, each refusal with its reason."""

import math
from collections.abc import Iterator, Mapping, Sequence
from csv import DictReader
from csv import Error as CsvError
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from citizen.requests.mapping import Mapping311, look_up
from geo.errors import Invalid

CLOSED_STATES: Final = frozenset({"resolved", "closed", "rejected", "duplicate", "forwarded", "withdrawn"})


@dataclass(frozen=True, kw_only=True)
class ImportedRow:
    """A good row. Times are aware; degrees are CRS84 or None; `line` counts from 1 for the header."""

    line: int
    external_id: str
    submitted_at: datetime
    closed_at: datetime | None
    service: str
    state: str
    channel: str
    description: str
    address: str
    resolution: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row that was not taken, and why."""

    line: int
    external_id: str
    reason: str


class _Refused(Exception):
    """Carries the reason out of the readers below."""


def read_rows(path: Path, mapping: Mapping311) -> Iterator[ImportedRow | RefusedRow]:
    """Read the file row by row, in constant memory but for the ids seen.

    Raises:
        Invalid: the file cannot be opened or decoded, or lacks a column that the mapping names.
    """
    seen: dict[str, int] = {}
    try:
        with path.open(encoding=mapping.encoding, newline="") as file:
            reader = DictReader(file, delimiter=mapping.delimiter, restkey="\0more")
            _check_columns(reader.fieldnames or [], mapping)
            for row in reader:
                read = read_row(row, reader.line_num, mapping)
                first = seen.setdefault(read.external_id, reader.line_num) if read.external_id else 0
                if isinstance(read, ImportedRow) and first != reader.line_num:
                    reason = _("The id %(id)s stands in line %(line)d already.")
                    read = RefusedRow(
                        line=reader.line_num,
                        external_id=read.external_id,
                        reason=reason % {"id": read.external_id, "line": first},
                    )
                yield read
    except LookupError as error:
        raise Invalid(fields={"encoding": [_("Unknown encoding: %(why)s") % {"why": error}]}) from error
    except UnicodeDecodeError as error:
        text = _("The file is not written in %(encoding)s; name its encoding in the mapping (byte %(at)d).")
        raise Invalid(fields={"encoding": [text % {"encoding": mapping.encoding, "at": error.start}]}) from error
    except (OSError, CsvError) as error:
        raise Invalid(_("The file cannot be read: %(why)s") % {"why": error}) from error


def read_row(row: Mapping[str, str | None], line: int, mapping: Mapping311) -> ImportedRow | RefusedRow:
    """One row as values, or refused with the first reason found."""
    external_id = _cell(row, "external_id", mapping)
    try:
        if "\0more" in row:
            raise _Refused(_("The row has more cells than the header."))
        return _read(row, line, external_id, mapping)
    except _Refused as refusal:
        return RefusedRow(line=line, external_id=external_id, reason=str(refusal))


def _read(row: Mapping[str, str | None], line: int, external_id: str, mapping: Mapping311) -> ImportedRow:
    if not external_id:
        raise _Refused(_("The id is empty."))
    submitted_at = _time(_cell(row, "submitted_at", mapping), "submitted_at", mapping)
    if submitted_at is None:
        raise _Refused(_("The time of submission is empty."))
    state = _mapped(mapping.states, _cell(row, "state", mapping), "state")
    closed_at = _time(_cell(row, "closed_at", mapping), "closed_at", mapping)
    if closed_at is not None and closed_at < submitted_at:
        raise _Refused(_("It was closed before it was submitted."))
    longitude, latitude = _degrees(row, mapping)
    return ImportedRow(
        line=line,
        external_id=external_id,
        submitted_at=submitted_at,
        closed_at=closed_at if state in CLOSED_STATES else None,
        service=_mapped(mapping.services, _cell(row, "service", mapping), "service"),
        state=state,
        channel=_mapped(mapping.channels, _cell(row, "channel", mapping), "channel"),
        description=_cell(row, "description", mapping),
        address=_cell(row, "address", mapping),
        resolution=_cell(row, "resolution", mapping),
        longitude=longitude,
        latitude=latitude,
    )


def _check_columns(header: Sequence[str], mapping: Mapping311) -> None:
    missing = sorted({name for names in mapping.columns.values() for name in names} - set(header))
    if missing:
        text = _("The file has no column “%(missing)s”. It has: %(header)s")
        values = {"missing": "”, “".join(missing), "header": ", ".join(header)}
        raise Invalid(fields={"columns": [text % values]})


def _cell(row: Mapping[str, str | None], name: str, mapping: Mapping311) -> str:
    """The cell, or several of them joined in the mapping's order; NUL never reaches the database."""
    cells = ((row.get(column) or "").replace("\x00", "").strip() for column in mapping.columns.get(name, ()))
    return " · ".join(filter(None, cells))


def _mapped(values: Mapping[str, str], text: str, name: str) -> str:
    meaning = look_up(values, text)
    if meaning is None:
        raise _Refused(_("The mapping does not say what %(name)s “%(text)s” is.") % {"name": name, "text": text})
    return meaning


def _time(text: str, name: str, mapping: Mapping311) -> datetime | None:
    if not text:
        return None
    for date_format in (None, *mapping.date_formats):
        try:
            # Naive on purpose: the zone is the mapping's.
            time = datetime.strptime(text, date_format) if date_format else datetime.fromisoformat(text)  # noqa: DTZ007
        except ValueError:
            continue
        return time if time.tzinfo else time.replace(tzinfo=mapping.zone)
    raise _Refused(_("%(name)s “%(text)s” is no date that the mapping knows.") % {"name": name, "text": text})


def _degrees(row: Mapping[str, str | None], mapping: Mapping311) -> tuple[float | None, float | None]:
    texts = [_cell(row, name, mapping) for name in ("longitude", "latitude")]
    if not any(texts):
        return None, None
    try:
        longitude, latitude = (float(text.replace(",", ".")) for text in texts)
    except ValueError:
        longitude = latitude = math.nan
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _Refused(_("“%(text)s” is no longitude and latitude.") % {"text": ", ".join(texts)})
    return longitude, latitude
