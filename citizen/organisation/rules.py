"""A chart as a value, read from a document and checked before anything is written. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker

from citizen.organisation.models import Kind
from geo.errors import Invalid

_CODE: Final = {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"}
_TEXTS: Final = {
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
                "code": _CODE,
                "kind": {"enum": list(Kind.values)},
                "names": _TEXTS,
                "email": {"type": "string", "format": "email"},
                "phone": {"type": "string", "maxLength": 40},
                "children": {"type": "array", "items": {"$ref": "#/$defs/unit"}},
            },
        }
    },
    "type": "object",
    "required": ["units"],
    "additionalProperties": False,
    "properties": {
        "names": _TEXTS,
        "body": {"type": "string", "maxLength": 16},
        "act": {"type": "string", "maxLength": 200},
        "valid_from": {"type": "string", "format": "date"},
        "contact": {"type": "object"},
        "attribution": _TEXTS,
        "successors": {"type": "object", "propertyNames": _CODE, "additionalProperties": _CODE},
        "units": {"type": "array", "items": {"$ref": "#/$defs/unit"}, "minItems": 1, "maxItems": 1},
    },
}
"""A chart document: one tree of units, each with a code and names in Greek and English. ``successors`` names
the unit that answers for one which the chart no longer has; where it is silent, the parent answers."""

_RANK: Final = {kind: rank for rank, kind in enumerate(Kind.values)}


@dataclass(frozen=True, kw_only=True)
class Node:
    """One unit of a chart; `parent` is a code, empty for the root."""

    code: str
    kind: str
    names: Mapping[str, str]
    parent: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A whole chart, parents before children."""

    nodes: tuple[Node, ...]
    act: str = ""
    valid_from: date | None = None
    successors: Mapping[str, str] = field(default_factory=dict)


def parse_chart(document: Any) -> Chart:
    """The chart that a document describes.

    Raises:
        Invalid: the document breaks `CHART_SCHEMA` or `check_nodes`; one message for each faulty place.
    """
    checker = Draft202012Validator(CHART_SCHEMA, format_checker=FormatChecker())
    faults: dict[str, list[str]] = {}
    for fault in checker.iter_errors(document):
        faults.setdefault(".".join(map(str, fault.absolute_path)) or "chart", []).append(_explained(fault))
    if faults:
        raise Invalid(_("The chart file has faults."), fields=faults)
    nodes = tuple(_walk(document["units"], ""))
    check_nodes(nodes)
    day = document.get("valid_from")
    return Chart(
        nodes=nodes,
        act=document.get("act", ""),
        valid_from=date.fromisoformat(day) if day else None,
        successors=document.get("successors", {}),
    )


def _explained(fault: Any) -> str:
    # Typed loosely: jsonschema's errors leave every part unset until they are raised.
    limit = fault.validator_value
    match fault.validator:
        case "required":
            missing = [name for name in limit if name not in fault.instance]
            return _("This is missing: %(names)s.") % {"names": ", ".join(missing)}
        case "additionalProperties" if limit is False:
            return _("Only these are known here: %(names)s.") % {"names": ", ".join(fault.schema["properties"])}
        case "enum":
            return _("Choose one of: %(choices)s.") % {"choices": ", ".join(limit)}
        case "pattern":
            return _("Use small Latin letters, digits and hyphens only, at most 60.")
        case "minItems" | "maxItems":
            return _("Exactly one unit stands at the top: the municipality.")
    return _("This is not what is expected here (%(rule)s).") % {"rule": f"{fault.validator}: {limit}"}


def check_nodes(nodes: tuple[Node, ...]) -> None:
    """Refuse a chart whose codes are not unique or whose levels do not descend from one municipality.

    Raises:
        Invalid: messages by unit code.
    """
    faults: dict[str, list[str]] = {}
    kinds = {node.code: node.kind for node in nodes}
    for code, times in Counter(node.code for node in nodes).items():
        if times > 1:
            faults.setdefault(code, []).append(_("This code stands more than once in the chart."))
    for node in nodes:
        if message := _misplaced(node, kinds):
            faults.setdefault(node.code, []).append(message)
    if faults:
        raise Invalid(_("The chart file has faults."), fields=faults)


def _misplaced(node: Node, kinds: Mapping[str, str]) -> str:
    if not node.parent:
        if node.kind == Kind.MUNICIPALITY:
            return ""
        return _("Only the municipality stands without a parent. Name the parent of this unit.")
    if node.parent not in kinds:
        return _("Its parent “%(code)s” is not in the chart.") % {"code": node.parent}
    if _RANK[kinds[node.parent]] >= _RANK[node.kind]:
        return _("A unit of kind “%(kind)s” cannot stand under one of kind “%(parent)s”.") % {
            "kind": Kind(node.kind).label,
            "parent": Kind(kinds[node.parent]).label,
        }
    return ""


def check_successors(successors: Mapping[str, str], *, closing: set[str], staying: set[str]) -> None:
    """Refuse successors that do not stand in the new chart, or of units that do not end.

    Raises:
        Invalid: messages by the code of the ending unit.
    """
    faults = {}
    for code, heir in successors.items():
        if code in staying:
            faults[code] = [_("This unit is still in the chart: it has no successor.")]
        elif code in closing and heir not in staying:
            faults[code] = [_("Its successor “%(code)s” is not in the chart.") % {"code": heir}]
    if faults:
        raise Invalid(_("The chart file has faults."), fields=faults)


def _walk(units: list[Mapping[str, Any]], parent: str) -> Iterator[Node]:
    for unit in units:
        yield Node(
            code=unit["code"],
            kind=unit["kind"],
            names=unit["names"],
            parent=parent,
            email=unit.get("email", ""),
            phone=unit.get("phone", ""),
        )
        yield from _walk(unit.get("children", []), unit["code"])
