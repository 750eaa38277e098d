"""Reporting: from what a person sent to a case with a place, a unit and a protocol number."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citizen.cases import actions as cases
from citizen.cases.errors import AlreadySubmitted
from citizen.cases.models import Attaches, Case, Service
from citizen.cases.rules.submissions import Contact
from citizen.cases.texts import in_language
from citizen.organisation.models import Municipality
from citizen.requests.parsing import Report
from citizen.requests.scope import MAP_SOURCE
from geo.errors import Conflict, Invalid, Problem
from layers.features.locate import Place, locate, nearest_outside
from layers.features.models import Feature


class OutsideMunicipality(Problem):
    """The place belongs to somebody else; the detail says whom to turn to."""

    status, code = 400, "outside-municipality"
    title = gettext_lazy("This place is outside the municipality.")


def report(*, report: Report, channel: str, actor: Any, language: str) -> tuple[Case, bool]:
    """Submit the report as a case. A resend with the same ``client_id`` answers the first case.

    Returns:
        The case, and whether it is new.

    Raises:
        Invalid: a field is missing or does not fit the service.
        OutsideMunicipality: the place is not ours.
        Conflict: the ``client_id`` was used for another report.
    """
    digest = payload_digest(report)
    if report.client_id is not None and (known := _known(report.client_id, digest)) is not None:
        return known, False
    service = _service(report.service)
    features = _features(report, service)
    place = _place(report, service, features)
    try:
        case = cases.submit(
            service=service,
            description=report.description,
            place=place,
            answers=dict(report.answers),
            contact=Contact(**report.contact, language=language),
            channel=channel,
            actor=actor,
            client_id=report.client_id,
            payload_digest=digest,
            features=features,
        )
    except AlreadySubmitted:
        # Two resends at once: the unique index let one through, and that one is the answer to both.
        if report.client_id is not None and (known := _known(report.client_id, digest)) is not None:
            return known, False
        raise
    return case, True


def payload_digest(report: Report) -> str:
    """SHA-256 of what was reported, so that a `client_id` used twice for different things is noticed."""
    content = [
        report.service, report.description, report.longitude, report.latitude, report.feature,
        dict(report.answers), dict(report.contact),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _known(client_id: UUID, digest: str) -> Case | None:
    found = Case.objects.filter(client_id=client_id).values_list("pk", "payload_digest").first()
    if found is None:
        return None
    if found[1] != digest:
        raise Conflict(
            _("This client_id already belongs to another report. Send the new report with a new one."),
            fields={"client_id": [_("Use a new UUID for a new report.")]},
        )
    return Case.objects.with_names().get(pk=found[0])


def _service(code: str) -> Service:
    service = Service.objects.offered().filter(code=code, map_source=MAP_SOURCE).first()
    if service is None:
        text = _("There is no category “%(code)s”. See /api/v1/services/ for those on offer.")
        raise Invalid(fields={"service": [text % {"code": code}]})
    return service


def _features(report: Report, service: Service) -> Sequence[Feature]:
    if not report.feature:
        return ()
    by = {"id": int(report.feature)} if report.feature.isdecimal() else {"uid": _uuid(report.feature)}
    feature = Feature.objects.live().filter(**by).first()
    if feature is None:
        raise Invalid(fields={"feature": [_("This thing is not on the map (any more). Choose another.")]})
    current = service.current
    if current is None or feature.collection_id not in current.collections:
        raise Invalid(fields={"feature": [_("This category is not about things of that layer.")]})
    return (feature,)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(fields={"feature": [_("Send the id or uid of a feature.")]}) from None


def _place(report: Report, service: Service, features: Sequence[Feature]) -> Place | None:
    longitude, latitude = report.longitude, report.latitude
    if longitude is None or latitude is None:
        if features:
            longitude, latitude = _on(features[0])
        elif service.current is not None and service.current.attaches == Attaches.NOWHERE:
            return None
        else:
            missing = [_("Say where: a point on the map, or a thing that stands on it.")]
            raise Invalid(fields={"longitude": missing, "latitude": missing})
    place = locate(longitude, latitude)
    if not place.inside:
        raise _outside(longitude, latitude)
    return place


def _on(feature: Feature) -> tuple[float, float]:
    """A point that lies on the feature, in CRS84 degrees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM features_feature, "
            "LATERAL ST_Transform(ST_PointOnSurface(ST_Force2D(geometry)), 4326) AS p WHERE id = %s",
            [feature.pk],
        )
        longitude, latitude = cursor.fetchone()
    return longitude, latitude


def _outside(longitude: float, latitude: float) -> OutsideMunicipality:
    where = nearest_outside(longitude, latitude)
    if where.neighbour:
        ways = " · ".join(filter(None, (where.neighbour, where.phone, where.website)))
        detail = _("The competent municipality is: %(who)s") % {"who": ways}
    else:
        municipality = Municipality.objects.first()
        advice = (municipality.contact if municipality else {}).get("outside", {})
        detail = in_language(advice) or _("Turn to the municipality of that place, or to a citizens' centre (KEP).")
    distance = where.distance_m
    message = [_("This point lies outside the boundary of the municipality.")]
    return OutsideMunicipality(
        detail,
        fields={"longitude": message, "latitude": message},
        **({"distance_m": round(distance)} if distance is not None else {}),
        **({"competent": where.neighbour} if where.neighbour else {}),
    )
