"""One base for all errors that a person sees; `geo.problems` answers them as problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

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
