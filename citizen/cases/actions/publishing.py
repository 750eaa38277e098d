"""What of a case the public may read; who may still follow it; forgetting who reported it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citizen.cases.actions.recording import account, add_event, locked, save
from citizen.cases.events import TextCleared
from citizen.cases.models import Applicant, Attachment, Case, Direction, EventKind, Message
from citizen.cases.rules.submissions import clean_text
from citizen.cases.states import Who
from geo import access
from geo.audit.actions import record
from geo.errors import Conflict
from geo.events import publish


@transaction.atomic
def clear_for_public(
    *,
    case: Case,
    actor: Any,
    text: bool = True,
    public_description: str = "",
    attachments: Sequence[int] = (),
    expected_version: int | None = None,
) -> Case:
    """Let everybody read the description (or the desk's wording of it) and see the named pictures.

    Args:
        text: False takes the description back.
        attachments: keys of the pictures that are public from now on; all others are not.

    Raises:
        Forbidden: without ``cases.clear_case`` on the case.
        Conflict: the case is confidential, or its service never publishes texts.
    """
    case = locked(case, expected_version)
    access.check(actor, "cases.clear_case", case)
    if case.confidential or not case.service_version.text_publishable:
        raise Conflict(_("Requests of this kind are never shown to the public."))
    now = timezone.now()
    case.description_cleared_at = now if text else None
    case.description_cleared_by = account(actor) if text else None
    case.public_description = clean_text(public_description) if text else ""
    save(case, "description_cleared_at", "description_cleared_by", "public_description")
    pictures = Attachment.objects.filter(case=case)
    pictures.filter(pk__in=attachments, cleared_at=None).update(cleared_at=now, cleared_by=account(actor))
    pictures.exclude(pk__in=attachments).update(cleared_at=None, cleared_by=None)
    kind = EventKind.CLEARED if text or attachments else EventKind.HIDDEN
    add_event(case, kind, actor=actor, data={"text": text, "attachments": list(attachments)})
    data = {"text": text, "attachments": list(attachments), "reworded": bool(case.public_description)}
    record(actor=actor, action="cases.clear_case", obj=case, data=data)
    publish(TextCleared(case_id=case.pk, public=kind == EventKind.CLEARED))
    return case


@transaction.atomic
def renew_key(*, case: Case, actor: Any) -> Case:
    """Make every tracking key given out so far worthless; a new one follows from `citizen.cases.keys`."""
    case = locked(case)
    access.check(actor, "cases.view_contact", case)
    case.key_generation += 1
    save(case, "key_generation")
    add_event(case, EventKind.KEY_RENEWED, actor=actor)
    record(actor=actor, action="cases.renew_key", obj=case, data={"generation": case.key_generation})
    return case


@transaction.atomic
def read_contact(*, case: Case, actor: Any) -> Applicant | None:
    """Who reported the case, for staff who may know; each look leaves an audit row.

    None: nobody to be told of, or not for these eyes.
    """
    if not access.allowed(actor, "cases.view_contact", case):
        return None
    contact = Applicant.objects.filter(case=case, erased_at=None).first()
    if contact is not None:
        record(actor=actor, action="cases.read_contact", obj=case)
    return contact


@transaction.atomic
def erase_contact(*, case: Case, actor: Any, reason: str) -> Case:
    """Forget who reported the case; the case itself stays (GDPR art. 17).

    Raises:
        Forbidden: without ``cases.erase_contact`` on the case.
    """
    case = locked(case)
    access.check(actor, "cases.erase_contact", case)
    erase_applicants(Applicant.objects.filter(case=case), reason=reason, actor=actor)
    return case


@transaction.atomic
def erase_applicants(rows: QuerySet[Applicant], *, reason: str, actor: Any = None) -> int:
    """Empty the contacts, and what these reporters wrote in messages; the door of `geo.privacy`."""
    applicants = list(rows.filter(erased_at=None).select_related("case"))
    now = timezone.now()
    cases = [applicant.case for applicant in applicants]
    Message.objects.filter(case__in=cases, direction=Direction.FROM_REPORTER).update(text="")
    Applicant.objects.filter(pk__in=[applicant.pk for applicant in applicants]).update(
        user=None, name="", email="", phone="", erased_at=now
    )
    for case in cases:
        add_event(case, EventKind.CONTACT_ERASED, actor=actor, who=None if actor else Who.SYSTEM, at=now)
        record(actor=actor, action="cases.erase_contact", obj=case, data={"reason": reason})
    return len(applicants)
