"""Municipality, chart, units, roles, posts and substitutes. Dates are whole days, ends exclusive."""

from citizen.organisation.models.chart import ChartVersion, Kind, Unit, UnitQuerySet, UnitVersion
from citizen.organisation.models.municipality import Municipality
from citizen.organisation.models.posts import Post, PostQuerySet, Role, Scope, Substitution

__all__ = [
    "ChartVersion",
    "Kind",
    "Municipality",
    "Post",
    "PostQuerySet",
    "Role",
    "Scope",
    "Substitution",
    "Unit",
    "UnitQuerySet",
    "UnitVersion",
]
