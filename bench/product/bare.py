"""A view that writes the rows of a submission without thinking: the lower bound of the measured one.

No checks, no place, no routing, no clock: case, applicant, history, audit row, job, protocol number.
"""

import json
from functools import cache
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from uuid_utils.compat import uuid7

from citizen.cases.models import Applicant, Case, CaseEvent, Service
from citizen.organisation.models import Unit
from citizen.protocol.actions import register
from geo.audit.models import Row
from geo.jobs import defer


@cache
def fixed() -> dict[str, Any]:
    """What every row points to; looked up once a process."""
    service = Service.objects.select_related("current").get(code="pothole")
    return {"service": service, "service_version": service.current, "unit": Unit.objects.on().get(code="roads")}


@csrf_exempt
def submit(request: HttpRequest) -> JsonResponse:
    sent = json.loads(request.body)
    now = timezone.now()
    with transaction.atomic():
        case = Case.objects.create(
            entry_id=uuid7(), map_source="requests", location=Point(588000, 4343000, srid=2100),
            settlement="Καλλονή", channel="web", description=sent["description"],
            submitted_at=now, updated_at=now, due_at=now, warn_at=now, **fixed(),
        )  # fmt: skip
        Applicant.objects.create(case=case, email=sent["contact"]["email"])
        CaseEvent.objects.create(case=case, at=now, kind="submitted", who="reporter", to_state="submitted")
        Row.objects.create(action="cases.submit_case", object_type="cases.Case", object_key=str(case.pk), data={})
        defer("cases.after_submit", case_id=case.pk)
        entry = register(uid=case.entry_id, subject="bare", at=now)
    return JsonResponse({"reference": entry.reference}, status=201)
