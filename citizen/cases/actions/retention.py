"""Forgetting reporters in time (GDPR art. 5(1)(e)): the days that the case's own service version names."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from citizen.cases.actions.publishing import erase_applicants
from citizen.cases.models import Applicant
from citizen.cases.states import ENDED

BATCH: Final = 500


def erase_expired_contacts(*, now: datetime | None = None) -> int:
    """Erase the contacts of cases that ended longer ago than their service keeps them; answers how many.

    The days count from the last activity: a reopened case, or one with a new message, begins again.
    """
    now = now or timezone.now()
    kept = ExpressionWrapper(
        F("case__service_version__retention_days") * Value(timedelta(days=1)), output_field=DurationField()
    )
    expired = Applicant.objects.annotate(
        last=Greatest("case__updated_at", "case__closed_at", "case__resolved_at"), kept=kept
    ).filter(erased_at=None, case__state__in=sorted(ENDED), last__lt=now - F("kept"))
    total = 0
    while keys := list(expired.values_list("pk", flat=True)[:BATCH]):
        total += erase_applicants(Applicant.objects.filter(pk__in=keys), reason="retention")
    return total
