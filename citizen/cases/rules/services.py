"""What a service of the catalogue must say; checked before it is installed."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from citizen.cases.texts import is_complete
from geo.errors import Invalid

_TEXTS: Final = {
    "type": "object",
    "required": ["el", "en"],
    "additionalProperties": False,
    "properties": {"el": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
}
_WORDS: Final = {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True}
_CODE: Final = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 63}

SERVICE: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["code", "icon", "title", "description", "keywords", "unit", "target"],
    "additionalProperties": False,
    "properties": {
        "code": _CODE,
        "icon": {"type": "string", "minLength": 1},
        "title": _TEXTS,
        "description": _TEXTS,
        "keywords": {
            "type": "object",
            "required": ["el", "en"],
            "additionalProperties": False,
            "properties": {"el": _WORDS, "en": _WORDS},
        },
        "notice": _TEXTS,
        "audience": {"enum": ["anyone", "authenticated", "business"]},
        "identification": {"enum": ["none", "contact", "account"]},
        "questions": {"type": "object", "additionalProperties": {"type": "object"}},
        "required": {"type": "array", "items": {"type": "string"}},
        "attaches": {"enum": ["nowhere", "point", "features", "line", "polygon"]},
        "collections": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "unit": _CODE,
        "calendar": _CODE,
        "target": {
            "type": "object",
            "required": ["amount", "unit"],
            "additionalProperties": False,
            "properties": {
                "amount": {"type": "integer", "minimum": 1},
                "unit": {"enum": ["working_hours", "days"]},
            },
        },
        "public": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"point": {"type": "boolean"}, "text": {"type": "boolean"}},
        },
        "confidential": {"type": "boolean"},
        "sensitive": {"type": "boolean"},
        "legal_basis": _TEXTS,
        "retention_days": {"type": "integer", "minimum": 1},
        "duplicate_radius": {"type": "integer", "minimum": 0},
    },
}
"""JSON Schema of one service in a file of the catalogue."""


def check_service(service: Mapping[str, Any]) -> None:
    """Refuse a service that is not complete in both languages or whose form cannot be asked.

    Raises:
        Invalid: naming the member at fault.
    """
    faults: dict[str, list[str]] = {}
    for error in Draft202012Validator(SERVICE).iter_errors(service):
        faults.setdefault(".".join(map(str, error.absolute_path)) or "service", []).append(error.message)
    if not faults:
        faults |= _form_faults(form_of(service))
        if (service.get("attaches") == "features") != ("collections" in service):
            faults["collections"] = [_("Collections belong to a service that attaches to features.")]
    if faults:
        raise Invalid(fields={f"{service.get('code', '?')}.{name}": texts for name, texts in faults.items()})


def form_of(service: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of the answers, or nothing when the service asks nothing more."""
    questions = service.get("questions", {})
    if not questions:
        return {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": dict(questions),
        "required": list(service.get("required", ())),
    }


def _form_faults(form: Mapping[str, Any]) -> dict[str, list[str]]:
    if not form:
        return {}
    try:
        Draft202012Validator.check_schema(form)
    except SchemaError as error:
        return {"questions": [error.message]}
    faults = {}
    for name, question in form["properties"].items():
        choices = question.get("enum", question.get("items", {}).get("enum", []))
        titles = question.get("x-enum-titles", question.get("items", {}).get("x-enum-titles", {}))
        if not is_complete(question.get("x-title")):
            faults[f"questions.{name}"] = [_("The question needs an x-title in Greek and English.")]
        elif any(not is_complete(titles.get(choice)) for choice in choices):
            faults[f"questions.{name}"] = [_("Every choice needs an entry of x-enum-titles in both languages.")]
    if set(form["required"]) - set(form["properties"]):
        faults["required"] = [_("A required question is not asked.")]
    return faults
