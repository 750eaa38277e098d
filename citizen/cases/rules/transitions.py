"""Whether a case may go from one state to another."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from citizen.cases.errors import NotAllowed
from citizen.cases.states import TRANSITIONS, State, Transition, Who, allowed_from
from geo.errors import Conflict, Invalid

REOPEN_DAYS: Final = 30
"""Days after its end within which the reporter may reopen a case; the setting CASES_REOPEN_DAYS overrides."""

MAX_NOTE: Final = 4000


def check_state(text: str) -> State:
    """The state with this name.

    Raises:
        Invalid: there is none.
    """
    if text in State.values:
        return State(text)
    message = _("There is no state “%(name)s”. States: %(states)s.")
    raise Invalid(fields={"to": [message % {"name": text, "states": ", ".join(State.values)}]})


def check_transition(source: State, target: State, who: Who, given: Mapping[str, Any]) -> Transition:
    """The row of the table for this change.

    Args:
        given: the fields that came with it; empty ones count as missing.

    Raises:
        NotAllowed: the table has no such row for this kind of person (409, naming what is allowed).
        Invalid: a required field is missing.
    """
    change = TRANSITIONS.get((source, target))
    if change is None or who not in change.by:
        raise NotAllowed(source, target, allowed_from(source, who))
    missing = [name for name in change.requires if not _is_given(name, given)]
    if missing:
        raise Invalid(fields={name: [_missing(name)] for name in missing})
    return change


def check_notes(**notes: str) -> None:
    """Notes are text of a decent length.

    Raises:
        Invalid: too long.
    """
    message = _("At most %(most)d characters.")
    long = {name: [message % {"most": MAX_NOTE}] for name, text in notes.items() if len(text) > MAX_NOTE}
    if long:
        raise Invalid(fields=long)


def check_reopening(ended_at: datetime | None, now: datetime, days: int = REOPEN_DAYS) -> None:
    """The reporter may reopen only for a while; later it is a new request.

    Raises:
        Conflict: the time is over.
    """
    if ended_at is not None and now > ended_at + timedelta(days=days):
        message = _("More than %(days)d days have passed since it ended. Submit a new request and name this one.")
        raise Conflict(message % {"days": days})


def _is_given(name: str, given: Mapping[str, Any]) -> bool:
    value = given.get(name)
    if name == "note":
        value = value or given.get("public_note")
    return bool(value.strip() if isinstance(value, str) else value)


def _missing(name: str) -> str:
    return {
        "note": _("Say in a note why, or what was done."),
        "target": _("Name the competent body, and how to reach it."),
        "duplicate_of": _("Give the reference of the request that goes on."),
    }[name]
