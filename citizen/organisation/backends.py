"""Permissions from the chart: what the posts that somebody exercises today allow, and how far."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.backends import ModelBackend

from citizen.accounts.models import User
from citizen.organisation.models import Post, Scope, Unit

_CACHE: Final = "_topos_grants"


@dataclass(frozen=True)
class Grant:
    """One exercised post: its role's permissions, and the subtree of the chart that they reach."""

    role: str
    permissions: frozenset[str]
    scope: str
    unit_id: int
    path: str

    def reaches(self, unit_id: int, path: str) -> bool:
        """Whether the unit lies within the role's reach from the post's unit."""
        match self.scope:
            case Scope.EVERYWHERE:
                return True
            case Scope.SUBTREE:
                return path.startswith(self.path)
            case _:
                return unit_id == self.unit_id


def grants(user: Any) -> tuple[Grant, ...]:
    """The user's grants today, one query an instance."""
    found: tuple[Grant, ...] | None = getattr(user, _CACHE, None)
    if found is None:
        posts = Post.objects.exercised_by(user).select_related("role", "unit")
        found = tuple(
            Grant(post.role_id, frozenset(post.role.permissions), post.role.scope, post.unit_id, post.unit.path)
            for post in posts
        )
        setattr(user, _CACHE, found)
    return found


def reach(user: Any, perm: str) -> frozenset[str] | None:
    """Paths of the subtrees in which the user has `perm`; None: the whole municipality.

    For lists: filter by units whose path begins with one of these.
    """
    if user.is_superuser:
        return None
    holding = [grant for grant in grants(user) if perm in grant.permissions]
    if any(grant.scope == Scope.EVERYWHERE for grant in holding):
        return None
    return frozenset(grant.path for grant in holding)


class OrganisationBackend(ModelBackend):
    """Answers `has_perm(user, perm, obj)`.

    The object may restrict by ``competent_unit_id`` (the post must reach that unit; None: any post) and by
    ``granted_roles(perm)`` (a set of role codes; None: any role that has the permission).
    Passwords are checked by the other backend.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:  # type: ignore[override]
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_active or not isinstance(user_obj, User):
            return False
        if user_obj.is_superuser:
            return True
        holding = [grant for grant in grants(user_obj) if perm in grant.permissions]
        if obj is None or not holding:
            return bool(holding)
        roles = obj.granted_roles(perm) if hasattr(obj, "granted_roles") else None
        if roles is not None:
            holding = [grant for grant in holding if grant.role in roles]
        unit_id = getattr(obj, "competent_unit_id", None)
        if unit_id is None or not holding:
            return bool(holding)
        if any(grant.unit_id == unit_id or grant.scope == Scope.EVERYWHERE for grant in holding):
            return True
        path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
        return any(grant.reaches(unit_id, path) for grant in holding)
