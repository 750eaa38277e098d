"""Every error leaves as problem+json (RFC 9457), whoever raised it: us, Django or DRF."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

from geo.errors import (
    Conflict,
    Failed,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Problem,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    Unsupported,
)

CONTENT_TYPE: Final = "application/problem+json"

BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (
        Unauthenticated, Forbidden, NotFound, MethodNotAllowed, Conflict, PreconditionFailed,
        TooLarge, Unsupported, PreconditionRequired, TooMany, Unavailable, Failed,
    )
}  # fmt: skip


def from_exception(error: Exception) -> Problem | None:
    """The problem that stands for an exception of Django or DRF; None for a fault of ours."""
    match error:
        case Problem():
            return error
        case drf.ValidationError():
            return Invalid(fields=_flatten(error.detail))
        case ModelValidationError():
            return Invalid(fields=_flatten(error.message_dict if hasattr(error, "error_dict") else error.messages))
        case drf.ParseError():
            return Problem(str(error.detail))
        case drf.APIException():
            kind = BY_STATUS.get(error.status_code, Problem)
            return kind(str(error.detail))
        case Http404():
            return NotFound()
        case PermissionDenied():
            return Forbidden()
        case RequestDataTooBig():
            return TooLarge()
    return None


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's hook: every error leaves as problem+json."""
    problem = from_exception(error)
    if problem is None:
        return None
    set_rollback()
    headers = problem.headers()
    if problem.status == Unauthenticated.status:
        headers["WWW-Authenticate"] = challenge(context["request"])
    wait = getattr(error, "wait", None)  # of DRF's Throttled, in seconds
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return Response(problem.body(), status=problem.status, content_type=CONTENT_TYPE, headers=headers)


def challenge(request: Any) -> str:
    """How to sign in (RFC 9110, section 11.6.1). Browsers are not offered Basic: they would open a dialog."""
    if "Sec-Fetch-Mode" in request.headers:
        return 'Bearer realm="topos"'
    return Unauthenticated().headers()["WWW-Authenticate"]


def answer(problem: Problem) -> JsonResponse:
    """The problem as a plain Django response, for views outside DRF."""
    return JsonResponse(
        problem.body(),
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers=problem.headers(),
        json_dumps_params={"ensure_ascii": False},
    )


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return answer(from_exception(exception) or Problem())


def permission_denied(request: HttpRequest, exception: Exception) -> JsonResponse:
    return answer(Forbidden())


def page_not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return answer(NotFound(_("Check the address, or begin at the map.")))


def server_error(request: HttpRequest) -> JsonResponse:
    return answer(Failed())


def _flatten(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Nested messages of DRF or Django as ``{"a.b": ["…"]}``."""
    if isinstance(detail, Mapping):
        flat: dict[str, list[str]] = {}
        for name, inner in detail.items():
            flat |= _flatten(inner, f"{prefix}.{name}" if prefix else str(name))
        return flat
    if isinstance(detail, list | tuple):
        if any(isinstance(item, Mapping) for item in detail):
            flat = {}
            for index, item in enumerate(detail):
                if item:
                    flat |= _flatten(item, f"{prefix}.{index}" if prefix else str(index))
            return flat
        return {prefix or "non_field_errors": [str(item) for item in detail]}
    return {prefix or "non_field_errors": [str(detail)]}
