"""Which field of a file becomes which property of a collection: pure, on names.

A property of the schema may carry `"x-aliases"`, a list of names under which files know it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
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
        for _rank, source, target in sorted(_matches(fields, names, exact=exact), key=lambda match: match[0]):
            if source not in taken and target not in taken.values():
                taken[source] = target
    used = {source.name: taken[source.name] for source in fields if taken.get(source.name)}
    return FieldMap(used, tuple(source.name for source in fields if source.name not in used))


def folded(name: str) -> str:
    """A name for comparison: no accents, no case, final sigma as sigma, anything between words as one
    `_`.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", plain.casefold().replace("ς", "σ")).strip("_")


def _names(schema: Mapping[str, Any]) -> dict[str, list[str]]:
    """All the names of each property, folded, the best known first."""
    found: dict[str, list[str]] = {}
    for name, definition in schema.get("properties", {}).items():
        known = [name]
        if isinstance(definition, Mapping):
            titles = definition.get("x-title", {})
            known += definition.get("x-aliases", [])
            known += titles.values() if isinstance(titles, Mapping) else []
            known.append(definition.get("title", ""))
        found[name] = [folded(text) for text in known if isinstance(text, str) and text]
    return found


def _matches(
    fields: Sequence[SourceField], names: Mapping[str, Sequence[str]], *, exact: bool
) -> Iterator[tuple[int, str, str]]:
    """Rank, field and property of whatever goes together; a cut name must be the start of one property's
    names only.
    """
    for source in fields:
        wanted = folded(source.name)
        if not wanted or not (exact or source.cut):
            continue
        found = {
            target: rank
            for target, known in names.items()
            for rank, name in reversed(list(enumerate(known)))
            if (name == wanted if exact else name.startswith(wanted))
        }
        if exact or len(found) == 1:
            yield from ((rank, source.name, target) for target, rank in found.items())


def _chosen(fields: Sequence[SourceField], schema: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, str]:
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
        problems.append(_("More than one field is to become: %(names)s.") % {"names": ", ".join(sorted(twice))})
    if problems:
        raise Invalid(fields={"map": problems})
    return dict(chosen)
