"""Properties as columns of a table: types from the JSON Schema, gaps as gaps."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_KINDS: Mapping[str, tuple[Any, Any]] = {
    "integer": (np.int64, 0),
    "number": (np.float64, np.nan),
    "boolean": (np.bool_, False),
}


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: as the file will have it.
        property: as the collection has it.
        type: `integer`, `number`, `boolean`, `date` or `text`; lists and objects are JSON in text.
    """

    name: str
    property: str
    type: str

    def array(self, values: Sequence[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """The values as an array, and a mask that is true where there is none."""
        mask = np.array([value is None for value in values], dtype=np.bool_)
        if self.type in _KINDS:
            kind, gap = _KINDS[self.type]
            return np.array([gap if value is None else value for value in values], dtype=kind), mask
        if self.type == "date":
            return np.array([None if value is None else value for value in values], dtype="datetime64[D]"), mask
        return np.array([_text(value) for value in values], dtype=object), mask


def columns(schema: Mapping[str, Any]) -> list[Column]:
    """The columns of a collection, in the order of its schema."""
    return [Column(name, name, _type(definition)) for name, definition in schema.get("properties", {}).items()]


def _type(definition: Mapping[str, Any]) -> str:
    stated = definition.get("type", "")
    names = [name for name in ([stated] if isinstance(stated, str) else stated) if name != "null"]
    if names == ["string"] and definition.get("format") == "date":
        return "date"
    return names[0] if len(names) == 1 and names[0] in _KINDS else "text"


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
