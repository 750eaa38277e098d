"""Pure checks of a chart file before anything is written."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from geo.errors import Invalid

_names = {
    "type": "object",
    "required": ["el", "en"],
    "properties": {"el": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
}
CHART_SCHEMA: Final[dict[str, Any]] = {
    "$defs": {
        "unit": {
            "type": "object",
            "required": ["code", "kind", "names"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"},
                "kind": {"enum": ["municipality", "general_directorate", "directorate", "department", "office"]},
                "names": _names,
                "email": {"type": "string"},
                "phone": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/unit"}},
            },
        }
    },
    "type": "object",
    "required": ["names", "units"],
    "additionalProperties": False,
    "properties": {
        "names": _names,
        "body": {"type": "string", "maxLength": 16},
        "act": {"type": "string", "maxLength": 200},
        "valid_from": {"type": "string", "format": "date"},
        "contact": {"type": "object"},
        "units": {"type": "array", "items": {"$ref": "#/$defs/unit"}, "minItems": 1, "maxItems": 1},
    },
}
"""A chart file: names of the municipality and one tree of units, each with a code and names in el and en."""


def check_chart(chart: Any) -> None:
    """Refuse a chart file that is not whole.

    Raises:
        Invalid: with the path of each fault.
    """
    faults = {
        ".".join(map(str, fault.absolute_path)) or "chart": [fault.message]
        for fault in Draft202012Validator(CHART_SCHEMA).iter_errors(chart)
    }
    if not faults:
        seen: set[str] = set()
        for unit in walk(chart["units"]):
            if unit["code"] in seen:
                faults[unit["code"]] = [_("This code stands twice in the chart.")]
            seen.add(unit["code"])
    if faults:
        raise Invalid(_("The chart file has faults."), fields=faults)


def walk(units: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every unit of the tree, parents first."""
    for unit in units:
        yield unit
        yield from walk(unit.get("children", []))
