"""Reading public requests: filters of the list, and one request for whoever asks."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request

from citizen.cases.keys import check_key
from citizen.cases.models import Case, CaseQuerySet
from citizen.cases.states import State
from citizen.protocol.references import parse_reference
from citizen.requests.scope import MAP_SOURCE
from geo import access, crs
from geo.api import bbox, decode_cursor
from geo.errors import Forbidden, Invalid, NotFound

KEY_HEADER = "Case-Key"


def listed(request: Request) -> CaseQuerySet:
    """The public requests that the filters of the address ask for, newest first.

    ``bbox`` west,south,east,north in degrees; ``service`` and ``state`` comma lists; ``since`` ISO 8601 with offset.

    Raises:
        Invalid: a filter cannot be read.
    """
    cases = Case.objects.public(MAP_SOURCE).with_names().newest_first()
    if (box := bbox(request)) is not None:
        cases = cases.within(box)
    if services := _values(request, "service"):
        cases = cases.filter(service__code__in=services)
    if states := _values(request, "state"):
        if unknown := sorted(set(states) - set(State.values)):
            text = _("Unknown: %(unknown)s. Known: %(known)s")
            values = {"unknown": ", ".join(unknown), "known": ", ".join(State.values)}
            raise Invalid(fields={"state": [text % values]})
        cases = cases.filter(state__in=states)
    if since := request.query_params.get("since", ""):
        cases = cases.filter(submitted_at__gte=_time(since, "since"))
    if cursor := request.query_params.get("cursor", ""):
        at, pk = decode_cursor(cursor, parts=2)
        if not isinstance(at, str) or not isinstance(pk, int):
            raise Invalid(fields={"cursor": [_("This cursor is not valid. Begin again without it.")]})
        cases = cases.after(_time(at, "cursor"), pk)
    return cases


def one(request: Request, reference: str) -> tuple[Case, bool]:
    """The request with this reference, and whether the reader holds its key (or is competent staff).

    Raises:
        NotFound: there is none, or it is confidential and the key does not fit: both look the same.
        Forbidden: the request is public, and the key is not its key.
    """
    parsed = parse_reference(reference)
    case = Case.objects.filter(map_source=MAP_SOURCE).with_names().referenced(parsed).first() if parsed else None
    key = request.headers.get(KEY_HEADER, "")
    if case is None:
        raise NotFound(_missing())
    private = check_key(case, key) if key else _is_theirs(request.user, case)
    if case.confidential and not private:
        raise NotFound(_missing())
    if key and not private:
        raise Forbidden(_("This key does not belong to this request. Use the link that you were given."))
    return case, private


def degrees(case: Case) -> tuple[float, float] | None:
    """The case's point as longitude and latitude (CRS84); None without a place."""
    if case.location is None:
        return None
    longitude, latitude = crs.transform_xy(case.location.x, case.location.y, crs.STORAGE, crs.CRS84)
    return float(longitude), float(latitude)


def _is_theirs(user: Any, case: Case) -> bool:
    if not user.is_authenticated:
        return False
    applicant = getattr(case, "applicant", None)
    return (applicant is not None and applicant.user_id == user.pk) or access.allowed(user, "cases.view_case", case)


def _missing() -> str:
    return _("There is no request with this number. Check it, and use the link that you were given.")


def _values(request: Request, name: str) -> list[str]:
    texts = ",".join(request.query_params.getlist(name)).split(",")
    return [text.strip() for text in texts if text.strip()]


def _time(text: str, name: str) -> datetime:
    # A plus sign that was not percent-encoded arrives as a blank.
    try:
        time = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise Invalid(fields={name: [_("Give a time with its offset. Example: 2026-11-20T08:00:00+02:00")]})
    return time
