"""The verbs of the organisation. Whoever calls them has asked for the permission first (`geo.access`)."""

from citizen.organisation.actions.chart import import_chart, reorganise
from citizen.organisation.actions.municipality import install_roles, set_municipality
from citizen.organisation.actions.posts import appoint, end_post, substitute

__all__ = [
    "appoint",
    "end_post",
    "import_chart",
    "install_roles",
    "reorganise",
    "set_municipality",
    "substitute",
]
