"""From a request's body to values: one shape for JSON and multipart, every fault named at its field.

Only the shape is looked at here; what a text, a contact or an answer may be is the business of the cases.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from geo.errors import Invalid

MAX_PHOTOS: Final = 3
CONTACT_FIELDS: Final = ("name", "email", "phone")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a person reports.

    Attributes:
        service: code of the service.
        longitude, latitude: CRS84 degrees, or both None.
        feature: id (bigint) or uid (UUID) of a feature, as text; "" for none.
        answers: by question code.
        contact: ``name``, ``email``, ``phone``; only what was given.
        client_id: made by the client; a resend with the same one changes nothing.
    """

    service: str
    description: str
    longitude: float | None = None
    latitude: float | None = None
    feature: str = ""
    answers: Mapping[str, Any]
    contact: Mapping[str, str]
    client_id: UUID | None = None


def parse(data: Mapping[str, Any]) -> Report:
    """Read the body of ``POST /api/v1/requests/``.

    Objects may come as JSON text or, in a form, as ``contact.email``.

    Raises:
        Invalid: with a message for each field at fault.
    """
    faults: dict[str, list[str]] = {}
    service = _text(data, "service")
    if not service:
        faults["service"] = [_("Choose what it is about.")]
    description = _text(data, "description")
    longitude, latitude = _place(data, faults)
    report = Report(
        service=service,
        description=description,
        longitude=longitude,
        latitude=latitude,
        feature=_text(data, "feature"),
        answers=_object(data, "answers", faults),
        contact=_contact(data, faults),
        client_id=_uuid(data, "client_id", faults),
    )
    if faults:
        raise Invalid(fields=faults)
    return report


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return "" if value is None else str(value).strip()


def _place(data: Mapping[str, Any], faults: dict[str, list[str]]) -> tuple[float | None, float | None]:
    values: dict[str, float | None] = {}
    for name, low, high in (("longitude", -180, 180), ("latitude", -90, 90)):
        text = _text(data, name)
        if not text:
            values[name] = None
            continue
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not low <= number <= high:
            faults[name] = [_("Give degrees from %(low)d to %(high)d.") % {"low": low, "high": high}]
        values[name] = number
    for name, other in (("longitude", "latitude"), ("latitude", "longitude")):
        if values[name] is None and values[other] is not None:
            faults[name] = [_("Longitude and latitude go together; this one is missing.")]
    return values["longitude"], values["latitude"]


def _object(data: Mapping[str, Any], name: str, faults: dict[str, list[str]]) -> Mapping[str, Any]:
    value = data.get(name)
    if value in (None, ""):
        prefix = f"{name}."
        return {key.removeprefix(prefix): data[key] for key in data if key.startswith(prefix)}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if not isinstance(value, Mapping):
        faults[name] = [_("Send an object: names with values.")]
        return {}
    return value


def _contact(data: Mapping[str, Any], faults: dict[str, list[str]]) -> Mapping[str, str]:
    given = _object(data, "contact", faults)
    contact = {name: _text(given, name) for name in CONTACT_FIELDS if _text(given, name)}
    for name in given:
        if name not in CONTACT_FIELDS:
            faults[f"contact.{name}"] = [_("Only name, email and phone are kept.")]
    return contact


def _uuid(data: Mapping[str, Any], name: str, faults: dict[str, list[str]]) -> UUID | None:
    text = _text(data, name)
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        faults[name] = [_("Send a UUID, or leave it out.")]
        return None
