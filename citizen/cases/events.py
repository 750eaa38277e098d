"""What happened to a case, told inside the transaction that did it."""

from dataclasses import dataclass
from uuid import UUID

from geo.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Event):
    """A case was written. Its protocol number is drawn after this: receivers know it by `entry` only."""

    case_id: int
    uid: UUID
    entry: UUID
    service: str


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """A case went from one state to another."""

    case_id: int
    event_id: int
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class CaseRouted(Event):
    """A case came to another unit, or to another person of it."""

    case_id: int
    event_id: int
    unit_id: int | None
    assignee_id: int | None


@dataclass(frozen=True, kw_only=True)
class MessagePosted(Event):
    """A message between desk and reporter, or an internal note."""

    case_id: int
    message_id: int
    direction: str


@dataclass(frozen=True, kw_only=True)
class TextCleared(Event):
    """The text (or pictures) of a case may be shown in public from now on, or no longer."""

    case_id: int
    public: bool


@dataclass(frozen=True, kw_only=True)
class CasesWarned(Event):
    """Cases near their target time (`escalated` false) or past it; told once for each case and target."""

    case_ids: tuple[int, ...]
    escalated: bool
