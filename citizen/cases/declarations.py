"""What cases tell the floor below: the cases of a thing on the ground stand in its dossier."""

from typing import Any, Final

from citizen.cases.models import Case
from citizen.organisation.grants import units_in_reach
from geo import access
from geo.access import STAFF
from layers.features import dossier
from layers.features.models import Feature

MOST: Final = 50


def cases_of(feature: Feature, user: Any) -> list[dict[str, Any]] | None:
    """The newest cases about the feature: public ones for everybody, all within reach for staff."""
    cases = Case.objects.filter(case_features__feature=feature).with_names().newest_first()
    if STAFF in access.audiences(user):
        reach = units_in_reach(user, "cases.view_case")
        if reach is not None:
            cases = cases.filter(unit__in=sorted(reach)) | cases.filter(confidential=False)
    else:
        cases = cases.filter(confidential=False)
    return [
        {
            "reference": case.reference,
            "service": {"code": case.service.code, "name": case.service_version.title},
            "state": case.state,
            "unit": None if case.unit is None else case.unit.names,
            "submitted_at": case.submitted_at,
            "due_at": case.due_at,
        }
        for case in cases[:MOST]
    ] or None


dossier.register("cases", cases_of)
