"""The addresses of this room. Public ones never look at who asks; the others begin with ``~audience``."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from geo.access import PUBLIC, audiences
from geo.errors import NotFound
from tiles.answers import content, document, reading
from tiles.grid import Tile
from tiles.layers import named
from tiles.style.document import style
from tiles.tilejson import describe
from tiles.vector import CONTENT_TYPE, render

PLACE: Final = "{z}/{x}/{y}.mvt"


@reading(public=True)
def public_tile(request: HttpRequest, ids: str, z: int, x: int, y: int) -> HttpResponseBase:
    body = render(named(ids, PUBLIC), PUBLIC, Tile.at(z, x, y))
    return content(request, body, CONTENT_TYPE, public=True)


@reading(public=False)
def private_tile(request: HttpRequest, audience: str, ids: str, z: int, x: int, y: int) -> HttpResponseBase:
    admit(request, audience)
    body = render(named(ids, audience), audience, Tile.at(z, x, y))
    return content(request, body, CONTENT_TYPE, public=False)


@reading(public=True)
def public_tilejson(request: HttpRequest, ids: str) -> HttpResponseBase:
    return document(request, _described(request, ids, PUBLIC), public=True)


@reading(public=False)
def private_tilejson(request: HttpRequest, audience: str, ids: str) -> HttpResponseBase:
    admit(request, audience)
    return document(request, _described(request, ids, audience), public=False)


@reading(public=True)
def public_style(request: HttpRequest) -> HttpResponseBase:
    return document(request, _styled(request, PUBLIC), public=True)


@reading(public=False)
def private_style(request: HttpRequest, audience: str) -> HttpResponseBase:
    admit(request, audience)
    return document(request, _styled(request, audience), public=False)


def admit(request: HttpRequest, audience: str) -> None:
    """Let pass who belongs to this audience, signed in by session, bearer token or Basic.

    Raises:
        NotFound: everybody else learns nothing, not even that there is such an audience.
        rest_framework.exceptions.AuthenticationFailed: credentials were sent and are wrong.
    """
    asking = Request(request, authenticators=APIView().get_authenticators()).user
    if audience == PUBLIC or audience not in audiences(asking):
        raise NotFound(_("Sign in with an account that may see this, or begin at the public map."))


def address(request: HttpRequest, ids: str, audience: str) -> str:
    """Template of the tiles' absolute URL: MapLibre's workers and QGIS take no relative one."""
    group = "" if audience == PUBLIC else f"~{audience}/"
    return request.build_absolute_uri(f"/tiles/{group}{ids}/") + PLACE


def _described(request: HttpRequest, ids: str, audience: str) -> dict[str, object]:
    sources = named(ids, audience)
    template = address(request, ",".join(source.id for source in sources), audience)
    return describe(sources, audience, address=template, language=get_language() or "el")


def _styled(request: HttpRequest, audience: str) -> dict[str, object]:
    return style(
        audience,
        address=lambda source_id, seen_by: address(request, source_id, seen_by),
        language=get_language() or "el",
    )
