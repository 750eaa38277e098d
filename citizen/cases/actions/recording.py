"""What every verb does: lock the case, write the history."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from citizen.cases.models import Case, CaseEvent, EventKind
from citizen.cases.states import Who
from geo.errors import NotFound, PreconditionFailed


def locked(case: Case, expected_version: int | None = None) -> Case:
    """The case as it is now, locked until the commit, with service, version and entry.

    Raises:
        PreconditionFailed: it is not in the version that the caller saw.
        NotFound: it is gone.
    """
    found = (
        Case.objects.select_for_update(of=("self",))
        .select_related("service", "service_version", "entry")
        .filter(pk=case.pk)
        .first()
    )
    if found is None:
        raise NotFound()
    if expected_version is not None and found.version != expected_version:
        raise PreconditionFailed(
            _("Somebody has changed this request meanwhile. Load it again, and repeat your change."),
            version=found.version,
        )
    return found


def save(case: Case, *fields: str) -> None:
    """Write the named columns as a new version of the case."""
    case.version += 1
    case.updated_at = timezone.now()
    case.save(update_fields=[*fields, "version", "updated_at"])


def who_is(actor: Any) -> Who:
    """Desk, when somebody with an account acts through a door of the desk; else the system."""
    return Who.DESK if actor is not None and actor.pk is not None else Who.SYSTEM


def account(actor: Any) -> Any:
    """The account to be written as the author; None for somebody without one."""
    return actor if actor is not None and actor.pk is not None else None


def add_event(
    case: Case,
    kind: EventKind,
    *,
    actor: Any = None,
    who: Who | None = None,
    **columns: Any,
) -> CaseEvent:
    """Add one row to the history; see `CaseEvent` for the columns."""
    return CaseEvent.objects.create(
        case=case,
        kind=kind,
        who=who_is(actor) if who is None else who,
        actor=account(actor),
        at=columns.pop("at", None) or timezone.now(),
        unit_id=columns.pop("unit_id", case.unit_id),
        **columns,
    )
