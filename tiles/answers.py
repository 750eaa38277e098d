"""HTTP answers of this room: entity tags by content, conditional requests, compression, shared caches."""

import gzip
import json
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any, Final

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.exceptions import APIException

from geo.errors import MethodNotAllowed, Problem
from geo.problems import answer, from_exception
from tiles.language import preferred

PUBLIC_CACHE: Final = "public, no-cache"
PRIVATE_CACHE: Final = "private, no-cache"
"""Kept only by the reader's own browser, and asked about every time: rights may have been taken away."""

SMALL: Final = 512
"""Bytes below which compression gains nothing."""

# Measured: brotli 4 halves a tile in about 2 ms; higher levels cost more than the network saves.
ENCODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
}

View = Callable[..., HttpResponseBase]


def content(request: HttpRequest, body: bytes, content_type: str, *, public: bool) -> HttpResponseBase:
    """Answer with `body`, or 304 where the reader already has these bytes (RFC 9110, section 13.1.2).

    The tag is weak, since it is the same for every encoding. Nothing is an answer too: an empty tile is 200
    with no bytes and not 204, so that a plain file can stand in its place, and a client can ask whether it is
    still empty.
    """
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = tag
    response["Cache-Control"] = PUBLIC_CACHE if public else PRIVATE_CACHE
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ["Accept-Encoding"] + ([] if public else ["Cookie", "Authorization"]))
    answered = get_conditional_response(request, etag=tag, response=response) or response
    if answered is response:
        _compress(request, response)
    return answered


def document(request: HttpRequest, data: Any, *, public: bool) -> HttpResponseBase:
    """Answer with `data` as JSON, in the language of the request."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    response = content(request, body, "application/json", public=public)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def reading(*, public: bool) -> Callable[[View], View]:
    """Wrap a view that only reads.

    Problems leave as problem+json. What is public may be read from any page, and speaks the language that the
    request itself asks for: no cookie is looked at.
    """

    def wrap(view: View) -> View:
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                if request.method not in {"GET", "HEAD"}:
                    raise MethodNotAllowed()
                return view(request, *args, **kwargs)
            except (Problem, APIException) as error:
                return _problem(error)

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not public:
                return answered(request, *args, **kwargs)
            with translation.override(preferred(request)):
                response = answered(request, *args, **kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            return response

        return wrapped

    return wrap


def _problem(error: Problem | APIException) -> HttpResponse:
    problem = from_exception(error) or Problem()
    response = answer(problem)
    response["Cache-Control"] = "no-store"
    if problem.status == MethodNotAllowed.status:
        response["Allow"] = "GET, HEAD"
    if problem.status == 503:
        response["Retry-After"] = "2"
    return response


def _compress(request: HttpRequest, response: HttpResponse) -> None:
    coding = accepted(request.headers.get("Accept-Encoding", ""))
    if coding and len(response.content) >= SMALL:
        response.content = ENCODERS[coding](response.content)
        response["Content-Encoding"] = coding
    response["Content-Length"] = str(len(response.content))


def accepted(header: str) -> str:
    """The coding that the reader weighs highest, brotli first among equals (RFC 9110, section 12.5.3)."""
    weights: dict[str, float] = {}
    for item in header.split(","):
        coding, _, parameter = item.partition(";")
        weights[coding.strip().lower()] = _weight(parameter)
    best, weight = "", 0.0
    for coding in ENCODERS:
        if (here := weights.get(coding, weights.get("*", 0.0))) > weight:
            best, weight = coding, here
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
