"""``/api/v1/services/``: what can be asked for."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from citizen.cases import actions
from citizen.cases.api import shapes
from citizen.cases.api.bodies import Asking
from citizen.cases.models import Service
from geo import access
from geo.errors import NotFound

_FRESH_SECONDS = 60


def cached(request: Request, content: Any) -> Response:
    """The content with an ETag of its bytes, or 304 where the client has it (RFC 9110, section 13.1.2)."""
    tag = f'"{hashlib.sha256(JSONEncoder(sort_keys=True).encode(content).encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={_FRESH_SECONDS}"}
    known = {given.strip().removeprefix("W/") for given in request.headers.get("If-None-Match", "").split(",")}
    if tag in known:
        return Response(status=304, headers=headers)
    return Response(content, headers=headers)


def coded(code: str) -> Service:
    """The service on offer with this code.

    Raises:
        NotFound: there is none.
    """
    service = Service.objects.offered().filter(code=code).first()
    if service is None:
        raise NotFound(_("There is no service “%(code)s”. See /api/v1/services/.") % {"code": code})
    return service


class Services(APIView):
    """All services on offer, in the order of their groups; names and forms in both languages."""

    @extend_schema(responses=OpenApiTypes.OBJECT, summary="List services", tags=["services"])
    def get(self, request: Request) -> Response:
        return cached(request, [shapes.service(service) for service in Service.objects.offered()])


class ServiceDetail(APIView):
    """One service."""

    @extend_schema(responses=OpenApiTypes.OBJECT, summary="Describe a service", tags=["services"])
    def get(self, request: Request, code: str) -> Response:
        return cached(request, shapes.service(coded(code)))


class ServiceRoute(APIView):
    """Where a case would go, and why; nothing is written."""

    @extend_schema(request=Asking, responses=OpenApiTypes.OBJECT, summary="Try the routing", tags=["services"])
    def post(self, request: Request, code: str) -> Response:
        access.check(request.user, "cases.view_case")
        body = Asking(data=request.data)
        body.is_valid(raise_exception=True)
        routed = actions.explain(service=coded(code), **body.validated_data)
        return Response({"unit": shapes.unit(routed.unit), "routing": routed.decision.as_json()})
