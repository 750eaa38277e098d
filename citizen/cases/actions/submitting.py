"""A case begins."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry
from uuid_utils.compat import uuid7

from citizen.cases.actions.recording import account, add_event
from citizen.cases.actions.routing import Routed, route
from citizen.cases.actions.timing import hours_of, start
from citizen.cases.errors import AlreadySubmitted, NotOffered
from citizen.cases.events import CaseSubmitted
from citizen.cases.models import (
    Applicant,
    Attaches,
    Audience,
    Case,
    CaseFeature,
    Channel,
    EventKind,
    Identification,
    Service,
    ServiceVersion,
)
from citizen.cases.places import Located
from citizen.cases.rules.submissions import (
    MAX_FEATURES,
    Contact,
    check_answers,
    check_contact,
    check_description,
)
from citizen.cases.states import INITIAL, Who
from citizen.protocol.actions import register
from geo import access
from geo.audit.actions import record
from geo.errors import Invalid, Unauthenticated
from geo.events import publish
from geo.jobs import defer
from layers.features.models import Feature

DESK_CHANNELS: Final = frozenset({Channel.PHONE, Channel.IN_PERSON, Channel.EMAIL, Channel.POST})
"""Somebody of the municipality writes down what another person asks for."""

_ONCE: Final = ("cases_case_client_id", "cases_case_external")


@dataclass(frozen=True, kw_only=True)
class External:
    """The number of a case in another system; each pair is taken once."""

    source: str
    id: str


def submit(
    *,
    service: Service,
    description: str,
    place: Located | None = None,
    answers: Mapping[str, Any] | None = None,
    contact: Contact | None = None,
    channel: str = Channel.WEB,
    actor: Any = None,
    client_id: uuid.UUID | None = None,
    payload_digest: str = "",
    features: Sequence[Feature] = (),
    drawn: BaseGeometry | None = None,
    confidential: bool = False,
    submitted_at: datetime | None = None,
    external: External | None = None,
) -> Case:
    """Write a case, route it, start its clock and give it its protocol number, in one transaction.

    The number is drawn by the last statement (see `citizen.protocol.actions.register`): do nothing more in a
    transaction around this.

    Args:
        service: with its current version (`ServiceQuerySet.offered`, `coded`).
        place: the point in the storage CRS and its names; whether it is in the municipality is for the caller.
        actor: the account that acts, or None; becomes the reporter's, unless the channel is one of the desk's.
        client_id: made by the client, so that a repeated request finds the first case.
        drawn: storage CRS.
        confidential: the reporter asks for it; some services always are.
        submitted_at: another moment than now, for what was received before.

    Returns:
        The case with service, version, unit and entry set; its `reference` can be told.

    Raises:
        NotOffered, Invalid: by field. Unauthenticated, Forbidden: the service or the channel needs more.
        AlreadySubmitted: `client_id` or `external` is taken.
    """
    version = _offered(service)
    _check_actor(version, channel, actor)
    description = check_description(description)
    cleaned = check_contact(
        contact or Contact(), required=version.identification == Identification.CONTACT and not account(actor)
    )
    answers = check_answers(version.form, dict(answers or {}))
    _check_place(version, place, features, drawn)
    now = submitted_at or timezone.now()
    try:
        with transaction.atomic():
            routed = route(
                service=service,
                location=place.point if place else None,
                answers=answers,
                channel=channel,
                at=now,
            )
            case = Case(
                entry_id=uuid7(), service=service, service_version=version, map_source=service.map_source,
                state=INITIAL, unit=routed.unit, priority=routed.decision.priority or 0,
                location=place.point if place else None, drawn=drawn,
                channel=channel, client_id=client_id, payload_digest=payload_digest,
                external_source=external.source if external else "", external_id=external.id if external else "",
                description=description, answers=answers,
                confidential=confidential or version.confidential or not version.point_public,
                submitted_at=now, updated_at=now, routing=routed.decision.as_json(),
            )  # fmt: skip
            _name_place(case, place)
            start(case, version, hours_of(version.calendar_code), now)
            _write(case, cleaned, actor, features, routed)
            case.entry = register(uid=case.entry_id, subject=version.title["el"], at=now)
            return case
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint in _ONCE:
            raise AlreadySubmitted(_("Ask for the case that is there.")) from error
        raise


def _write(case: Case, contact: Contact, actor: Any, features: Sequence[Feature], routed: Routed) -> None:
    """Case, applicant, event, features, audit row, in-process event, job: one statement each."""
    case.save(force_insert=True)
    by_desk = case.channel in DESK_CHANNELS
    user = None if by_desk else account(actor)
    if user is not None or not contact.is_empty:
        Applicant.objects.create(
            case=case, user=user, name=contact.name, email=contact.email, phone=contact.phone,
            language=contact.language,
        )  # fmt: skip
    add_event(
        case, EventKind.SUBMITTED, actor=actor, who=Who.DESK if by_desk else Who.REPORTER,
        at=case.submitted_at, to_state=case.state, data={"routing": routed.decision.as_json()},
    )  # fmt: skip
    if features:
        CaseFeature.objects.bulk_create(CaseFeature(case=case, feature=feature) for feature in features)
    record(
        actor=actor, action="cases.submit_case", obj=case,
        data={"service": case.service.code, "channel": case.channel, "entry": str(case.entry_id)},
    )  # fmt: skip
    publish(CaseSubmitted(case_id=case.pk, uid=case.uid, entry=case.entry_id, service=case.service.code))
    defer("cases.after_submit", case_id=case.pk)


def _offered(service: Service) -> ServiceVersion:
    if not service.active or service.current is None:
        raise NotOffered(fields={"service": [_("This service is not offered now. Choose another one.")]})
    return service.current


def _check_actor(version: ServiceVersion, channel: str, actor: Any) -> None:
    if channel in DESK_CHANNELS:
        access.check(actor, "cases.submit_for_other")
        return
    needs_account = version.audience != Audience.ANYONE or version.identification == Identification.ACCOUNT
    if needs_account and account(actor) is None:
        raise Unauthenticated(_("Sign in to ask for this service."))


def _check_place(
    version: ServiceVersion, place: Located | None, features: Sequence[Feature], drawn: BaseGeometry | None
) -> None:
    if version.attaches in (Attaches.LINE, Attaches.POLYGON) and drawn is None:
        raise Invalid(fields={"drawn": [_("Draw on the map what it is about.")]})
    if version.attaches in (Attaches.POINT, Attaches.FEATURES) and place is None:
        raise Invalid(fields={"location": [_("Show the place: on the map, by address, or by choosing a thing.")]})
    if len(features) > MAX_FEATURES:
        raise Invalid(fields={"feature": [_("At most %(most)d things in one request.") % {"most": MAX_FEATURES}]})
    if any(feature.collection_id not in version.collections for feature in features):
        raise Invalid(fields={"feature": [_("This service is not about such things. Show the point instead.")]})


def _name_place(case: Case, place: Located | None) -> None:
    if place is not None:
        case.settlement = place.settlement or ""
        case.municipal_unit = place.municipal_unit or ""
        case.address = place.address or ""
