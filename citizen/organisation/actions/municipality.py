"""Whose installation this is, and the roles that it begins with."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from citizen.organisation.models import Municipality, Role
from geo.audit import actions as audit

ROLES_FILE: Final = Path(__file__).parent.parent / "roles.json"


@transaction.atomic
def install_roles() -> int:
    """Bring the roles that ship with the product to their shipped state; others are left alone."""
    shipped = [Role(**role) for role in json.loads(ROLES_FILE.read_text(encoding="utf-8"))]
    Role.objects.bulk_create(
        shipped,
        update_conflicts=True,
        unique_fields=("code",),
        update_fields=("names", "permissions", "scope"),
    )
    return len(shipped)


@transaction.atomic
def set_municipality(*, actor: Any, values: Mapping[str, Any], demo: bool) -> Municipality:
    """Name the municipality.

    Args:
        values: the members ``names``, ``body``, ``contact``, ``attribution`` of a chart document; what is
            missing keeps its value.
    """
    given = {name: values[name] for name in ("names", "body", "contact", "attribution") if values.get(name) is not None}
    municipality = Municipality.objects.select_for_update().filter(pk=1).first() or Municipality(pk=1)
    before = {name: getattr(municipality, name) for name in (*given, "demo")}
    if not municipality._state.adding and before == {**given, "demo": demo}:
        return municipality
    for name, value in given.items():
        setattr(municipality, name, value)
    municipality.demo = demo
    municipality.save()
    audit.record(actor=actor, action="organisation.set_municipality", obj=municipality, data={"fields": sorted(given)})
    return municipality
