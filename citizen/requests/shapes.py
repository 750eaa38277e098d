"""What a request looks like outside: to everybody, and to whoever holds its key."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from citizen.cases.keys import case_key
from citizen.cases.models import Attachment, Case, CaseEvent, Message
from citizen.organisation.models import Unit
from geo.files.models import StoredFile

Json = dict[str, Any]


def receipt(case: Case, degrees: tuple[float, float] | None) -> Json:
    """The answer to a report: number, key, unit, expected day, place (law 2690/1999 art. 12: proof of entry)."""
    return {
        "protocol_number": case.reference,
        "reference": case.reference,
        "key": case_key(case),
        "state": case.state,
        "service": case.service.code,
        "unit": unit(case.unit),
        "why": case.routing.get("why", {}),
        "submitted_at": case.submitted_at,
        "expected_at": case.due_at,
        "location": location(case, degrees),
        "url": f"/requests/{case.reference}",
    }


def location(case: Case, degrees: tuple[float, float] | None) -> Json | None:
    """Where, in CRS84 degrees and in words; None for a case without a place."""
    if degrees is None:
        return None
    return {
        "longitude": degrees[0],
        "latitude": degrees[1],
        "settlement": case.settlement,
        "municipal_unit": case.municipal_unit,
        "address": case.address,
    }


def unit(unit: Unit | None) -> Json | None:
    return None if unit is None else {"code": unit.code, "name": unit.names}


def summary(case: Case) -> Json:
    """The public columns of the list; no text and no person."""
    return {
        "reference": case.reference,
        "protocol_number": case.reference,
        "service": case.service.code,
        "service_name": case.service_version.title,
        "group": case.service.group,
        "state": case.state,
        "submitted_at": case.submitted_at,
        "updated_at": case.updated_at,
        "expected_at": case.due_at,
        "resolved_at": case.resolved_at,
        "settlement": case.settlement,
        "municipal_unit": case.municipal_unit,
        "description": case.public_text or None,
    }


def feature(case: Case, degrees: tuple[float, float] | None) -> Json:
    """A GeoJSON feature (RFC 7946) of the public list."""
    geometry = None if degrees is None else {"type": "Point", "coordinates": list(degrees)}
    return {"type": "Feature", "id": case.pk, "geometry": geometry, "properties": summary(case)}


def public_view(case: Case, degrees: tuple[float, float] | None, related: "Related") -> Json:
    """One request as anybody may see it."""
    cleared = [attachment for attachment in related.attachments if attachment.cleared_at is not None]
    return {
        **summary(case),
        "unit": unit(case.unit),
        "why": case.routing.get("why", {}),
        "address": case.address,
        "location": location(case, degrees),
        "private": False,
        "events": [event(row) for row in related.events if row.to_state],
        "photos": [photo(attachment) for attachment in cleared],
    }


def private_view(case: Case, degrees: tuple[float, float] | None, related: "Related") -> Json:
    """One request as its reporter sees it: the own words, messages and photos too; never internal notes."""
    return {
        **public_view(case, degrees, related),
        "private": True,
        "description": case.description,
        "answers": case.answers,
        "channel": case.channel,
        "events": [event(row) for row in related.events if row.to_state or row.public_note],
        "messages": [message(row) for row in related.messages],
        "photos": [photo(attachment) for attachment in related.attachments],
    }


def event(row: CaseEvent) -> Json:
    return {"at": row.at, "kind": row.kind, "from": row.from_state or None, "to": row.to_state or None,
            "text": row.public_note or None}  # fmt: skip


def message(row: Message) -> Json:
    return {"at": row.at, "direction": row.direction, "text": row.text}


def photo(attachment: Attachment) -> Json:
    """State and addresses of a photo; addresses only once it has been re-encoded."""
    file = attachment.file
    ready = file.state == StoredFile.State.READY
    url = reverse("file", args=[file.uid]) if ready else None
    return {"id": str(file.uid), "state": file.state, "refusal": file.get_refusal_display() or None, "url": url,
            "cleared": attachment.cleared_at is not None}  # fmt: skip


class Related:
    """The rows around one case, in three queries; for the private view the messages as a fourth."""

    def __init__(self, case: Case, *, private: bool) -> None:
        self.events: Sequence[CaseEvent] = list(case.events.order_by("id"))
        self.attachments: Sequence[Attachment] = list(case.attachments.select_related("file").order_by("id"))
        self.messages: Sequence[Message] = (
            list(case.messages.exclude(direction="internal").order_by("id")) if private else ()
        )


def collection(features: Sequence[Json], following: str | None) -> Mapping[str, Any]:
    """A GeoJSON feature collection with the address of the next page."""
    links = [{"rel": "next", "href": following, "type": "application/geo+json"}] if following else []
    return {
        "type": "FeatureCollection",
        "features": features,
        "numberReturned": len(features),
        "next": following,
        "links": links,
    }
