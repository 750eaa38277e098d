"""Which field of a file becomes which property of a collection: pure, on names.

A property of the schema may carry `"x-aliases"`, a list of names under which files know it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from geo.errors import Invalid
from layers.transfer.reading import SourceField


@dataclass(frozen=True)
class FieldMap:
    """How fields become properties.

    Attributes:
        properties: property by field, for the fields that are taken.
        left: fields that are not taken.
    """

    properties: Mapping[str, str]
    left: Sequence[str] = field(default_factory=tuple)


def match(
    fields: Sequence[SourceField], schema: Mapping[str, Any], chosen: Mapping[str, str] | None = None
) -> FieldMap:
    """Match fields to properties: as chosen, else by name, alias or title, without accents or case.

    A name that the format cut short (10 bytes in a shapefile) matches the one alias that begins with it. A
    property is filled from one field; the better match has it.

    Args:
        chosen: property by field, as a person said; an empty property leaves the field out.

    Raises:
        Invalid: `map` names a field or a property that is not there, or one property twice.
    """
    names = _names(schema)
    taken = _chosen(fields, schema, chosen or {})
    for exact in (True, False):
        for source in fields:
            if source.name in taken:
                continue
            found = _match(source, names, exact=exact) - set(taken.values())
            if len(found) == 1:
                taken[source.name] = found.pop()
    used = {name: taken[name] for name in (source.name for source in fields) if taken.get(name)}
    return FieldMap(used, tuple(source.name for source in fields if not taken.get(source.name)))


def folded(name: str) -> str:
    """A name for comparison: no accents, no case, final sigma as sigma, anything between words as one
    `_`.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", plain.casefold().replace("ς", "σ")).strip("_")


def _names(schema: Mapping[str, Any]) -> dict[str, set[str]]:
    """All the names of each property, folded."""
    found: dict[str, set[str]] = {}
    for name, definition in schema.get("properties", {}).items():
        known = [name]
        if isinstance(definition, Mapping):
            known += definition.get("x-aliases", [])
            titles = definition.get("title", definition.get("x-title", ""))
            known += titles.values() if isinstance(titles, Mapping) else [titles]
        found[name] = {folded(text) for text in known if isinstance(text, str) and text}
    return found


def _match(source: SourceField, names: Mapping[str, set[str]], *, exact: bool) -> set[str]:
    wanted = folded(source.name)
    if not wanted:
        return set()
    if exact:
        same = {name for name, known in names.items() if wanted in known}
        return {source.name} if source.name in same else same
    if not source.cut:
        return set()
    return {name for name, known in names.items() if any(text.startswith(wanted) for text in known)}


def _chosen(
    fields: Sequence[SourceField], schema: Mapping[str, Any], chosen: Mapping[str, str]
) -> dict[str, str]:
    there = {source.name for source in fields}
    problems = []
    for name, target in chosen.items():
        if name not in there:
            values = {"name": name, "names": ", ".join(sorted(there))}
            problems.append(_("The file has no field “%(name)s”. It has: %(names)s.") % values)
        if target and target not in schema.get("properties", {}):
            values = {"name": target, "names": ", ".join(schema.get("properties", {}))}
            problems.append(_("The layer has no property “%(name)s”. It has: %(names)s.") % values)
    targets = [target for target in chosen.values() if target]
    if twice := {target for target in targets if targets.count(target) > 1}:
        problems.append(
            _("More than one field is to become: %(names)s.") % {"names": ", ".join(sorted(twice))}
        )
    if problems:
        raise Invalid(fields={"map": problems})
    return dict(chosen)
