"""What a collection and its schema must be."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from geo.errors import Invalid
from layers.features.models.collections import GeometryType, Locates

IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
"""Ids of collections and names of properties: they stand in URLs, tiles, SQL and DBF without quoting."""

NEEDED: Final[Mapping[str, frozenset[str]]] = {
    Locates.NOTHING: frozenset(),
    Locates.BOUNDARY: frozenset({"name"}),
    Locates.NEIGHBOUR: frozenset({"name"}),
    Locates.MUNICIPAL_UNIT: frozenset({"name"}),
    Locates.SETTLEMENT: frozenset({"name"}),
    Locates.ADDRESS: frozenset({"street", "number"}),
    Locates.ROAD: frozenset({"name"}),
}
"""Properties that `layers.features.locate` reads, by role."""


def check_schema(document: Mapping[str, Any]) -> None:
    """Raise unless the document is a JSON Schema (draft 2020-12) of an object with plain property names.

    Raises:
        Invalid: field ``schema``.
    """
    problems = list(_schema_problems(document))
    if problems:
        raise Invalid(fields={"schema": problems})


def _schema_problems(document: Mapping[str, Any]) -> list[str]:
    try:
        Draft202012Validator.check_schema(document)
    except SchemaError as error:
        return [_("Not a JSON Schema: %(message)s") % {"message": error.message}]
    if document.get("type") != "object" or not isinstance(document.get("properties"), Mapping):
        return [_("The schema must describe an object with properties.")]
    return [
        _("“%(name)s”: names consist of small Latin letters, digits and _, and begin with a letter.") % {"name": name}
        for name in document["properties"]
        if not IDENTIFIER.fullmatch(name)
    ]


def check_collection(
    *, id: str, title: Mapping[str, str], geometry_type: str, locates: str, document: Mapping[str, Any]
) -> None:
    """Raise unless the parts of a collection fit together.

    Raises:
        Invalid: by field.
    """
    check_schema(document)
    problems: dict[str, list[str]] = {}
    if not IDENTIFIER.fullmatch(id):
        problems["id"] = [_("Small Latin letters, digits and _, beginning with a letter, at most 63.")]
    if not title.get("el") or not title.get("en"):
        problems["title"] = [_("Give a title in Greek and in English.")]
    if geometry_type not in GeometryType.values:
        problems["geometry_type"] = [_("Choose one of: %(choices)s.") % {"choices": ", ".join(GeometryType.values)}]
    missing = NEEDED.get(locates, frozenset()) - set(document["properties"])
    if locates not in NEEDED:
        problems["locates"] = [_("Choose one of: %(choices)s.") % {"choices": ", ".join(filter(None, Locates.values))}]
    elif missing:
        problems["locates"] = [
            _("For this role the schema needs the fields: %(names)s.") % {"names": ", ".join(sorted(missing))}
        ]
    if problems:
        raise Invalid(fields=problems)
