"""What services and cases look like to the desk."""

from collections.abc import Mapping
from typing import Any

from citizen.cases.models import Applicant, Attachment, Case, CaseEvent, Message, Service
from citizen.cases.states import Who, allowed_from
from citizen.organisation.models import Unit
from geo import crs

Json = dict[str, Any]


def service(offered: Service) -> Json:
    """A service as anybody sees it; needs its current version."""
    version = offered.current
    if version is None:
        raise ValueError(f"service {offered.code} has no version")
    return {
        "code": offered.code,
        "version": version.version,
        "name": version.title,
        "description": version.description,
        "keywords": version.keywords,
        "group": {"code": offered.group, "name": offered.group_title},
        "icon": offered.icon,
        "notice": version.notice or None,
        "form": version.form or None,
        "attaches": version.attaches,
        "collections": version.collections,
        "audience": version.audience,
        "identification": version.identification,
        "confidential": version.confidential,
        "target": {"amount": version.target_amount, "unit": version.target_unit},
        "legal_basis": version.legal_basis or None,
        "map_source": offered.map_source,
    }


def unit(of: Unit | None) -> Json | None:
    return None if of is None else {"code": of.code, "name": of.names}


def person(user: Any) -> Json | None:
    return None if user is None else {"username": user.username, "name": user.get_full_name()}


def location(case: Case) -> Json | None:
    """Where, in CRS84 degrees and in words."""
    if case.location is None:
        return None
    longitude, latitude = crs.transform_xy(case.location.x, case.location.y, crs.STORAGE, crs.CRS84)
    return {
        "longitude": float(longitude),
        "latitude": float(latitude),
        "settlement": case.settlement,
        "municipal_unit": case.municipal_unit,
        "address": case.address,
    }


def row(case: Case) -> Json:
    """A line of the desk's list; needs `CaseQuerySet.with_names` and the assignee."""
    return {
        "reference": case.reference,
        "service": {"code": case.service.code, "name": case.service_version.title},
        "state": case.state,
        "unit": unit(case.unit),
        "assignee": person(case.assignee),
        "priority": case.priority,
        "channel": case.channel,
        "confidential": case.confidential,
        "description": case.description,
        "location": location(case),
        "submitted_at": case.submitted_at,
        "updated_at": case.updated_at,
        "due_at": case.due_at,
        "warned_at": case.warned_at,
        "escalated_at": case.escalated_at,
        "version": case.version,
    }


def whole(case: Case, *, contact: Applicant | None, duplicate_of: str | None) -> Json:
    """Everything that the desk may see, in seven statements whatever its length."""
    return row(case) | {
        "answers": case.answers,
        "routing": case.routing,
        "allowed": [state.value for state in allowed_from(case.state, Who.DESK)],  # type: ignore[arg-type]
        "public_description": case.public_description,
        "cleared_at": case.description_cleared_at,
        "duplicate_of": duplicate_of,
        "possible_duplicates": case.suggestions,
        "paused_since": case.paused_since,
        "paused_seconds": case.paused_seconds,
        "resolved_at": case.resolved_at,
        "closed_at": case.closed_at,
        "reopened_count": case.reopened_count,
        "external": {"source": case.external_source, "id": case.external_id} if case.external_id else None,
        "features": [
            {"id": feature.pk, "uid": str(feature.uid), "collection": feature.collection_id}
            for feature in case.features.all()
        ],
        "events": [event(one) for one in case.events.select_related("actor", "unit")],
        "messages": [message(one) for one in case.messages.select_related("author")],
        "attachments": [attachment(one) for one in case.attachments.select_related("file")],
        "contact": None if contact is None else applicant(contact),
    }


def event(one: CaseEvent) -> Json:
    return {
        "id": one.pk,
        "at": one.at,
        "kind": one.kind,
        "by": one.who,
        "actor": person(one.actor),
        "from": one.from_state,
        "to": one.to_state,
        "unit": unit(one.unit),
        "note": one.note,
        "public_note": one.public_note,
        "data": one.data,
    }


def message(one: Message) -> Json:
    return {
        "id": one.pk,
        "at": one.at,
        "direction": one.direction,
        "author": person(one.author),
        "text": one.text,
    }


def attachment(one: Attachment) -> Json:
    return {
        "id": one.pk,
        "file": str(one.file_id),
        "state": one.file.state,
        "by_reporter": one.by_reporter,
        "added_at": one.added_at,
        "cleared_at": one.cleared_at,
    }


def applicant(one: Applicant) -> Mapping[str, str]:
    return {"name": one.name, "email": one.email, "phone": one.phone, "language": one.language}
