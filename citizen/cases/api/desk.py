"""``/api/v1/cases/``: the desk's list, limited to the units that the reader's posts reach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from citizen.cases.api import shapes
from citizen.cases.api.looking import named_user
from citizen.cases.models import Case, CaseQuerySet
from citizen.cases.states import State
from citizen.organisation.grants import units_in_reach
from citizen.protocol.references import parse_reference
from geo import access
from geo.api import decode_cursor, keyset_page, page_size
from geo.errors import Invalid

PAGE: Final = 50
FILTERS: Final = [
    OpenApiParameter("unit", str, description="comma list of unit codes"),
    OpenApiParameter("state", str, description="comma list of states; `open` for all that have not ended"),
    OpenApiParameter("service", str, description="comma list of service codes"),
    OpenApiParameter("assignee", str, description="user name, or `me`"),
    OpenApiParameter("overdue", bool, description="only those past their target"),
    OpenApiParameter("q", str, description="reference, or words of the description or address"),
    OpenApiParameter("limit", int, description="rows of a page, 1 to 1000"),
    OpenApiParameter("cursor", str, description="from the `next` address of the page before"),
]


class Cases(APIView):
    """Newest first, by keyset: a page costs the same wherever it is."""

    @extend_schema(parameters=FILTERS, responses=OpenApiTypes.OBJECT, summary="List cases", tags=["cases"])
    def get(self, request: Request) -> Response:
        access.check(request.user, "cases.view_case")
        limit = page_size(request, default=PAGE)
        rows = list(listed(request)[: limit + 1])
        page = keyset_page(request, rows, limit=limit, key=lambda case: [case.submitted_at.isoformat(), case.pk])
        return Response({"results": [shapes.row(case) for case in page.rows], "next": page.next})


def listed(request: Request) -> CaseQuerySet:
    """The cases that the reader may see and the address asks for.

    Raises:
        Invalid: a filter cannot be read.
    """
    cases = Case.objects.with_names().select_related("assignee").newest_first()
    reach = units_in_reach(request.user, "cases.view_case")
    if reach is not None:
        cases = cases.of_units(sorted(reach))
    if units := _values(request, "unit"):
        cases = cases.filter(unit__code__in=units)
    if states := _values(request, "state"):
        cases = _in_states(cases, states)
    if services := _values(request, "service"):
        cases = cases.filter(service__code__in=services)
    if assignee := request.query_params.get("assignee", ""):
        cases = cases.filter(assignee=named_user(assignee, request.user))
    if request.query_params.get("overdue", "") in ("1", "true"):
        cases = cases.overdue(timezone.now())
    if cursor := request.query_params.get("cursor", ""):
        cases = cases.after(*_key(cursor))
    if text := request.query_params.get("q", "").strip():
        reference = parse_reference(text)
        cases = cases.referenced(reference) if reference else cases.search(text)
    return cases


def _in_states(cases: CaseQuerySet, states: Sequence[str]) -> CaseQuerySet:
    if list(states) == ["open"]:
        return cases.open()
    if unknown := sorted(set(states) - set(State.values)):
        text = _("There is no state “%(name)s”. States: %(states)s.")
        values = {"name": ", ".join(unknown), "states": ", ".join(State.values)}
        raise Invalid(fields={"state": [text % values]})
    return cases.filter(state__in=states)


def _key(cursor: str) -> tuple[datetime, int]:
    at, pk = decode_cursor(cursor, parts=2)
    moment = parse_datetime(at) if isinstance(at, str) else None
    if moment is None or moment.tzinfo is None or not isinstance(pk, int):
        raise Invalid(fields={"cursor": [_("This cursor is not valid. Begin again without it.")]})
    return moment, pk


def _values(request: Request, name: str) -> list[str]:
    texts = ",".join(request.query_params.getlist(name)).split(",")
    return [text.strip() for text in texts if text.strip()]
