"""Services and calendars are data; a changed file makes a new version of its service."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from citizen.cases.models import Service, ServiceVersion, WorkingCalendar
from citizen.cases.rules.calendars import check_calendar
from citizen.cases.rules.services import check_service, form_of
from geo import access
from geo.audit.actions import record

CATALOGUE: Final = Path(__file__).parent.parent / "catalogue"

CALENDARS: Final[Mapping[str, Mapping[str, Any]]] = {
    "office": {
        "title": {"el": "Ωράριο υπηρεσιών", "en": "Office hours"},
        "weekly": {day: [["07:00", "15:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
        "country": "GR",
    },
    "always": {
        "title": {"el": "Όλο το εικοσιτετράωρο", "en": "Day and night"},
        "weekly": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
        "country": "",
    },
}


@transaction.atomic
def install_catalogue(folder: Path = CATALOGUE) -> int:
    """Install the services of all files (one file a group) and the calendars they name; answers the new versions.

    Idempotent: a service whose content is what it was gets no new version, a calendar that staff have edited
    stays as it is, services made by the municipality itself are not touched.

    Raises:
        Invalid: a service is not complete.
    """
    for code, calendar in CALENDARS.items():
        WorkingCalendar.objects.get_or_create(code=code, defaults=dict(calendar))
    groups = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    groups.sort(key=lambda group: group["order"])
    known = {service.code: service for service in Service.objects.select_related("current")}
    made = 0
    for group in groups:
        for place, content in enumerate(group["services"]):
            check_service(content)
            made += _install(known.get(content["code"]), group, content, group["order"] * 100 + place)
    if made:
        record(actor=None, action="cases.install_catalogue", data={"versions": made})
    return made


def _install(service: Service | None, group: Mapping[str, Any], content: Mapping[str, Any], order: int) -> int:
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    row = {"group": group["group"], "group_title": group["title"], "icon": content["icon"], "order": order}
    if service is None:
        service = Service.objects.create(code=content["code"], **row)
    elif any(getattr(service, name) != value for name, value in row.items()):
        Service.objects.filter(pk=service.pk).update(**row)
    # A digest of any earlier version: staff have changed the service since, or a file went back to it.
    if ServiceVersion.objects.filter(service=service, digest=digest).exists():
        return 0
    number = service.current.version + 1 if service.current else 1
    version = ServiceVersion.objects.create(service=service, version=number, digest=digest, **_columns(content))
    Service.objects.filter(pk=service.pk).update(current=version)
    return 1


def _columns(content: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a file as columns; members that are missing keep the columns' defaults."""
    public = content.get("public", {})
    given = {
        "title": content["title"],
        "description": content["description"],
        "keywords": content["keywords"],
        "form": form_of(content),
        "unit_code": content["unit"],
        "target_amount": content["target"]["amount"],
        "target_unit": content["target"]["unit"],
        "calendar_code": content.get("calendar"),
        "point_public": public.get("point"),
        "text_publishable": public.get("text"),
    }
    same = (
        "notice", "audience", "identification", "attaches", "collections", "confidential", "sensitive",
        "legal_basis", "retention_days", "duplicate_radius",
    )  # fmt: skip
    given |= {name: content.get(name) for name in same}
    return {name: value for name, value in given.items() if value is not None}


@transaction.atomic
def save_calendar(*, actor: Any, code: str, title: Mapping[str, str], **values: Any) -> WorkingCalendar:
    """Make or change a working calendar: `weekly`, `closed`, `patrons`, `country` (see `WorkingCalendar`).

    Cases keep the target that they were given; a clock that starts or goes on reckons with the new hours.

    Raises:
        Forbidden: without ``cases.manage_service`` (the system, `actor` None, may). Invalid.
    """
    if actor is not None:
        access.check(actor, "cases.manage_service")
    check_calendar(weekly=values["weekly"], patrons=values.get("patrons", []), country=values.get("country", "GR"))
    calendar, made = WorkingCalendar.objects.update_or_create(code=code, defaults={"title": dict(title), **values})
    if not made:
        WorkingCalendar.objects.filter(pk=calendar.pk).update(version=F("version") + 1)
        calendar.refresh_from_db()
    record(actor=actor, action="cases.save_calendar", obj=calendar, data={"version": calendar.version})
    return calendar
