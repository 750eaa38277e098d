"""Possible duplicates: same service, near, open or ended lately."""

from datetime import timedelta
from typing import Any, Final

import shapely
from django.contrib.gis.geos import Polygon
from django.db.models import Q
from django.utils import timezone

from citizen.cases.models import Case
from citizen.cases.states import OPEN
from geo import crs

ENDED_WITHIN: Final = timedelta(days=14)
MOST: Final = 5
_LOOKED_AT: Final = 200


def find_duplicates(case: Case) -> list[dict[str, Any]]:
    """The nearest candidates, at most five; the same thing on the ground counts as 0 m.

    Answers ``[{"reference", "state", "distance_m"}]``.
    """
    if case.location is None:
        return []
    now, radius = timezone.now(), case.service_version.duplicate_radius
    x, y = case.location.x, case.location.y
    box = Polygon.from_bbox((x - radius, y - radius, x + radius, y + radius))
    box.srid = crs.STORAGE_SRID
    own = set(case.case_features.values_list("feature_id", flat=True))
    same_thing = Q(case_features__feature__in=own) if own else Q()
    candidates = (
        Case.objects.filter(service=case.service_id)
        .filter(Q(state__in=sorted(OPEN)) | Q(closed_at__gt=now - ENDED_WITHIN) | Q(resolved_at__gt=now - ENDED_WITHIN))
        .exclude(pk=case.pk)
        .select_related("entry")
        .newest_first()
    )
    near = list(candidates.filter(confidential=False).within(box)[:_LOOKED_AT])
    same = list(candidates.filter(same_thing).distinct()[:MOST]) if own else []
    distances = {other.pk: (shapely.distance(case.location, other.location), other) for other in near}
    distances |= {other.pk: (0.0, other) for other in same}
    found = sorted((pair for pair in distances.values() if pair[0] <= radius), key=lambda pair: (pair[0], pair[1].pk))
    return [
        {"reference": other.reference, "state": other.state, "distance_m": round(distance, 1)}
        for distance, other in found[:MOST]
    ]


def suggest_duplicates(*, case_id: int) -> int:
    """Keep the candidates on the case, for its desk; the work of the job after submission. Answers how many."""
    case = Case.objects.select_related("service_version", "entry").filter(pk=case_id).first()
    if case is None:
        return 0
    found = find_duplicates(case)
    # No new version of the case: nobody has dealt with it.
    Case.objects.filter(pk=case_id).update(suggestions=found)
    return len(found)
