"""From an empty database to a municipality that works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from citizen.accounts.actions import make_administrator
from citizen.organisation.actions.boundary import BoundaryFile, load_boundary
from citizen.organisation.actions.chart import import_chart
from citizen.organisation.actions.municipality import install_roles, set_municipality
from citizen.organisation.actions.posts import appoint
from citizen.organisation.models import Municipality, Role, Unit
from geo.errors import Conflict


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What an installation begins with.

    Attributes:
        chart: a chart document (`rules.CHART_SCHEMA`).
        names: of the municipality, ``{"el", "en"}``; empty ones come from the chart.
        password: of the administrator; None keeps the one that the account has.
    """

    boundary: BoundaryFile
    chart: Mapping[str, Any]
    administrator: str
    email: str
    password: str | None = field(default=None, repr=False)
    names: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def set_up(setup: Setup) -> Municipality:
    """Make the municipality, all or nothing; again with the same input it changes nothing.

    Raises:
        Conflict: the database holds the demonstration.
        Invalid, ValidationError: something in the input is wrong; by field.
    """
    if Municipality.objects.filter(demo=True).exists():
        raise Conflict(_("This database holds the demonstration. Set up a municipality in an empty one."))
    install_roles()
    administrator = make_administrator(username=setup.administrator, email=setup.email, password=setup.password)
    import_chart(actor=administrator, document=setup.chart)
    root = Unit.objects.get(parent=None, valid_until=None)
    given = {language: name for language, name in setup.names.items() if name}
    names = {**root.names, **setup.chart.get("names", {}), **given}
    municipality = set_municipality(actor=administrator, values={**setup.chart, "names": names}, demo=False)
    appoint(actor=administrator, holder=administrator, unit=root, role=Role.objects.get(pk="admin"))
    load_boundary(actor=administrator, municipality=municipality, file=setup.boundary)
    return municipality
