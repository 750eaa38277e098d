"""Public doors: whose map this is, its chart, and who is asking."""

from typing import Any

from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from citizen.organisation import shapes
from citizen.organisation.extent import bounds
from citizen.organisation.models import Municipality, Post, Unit
from geo.errors import Unavailable

PUBLIC_FOR_A_MINUTE = "public, max-age=60"


class MunicipalityView(APIView):
    """Name, extent and contact of the municipality; for everybody, the same for all."""

    authentication_classes = ()

    @extend_schema(responses=shapes.MunicipalitySerializer)
    def get(self, request: Request) -> Response:
        municipality = Municipality.objects.first()
        if municipality is None:
            raise Unavailable(_("This municipality has not been set up yet. Run manage.py setup."))
        answer = shapes.municipality(municipality, bounds())
        return Response(answer, headers={"Cache-Control": PUBLIC_FOR_A_MINUTE})


class UnitsView(APIView):
    """The organisation chart in force, as a flat list, parents by code."""

    authentication_classes = ()

    @extend_schema(responses=shapes.UnitSerializer(many=True))
    def get(self, request: Request) -> Response:
        units = Unit.objects.filter(valid_until=None).select_related("parent").order_by("path")
        return Response([shapes.unit(unit) for unit in units], headers={"Cache-Control": PUBLIC_FOR_A_MINUTE})


class MeView(APIView):
    """Who is asking: account, posts, permissions, audiences. Also hands out the CSRF cookie to the client."""

    @extend_schema(responses=shapes.MeSerializer)
    @method_decorator(ensure_csrf_cookie)
    def get(self, request: Request) -> Response:
        return Response(shapes.me(request.user, _posts(request.user)), headers={"Cache-Control": "private, no-store"})


def _posts(user: Any) -> list[Post]:
    if not user.is_authenticated:
        return []
    return list(Post.objects.exercised_by(user).select_related("unit", "role").order_by("pk"))
