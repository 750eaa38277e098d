"""Properties against the JSON Schema of their collection (draft 2020-12)."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from geo.errors import Invalid


@lru_cache(maxsize=256)
def _validator(document: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(document), format_checker=Draft202012Validator.FORMAT_CHECKER)


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """The validator of a schema, made once for each content."""
    return _validator(json.dumps(schema, sort_keys=True))


def merge_properties(stored: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored with what changes (RFC 7396, first level): only the names given change, null removes."""
    return {name: value for name, value in (dict(stored) | dict(changes)).items() if value is not None}


def property_problems(checker: Draft202012Validator, properties: Mapping[str, Any]) -> dict[str, list[str]]:
    """Messages by field (``properties.<name>``) in the current language; empty when all is well."""
    found: dict[str, list[str]] = {}
    for error in checker.iter_errors(properties):
        for field, message in _explain(error):
            found.setdefault(field, []).append(message)
    return found


def check_properties(schema: Mapping[str, Any], properties: Mapping[str, Any]) -> None:
    """Raise unless the properties satisfy the schema.

    Raises:
        Invalid: one entry for each field at fault, ``properties.<name>``.
    """
    found = property_problems(validator(schema), properties)
    if found:
        raise Invalid(fields=found)


def _explain(error: Any) -> Iterator[tuple[str, str]]:
    # Typed loosely: jsonschema's errors leave every part unset until they are raised.
    path = ".".join(["properties", *(str(part) for part in error.absolute_path)])
    match error.validator:
        case "required":
            for name in error.validator_value:
                if name not in error.instance:
                    yield f"{path}.{name}", _("This must be given.")
        case "additionalProperties":
            known = error.schema.get("properties", {})
            for name in error.instance:
                if name not in known:
                    yield f"{path}.{name}", _("The layer has no such field.")
        case _:
            yield path, _message(error)


def _message(error: Any) -> str:
    limit = error.validator_value
    match error.validator:
        case "enum" | "oneOf" | "const":
            return _("Choose one of: %(choices)s.") % {"choices": _choices(error)}
        case "type":
            wanted = limit if isinstance(limit, str) else ", ".join(limit)
            return _("Expected: %(type)s.") % {"type": _type_name(wanted)}
        case "minimum":
            return _("Must be at least %(limit)s.") % {"limit": limit}
        case "exclusiveMinimum":
            return _("Must be more than %(limit)s.") % {"limit": limit}
        case "maximum":
            return _("Must be at most %(limit)s.") % {"limit": limit}
        case "exclusiveMaximum":
            return _("Must be less than %(limit)s.") % {"limit": limit}
        case "multipleOf":
            return _("Must be a multiple of %(limit)s.") % {"limit": limit}
        case "minLength":
            return _("Must have at least %(limit)s characters.") % {"limit": limit}
        case "maxLength":
            return _("Must have at most %(limit)s characters.") % {"limit": limit}
        case "format":
            return _("Not in the form “%(format)s”.") % {"format": limit}
        case "pattern":
            return _("Not in the expected form (%(pattern)s).") % {"pattern": limit}
    return _("Does not satisfy the rule “%(rule)s”.") % {"rule": str(error.validator)}


def _type_name(name: str) -> str:
    names = {
        "string": _("text"),
        "number": _("a number"),
        "integer": _("a whole number"),
        "boolean": _("yes or no"),
        "array": _("a list"),
        "object": _("a group of fields"),
    }
    return names.get(name, name)


def _choices(error: Any) -> str:
    language = "en" if (get_language() or "el").startswith("en") else "el"
    labels = error.schema.get("x-enum-titles", {})
    values = error.schema.get("enum") or [
        branch.get("const") for branch in error.schema.get("oneOf", ()) if isinstance(branch, dict)
    ]
    named = (
        f"{value} ({labels[value][language]})" if value in labels and language in labels[value] else str(value)
        for value in values
    )
    return ", ".join(named)
