"""Audiences, and the one permission check of the house.

An *audience* is a group of readers as a string: ``public``, ``staff``, or a role code such as ``planner``.
Sources and columns name the audience that may read them. A *permission* is ``<app>.<verb>_<noun>`` and is
answered by Django's authentication backends, by object: the lower floors know no more than that.
"""

from typing import Any, Final

from django.utils.translation import gettext as _

from geo.errors import Forbidden, Unauthenticated

PUBLIC: Final = "public"
STAFF: Final = "staff"


def audiences(user: Any) -> frozenset[str]:
    """The audiences that the user belongs to; everybody belongs to ``public``."""
    return frozenset({PUBLIC}) | frozenset(getattr(user, "audiences", ()))


def allowed(user: Any, perm: str, obj: object | None = None) -> bool:
    """Whether the user may do `perm` (to `obj`). An inactive or anonymous user never may."""
    return bool(user is not None and user.is_authenticated and user.has_perm(perm, obj))


def check(user: Any, perm: str, obj: object | None = None) -> None:
    """Raise unless the user may do `perm` to `obj`.

    Raises:
        Unauthenticated: nobody is signed in (401, so that clients may ask for credentials).
        Forbidden: the person is known and may not (403).
    """
    if allowed(user, perm, obj):
        return
    if user is None or not user.is_authenticated:
        raise Unauthenticated(_("Sign in to do this."))
    raise Forbidden(_("Your post does not allow this. Ask the administrator of your unit."))
