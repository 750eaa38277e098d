"""The verbs of the organisation. Whoever calls them has asked for the permission first (`geo.access`)."""

from citizen.organisation.actions.boundary import BoundaryFile, load_boundary
from citizen.organisation.actions.chart import import_chart, reorganise
from citizen.organisation.actions.municipality import install_roles, set_municipality
from citizen.organisation.actions.posts import appoint, end_post, substitute
from citizen.organisation.actions.setup import Setup, set_up

__all__ = [
    "BoundaryFile",
    "Setup",
    "appoint",
    "end_post",
    "import_chart",
    "install_roles",
    "load_boundary",
    "reorganise",
    "set_municipality",
    "set_up",
    "substitute",
]
