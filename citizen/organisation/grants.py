"""What the posts that somebody exercises today allow, and which units that reaches: one query."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, ExpressionWrapper, OuterRef, Q, QuerySet

from citizen.organisation.models import Post, Scope, Unit

Reach = frozenset[int] | None
"""Keys of units; `EVERYWHERE` is None."""

EVERYWHERE: Final = None
_CACHE: Final = "_organisation_grants"


@dataclass(frozen=True)
class Grant:
    """One exercised post.

    Attributes:
        units: keys of the units that the role reaches from the post's unit; None for all.
    """

    post_id: int
    role: str
    permissions: frozenset[str]
    units: Reach

    def reaches(self, unit_id: int | None) -> bool:
        """Whether the unit lies within reach; what belongs to no unit lies within everybody's."""
        return unit_id is None or self.units is EVERYWHERE or unit_id in self.units


def grants(user: Any) -> tuple[Grant, ...]:
    """The user's grants today; asked once for an instance of the user. Nobody's for a closed account."""
    found: tuple[Grant, ...] | None = getattr(user, _CACHE, None)
    if found is None:
        found = tuple(map(_grant, _posts(user))) if user.is_active else ()
        setattr(user, _CACHE, found)
    return found


def units_in_reach(user: Any, perm: str) -> Reach:
    """The units in which the user has `perm`, for lists; `EVERYWHERE` for the whole municipality."""
    if not getattr(user, "is_active", False):
        return frozenset()
    if user.is_superuser:
        return EVERYWHERE
    units: frozenset[int] = frozenset()
    for grant in grants(user):
        if perm in grant.permissions:
            if grant.units is None:
                return EVERYWHERE
            units |= grant.units
    return units


def _posts(user: Any) -> QuerySet[Post]:
    return Post.objects.exercised_by(user).select_related("role").annotate(units=ArraySubquery(_reached()))


def _reached() -> QuerySet[Unit, Any]:
    """Keys of the units that a post's role reaches; the closed units that they answer for are among them."""
    own = Q(pk=OuterRef("unit")) | Q(successor=OuterRef("unit"))
    below = Q(scope=Scope.SUBTREE, path__startswith=OuterRef("unit__path"))
    scope = ExpressionWrapper(OuterRef("role__scope"), output_field=CharField())
    return Unit.objects.annotate(scope=scope).filter(own | below).order_by().values("pk")


def _grant(post: Any) -> Grant:
    everywhere = post.role.scope == Scope.EVERYWHERE
    return Grant(
        post_id=post.pk,
        role=post.role_id,
        permissions=frozenset(post.role.permissions),
        units=EVERYWHERE if everywhere else frozenset(post.units),
    )
