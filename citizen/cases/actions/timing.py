"""The clock's columns on a case; the reckoning is in `citizen.cases.clock`."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from citizen.cases import clock
from citizen.cases.clock import NOTHING, Hours, Span
from citizen.cases.models import Case, ServiceVersion, WorkingCalendar

CLOCK_FIELDS: Final = (
    "due_at", "warn_at", "warned_at", "escalated_at", "paused_since", "paused_seconds", "clock_left",
)  # fmt: skip


def hours_of(code: str) -> Hours:
    """The calendar with this code; the hours of the Greek public service where there is none."""
    calendar = WorkingCalendar.objects.filter(code=code).first()
    return calendar.hours() if calendar else usual_hours()


def usual_hours() -> Hours:
    """Monday to Friday, 07:00 to 15:00."""
    return Hours(
        zone=ZoneInfo(timezone.get_default_timezone_name()),
        weekly=((Span(7 * 60, 15 * 60),),) * 5 + ((), ()),
    )


def start(case: Case, version: ServiceVersion, hours: Hours, now: datetime) -> None:
    """Set the whole target from `now`: at submission and when a case is reopened."""
    case.due_at = clock.due_at(hours, version.target, now)
    case.warn_at = clock.warn_at(hours, version.target, now)
    case.warned_at = case.escalated_at = case.paused_since = case.clock_left = None


def turn(case: Case, effect: str, hours: Hours, now: datetime) -> None:
    """Do to the clock what a transition says (`citizen.cases.states.Transition.clock`)."""
    match effect:
        case "restart":
            start(case, case.service_version, hours, now)
        case "pause":
            _pause(case, hours, now)
        case "resume":
            _count_pause(case, now)
            _resume(case, hours, now)
        case "stop":
            _count_pause(case, now)


def _pause(case: Case, hours: Hours, now: datetime) -> None:
    case.paused_since = now
    if case.due_at is not None:
        case.clock_left = clock.left_at(hours, case.service_version.target, now, case.due_at)


def _count_pause(case: Case, now: datetime) -> None:
    if case.paused_since is not None:
        case.paused_seconds += max(0, int((now - case.paused_since).total_seconds()))
        case.paused_since = None


def _resume(case: Case, hours: Hours, now: datetime) -> None:
    left, case.clock_left = case.clock_left, None
    if left is None or left <= NOTHING:
        return  # it was overdue before it was paused: waiting does not undo that
    target = case.service_version.target
    case.due_at = clock.due_at(hours, target, now, left)
    if case.warned_at is None:
        case.warn_at = clock.warn_at(hours, target, now, left)
