"""The small file that says how another system's table of requests is read: columns, categories, states, time zone.

A JSON object:

```
{
  "source": "nyc-311",                     name of the other system; with external_id it identifies a case for ever
  "encoding": "utf-8", "delimiter": ",",   how the file is written
  "time_zone": "America/New_York",         of times without an offset
  "date_formats": ["%Y-%m-%dT%H:%M:%S"],   tried in order, beside ISO 8601
  "columns": {"external_id": "Unique Key", "submitted_at": "Created Date", "closed_at": "Closed Date",
              "service": "Complaint Type", "state": "Status", "description": ["Complaint Type", "Descriptor"],
              "longitude": "Longitude", "latitude": "Latitude", "address": "Incident Address",
              "channel": "Channel", "resolution": "Resolution Description"},
  "services": {"Animal-Abuse": "animal-abuse", "*": "other"},
  "states": {"Closed": "closed", "Open": "registered"},
  "channels": {"PHONE": "phone", "*": "import"}
}
```

Values are compared without regard to case, accents and outer blanks; ``*`` stands for all others. Without it an unknown
value refuses its row.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from geo.errors import Invalid

REQUIRED_COLUMNS: Final = ("external_id", "submitted_at", "service", "state")
COLUMNS: Final = (
    *REQUIRED_COLUMNS,
    "closed_at", "description", "longitude", "latitude", "address", "channel", "resolution",
)  # fmt: skip
OTHERS: Final = "*"

_column = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
_values = {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["source", "columns", "services", "states"],
    "additionalProperties": False,
    "properties": {
        "source": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"},
        "encoding": {"type": "string"},
        "delimiter": {"type": "string", "minLength": 1, "maxLength": 1},
        "time_zone": {"type": "string"},
        "date_formats": {"type": "array", "items": {"type": "string"}},
        "columns": {
            "type": "object",
            "required": list(REQUIRED_COLUMNS),
            "additionalProperties": False,
            "properties": dict.fromkeys(COLUMNS, _column),
        },
        "services": _values,
        "states": _values,
        "channels": _values,
    },
}


@dataclass(frozen=True, kw_only=True)
class Mapping311:
    """A mapping file, checked. See the module for its members."""

    source: str
    encoding: str
    delimiter: str
    zone: ZoneInfo
    date_formats: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    services: Mapping[str, str]
    states: Mapping[str, str]
    channels: Mapping[str, str]


def read_mapping(path: Path) -> Mapping311:
    """Read and check a mapping file.

    Raises:
        Invalid: the file is no JSON, or a member is missing, unknown or wrong; named by its path.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Invalid(_("The mapping file cannot be read: %(why)s") % {"why": error}) from error
    faults = {
        ".".join(map(str, fault.absolute_path)) or "mapping": [fault.message]
        for fault in Draft202012Validator(SCHEMA).iter_errors(data)
    }
    if faults:
        raise Invalid(_("The mapping file has faults."), fields=faults)
    name = data.get("time_zone", "Europe/Athens")
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid(
            fields={"time_zone": [_("“%(name)s” is no time zone. Example: Europe/Athens") % {"name": name}]}
        ) from None
    return Mapping311(
        source=data["source"],
        encoding=data.get("encoding", "utf-8-sig"),
        delimiter=data.get("delimiter", ","),
        zone=zone,
        date_formats=tuple(data.get("date_formats", ())),
        columns={
            name: (column,) if isinstance(column, str) else tuple(column) for name, column in data["columns"].items()
        },
        services=_folded(data["services"]),
        states=_folded(data["states"]),
        channels=_folded(data.get("channels", {OTHERS: "import"})),
    )


def look_up(values: Mapping[str, str], text: str) -> str | None:
    """What a value of the file stands for; None where the mapping does not say."""
    return values.get(_fold(text), values.get(OTHERS))


def _folded(values: Mapping[str, str]) -> dict[str, str]:
    return {_fold(text): meaning for text, meaning in values.items()}


def _fold(text: str) -> str:
    """Greek capitals are written without accents: «ΝΕΟ» is «Νέο»."""
    decomposed = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
