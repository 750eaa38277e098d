"""Finding the case that an address names, and the units and people that a body names."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from rest_framework.request import Request

from citizen.cases.models import Case
from citizen.organisation.models import Unit
from citizen.protocol.references import parse_reference
from geo import access
from geo.errors import Forbidden, Invalid, NotFound, Unauthenticated


def found(request: Request, reference: str) -> Case:
    """The case with this reference, which the reader may view as staff.

    Raises:
        NotFound: there is none; or it is confidential and the reader's unit has nothing to do with it.
        Unauthenticated: nobody is signed in. Forbidden: it belongs to another unit.
    """
    case = find(reference)
    if not request.user.is_authenticated:
        raise Unauthenticated(_("Sign in to do this."))
    if case is None:
        raise NotFound(missing())
    if not access.allowed(request.user, "cases.view_case", case):
        if case.confidential:
            raise NotFound(missing())
        raise Forbidden(_("This request belongs to another unit."))
    return case


def find(reference: str) -> Case | None:
    """The case with this reference, with its names; None where there is none or it is no reference."""
    parsed = parse_reference(reference)
    if parsed is None:
        return None
    return Case.objects.with_names().select_related("assignee").referenced(parsed).first()


def missing() -> str:
    return _("There is no request with this reference. Check the number.")


def named_case(reference: str) -> Case | None:
    """The case that a field names; None for an empty field.

    Raises:
        Invalid: there is none.
    """
    if not reference:
        return None
    case = find(reference)
    if case is None:
        raise Invalid(fields={"duplicate_of": [missing()]})
    return case


def named_unit(code: str) -> Unit:
    """The unit of today's chart with this code.

    Raises:
        Invalid: there is none.
    """
    unit = Unit.objects.on().filter(code=code).first()
    if unit is None:
        raise Invalid(fields={"unit": [_("There is no unit “%(code)s” in the chart.") % {"code": code}]})
    return unit


def named_user(username: str, reader: Any) -> Any:
    """The account with this name; ``me`` is the reader's own; None for an empty name.

    Raises:
        Invalid: there is none.
    """
    if not username:
        return None
    if username == "me":
        return reader
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Invalid(fields={"assignee": [_("There is no account with this name.")]})
    return user
