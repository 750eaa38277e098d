"""One base for all errors that a person sees, answered as problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

CONTENT_TYPE = "application/problem+json"

Text = str | Promise
Fields = Mapping[str, Sequence[Text]]


class Problem(Exception):
    """An error with a remedy, in the language of the request.

    Args:
        detail: what happened and what to do about it, one or two sentences.
        fields: messages by the name of the field at fault.
        extra: further members of the answer (RFC 9457, section 3.2), JSON values only.
    """

    status = 400
    code = "bad-request"
    title: Text = gettext_lazy("The request could not be understood.")

    def __init__(self, detail: Text = "", *, fields: Fields | None = None, **extra: Any) -> None:
        super().__init__(str(detail))
        self.detail = detail
        self.fields = dict(fields or {})
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The members of the problem document."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": str(self.title),
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            body["detail"] = str(self.detail)
        if self.fields:
            body["errors"] = {name: [str(text) for text in texts] for name, texts in self.fields.items()}
        return body | self.extra

    def headers(self) -> dict[str, str]:
        """Header fields that belong to this status."""
        return {}


class Invalid(Problem):
    code = "invalid"
    title = gettext_lazy("Some fields need your attention.")


class Unauthenticated(Problem):
    status, code, title = 401, "unauthenticated", gettext_lazy("You are not signed in.")

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer realm="topos", Basic realm="topos", charset="UTF-8"'}


class Forbidden(Problem):
    status, code, title = 403, "forbidden", gettext_lazy("You may not do this.")


class NotFound(Problem):
    status, code, title = 404, "not-found", gettext_lazy("There is nothing at this address.")


class MethodNotAllowed(Problem):
    status, code, title = 405, "method-not-allowed", gettext_lazy("This address does not take that method.")


class Conflict(Problem):
    status, code, title = 409, "conflict", gettext_lazy("Somebody or something else was first.")


class PreconditionFailed(Problem):
    status, code, title = 412, "changed-meanwhile", gettext_lazy("This was changed meanwhile.")


class TooLarge(Problem):
    status, code, title = 413, "too-large", gettext_lazy("This is too large.")


class Unsupported(Problem):
    status, code, title = 415, "unsupported", gettext_lazy("This kind of content is not accepted.")


class PreconditionRequired(Problem):
    status, code, title = 428, "precondition-required", gettext_lazy("Say which version you are changing.")


class TooMany(Problem):
    status, code, title = 429, "too-many-requests", gettext_lazy("Too many requests. Wait a little.")


class Unavailable(Problem):
    status, code, title = 503, "unavailable", gettext_lazy("This is not available at the moment.")


class Failed(Problem):
    status, code = 500, "failed"
    title = gettext_lazy("Something went wrong on our side. Nothing that was acknowledged is lost.")


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
    if isinstance(error, drf.Throttled) and error.wait is not None:
        headers["Retry-After"] = str(int(error.wait) + 1)
    if isinstance(error, drf.APIException) and getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    return Response(problem.body(), status=problem.status, content_type=CONTENT_TYPE, headers=headers)


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
