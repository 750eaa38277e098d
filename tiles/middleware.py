"""Public tiles, answered before sessions, languages and sign-in."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

PUBLIC: Final = "/tiles/"
PRIVATE: Final = "/tiles/~"


class PublicTilesMiddleware:
    """Answer public tile addresses here, so that no cookie can change or slow them.

    Stands after the request log and before everything that reads a cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(PUBLIC) or path.startswith(PRIVATE):
            return self.get_response(request)
        request.resolver_match = match = resolve(path, "tiles.public_urls")
        return match.func(request, *match.args, **match.kwargs)
