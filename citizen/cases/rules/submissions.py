"""What a submission must look like."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError

from citizen.cases.texts import in_language
from geo.errors import Invalid

MAX_TEXT: Final = 4000
MAX_FEATURES: Final = 5
_PHONE: Final = re.compile(r"\+?[0-9]{10,15}")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach the reporter; everything may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "el"

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.email or self.phone)


def clean_text(text: str) -> str:
    """The text without characters that XML 1.0 and PostgreSQL refuse, and without spaces around it."""
    return _UNPRINTABLE.sub("", text).strip()


def check_description(text: str) -> str:
    """The description as it is kept.

    Raises:
        Invalid: empty or too long.
    """
    text = clean_text(text)
    if not text:
        raise Invalid(fields={"description": [_("Describe it in a few words.")]})
    if len(text) > MAX_TEXT:
        raise Invalid(fields={"description": [_("At most %(most)d characters.") % {"most": MAX_TEXT}]})
    return text


def check_contact(contact: Contact, *, required: bool) -> Contact:
    """The contact as it is kept: telephone without spaces.

    Raises:
        Invalid: no e-mail address or telephone number where one is needed, or one that cannot be right.
    """
    faults: dict[str, list[str]] = {}
    email, phone = contact.email.strip(), re.sub(r"[\s().-]", "", contact.phone)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            faults["contact.email"] = [_("This is no e-mail address.")]
    if phone and not _PHONE.fullmatch(phone):
        faults["contact.phone"] = [_("Give ten digits, or the country's code and the number.")]
    if len(contact.name) > 200:
        faults["contact.name"] = [_("At most %(most)d characters.") % {"most": 200}]
    if required and not (email or phone):
        faults["contact"] = [_("This service needs an e-mail address or a telephone number.")]
    if faults:
        raise Invalid(fields=faults)
    language = contact.language if contact.language in ("el", "en") else "el"
    return Contact(name=clean_text(contact.name), email=email, phone=phone, language=language)


def check_answers(form: Mapping[str, Any], answers: Any) -> dict[str, Any]:
    """The answers, valid against the service's form.

    Raises:
        Invalid: one message for each question at fault, under ``answers.<question>``.
    """
    if not isinstance(answers, dict):
        raise Invalid(fields={"answers": [_("Send an object: question and answer.")]})
    if not form:
        if answers:
            raise Invalid(fields={f"answers.{name}": [_("This service does not ask that.")] for name in answers})
        return {}
    faults: dict[str, list[str]] = {}
    for error in Draft202012Validator(form).iter_errors(answers):
        for name, message in _messages(form, error):
            faults.setdefault(f"answers.{name}" if name else "answers", []).append(message)
    if faults:
        raise Invalid(fields=faults)
    return answers


def _messages(form: Mapping[str, Any], error: SchemaError) -> Iterator[tuple[str, str]]:
    """Which question is at fault and what to do; the validator's own words are for programmers."""
    name = ".".join(str(part) for part in error.absolute_path)
    properties = form.get("properties", {})
    limit, given = cast(Any, error.validator_value), cast(Any, error.instance)
    match error.validator:
        case "required":
            for missing in limit:
                if missing not in given:
                    title = in_language(properties.get(missing, {}).get("x-title", {})) or missing
                    yield missing, _("Please answer: %(question)s") % {"question": title}
        case "additionalProperties":
            for extra in sorted(set(given) - set(properties)):
                yield extra, _("This service does not ask that.")
        case "enum":
            yield (
                name,
                _("Choose one of: %(values)s.") % {"values": ", ".join(map(str, limit))},
            )
        case "type":
            yield name, _("This must be of type %(type)s.") % {"type": limit}
        case "minimum" | "maximum" | "maxLength" | "minLength" | "maxItems" | "minItems":
            yield name, _("The limit is %(limit)s.") % {"limit": limit}
        case _:
            yield name, _("This answer is not valid.")
