"""A small chart to build on."""

from typing import Any

from citizen.organisation.models import Unit

Node = dict[str, Any]


def node(code: str, kind: str, *children: Node) -> Node:
    """One unit of a chart document; its names are its code."""
    return {"code": code, "kind": kind, "names": {"el": f"{code} ελ", "en": code}, "children": list(children)}


def chart(**more: Any) -> dict[str, Any]:
    """Two directorates, three departments, one office."""
    tree = node(
        "town", "municipality",
        node("works", "directorate", node("roads", "department"), node("lighting", "department")),
        node("environment", "directorate", node("green", "department", node("parks", "office"))),
    )  # fmt: skip
    return {"valid_from": "2020-01-01", "act": "first", "units": [tree]} | more


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)
