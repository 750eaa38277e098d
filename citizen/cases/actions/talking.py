"""Messages between desk and reporter, internal notes, pictures."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizen.cases.actions.moving import transition
from citizen.cases.actions.recording import account, add_event, locked, save
from citizen.cases.events import MessagePosted
from citizen.cases.keys import check_key
from citizen.cases.models import Attachment, Case, CaseEvent, Direction, EventKind, Message
from citizen.cases.rules.submissions import MAX_TEXT, clean_text
from citizen.cases.states import RUNNING, State, Who
from geo import access
from geo.audit.actions import record
from geo.errors import Conflict, Forbidden, Invalid
from geo.events import publish
from geo.files.actions import attach as attach_file

MAX_ATTACHMENTS = 10


@transaction.atomic
def post_message(*, case: Case, text: str, actor: Any = None, key: str = "") -> Message:
    """Write to the other side. With the case's key the reporter writes, otherwise the desk does.

    An answer of the reporter ends `waiting_reporter`: the case goes back to the state before it, the clock on.

    Raises:
        Forbidden: neither the key nor a post allows it. Invalid: empty or too long.
    """
    text = _check(text)
    case = locked(case)
    if key:
        if not check_key(case, key):
            raise Forbidden(_("The key does not belong to this request."))
        return _from_reporter(case, text)
    access.check(actor, "cases.transition_case", case)
    return _post(case, Direction.TO_REPORTER, text, actor)


@transaction.atomic
def add_note(*, case: Case, text: str, actor: Any) -> Message:
    """Write something down for colleagues; the reporter never sees it."""
    text = _check(text)
    case = locked(case)
    access.check(actor, "cases.transition_case", case)
    return _post(case, Direction.INTERNAL, text, actor)


def _from_reporter(case: Case, text: str) -> Message:
    if case.state == State.WITHDRAWN:
        raise Conflict(_("This request was withdrawn. Submit a new one."), state=case.state)
    message = _post(case, Direction.FROM_REPORTER, text, None)
    if case.state == State.WAITING_REPORTER:
        transition(case=case, to=_before_waiting(case), who=Who.SYSTEM)
    return message


def _before_waiting(case: Case) -> State:
    """The last state in which somebody worked on the case and which the system may restore."""
    states = case.events.filter(kind=EventKind.MOVED, from_state__in=sorted(RUNNING)).order_by("-id")
    last = states.values_list("from_state", flat=True).first()
    return State(last) if last in {State.ASSIGNED, State.IN_PROGRESS} else State.REGISTERED


def _post(case: Case, direction: Direction, text: str, actor: Any) -> Message:
    message = Message.objects.create(
        case=case, at=timezone.now(), direction=direction, author=account(actor), text=text
    )
    save(case)
    who = Who.REPORTER if direction == Direction.FROM_REPORTER else Who.DESK
    add_event(case, EventKind.MESSAGE, actor=actor, who=who, data={"message": message.pk, "direction": direction})
    record(actor=actor, action="cases.post_message", obj=case, data={"direction": direction})
    publish(MessagePosted(case_id=case.pk, message_id=message.pk, direction=direction))
    return message


def _check(text: str) -> str:
    text = clean_text(text)
    if not text:
        raise Invalid(fields={"text": [_("Write something.")]})
    if len(text) > MAX_TEXT:
        raise Invalid(fields={"text": [_("At most %(most)d characters.") % {"most": MAX_TEXT}]})
    return text


@transaction.atomic
def attach(
    *,
    case: Case,
    file: uuid.UUID,
    actor: Any = None,
    message: Message | None = None,
    by_reporter: bool = True,
) -> Attachment:
    """Attach an uploaded picture; it is not public before a desk clears it. Twice does no harm.

    Args:
        file: uid of the upload; knowing it is the permission of a reporter. A desk needs ``cases.transition_case``.

    Raises:
        NotFound, Conflict: as `geo.files.actions.attach`. Invalid: too many.
    """
    case = locked(case)
    if not by_reporter:
        access.check(actor, "cases.transition_case", case)
    found = case.attachments.filter(file_id=file).first()
    if found is not None:
        return found
    if case.attachments.count() >= MAX_ATTACHMENTS:
        raise Invalid(fields={"photos": [_("At most %(most)d pictures.") % {"most": MAX_ATTACHMENTS}]})
    stored = attach_file(uid=file, owner=case, actor=actor)
    attachment = Attachment.objects.create(
        case=case, message=message, file=stored, by_reporter=by_reporter, added_at=timezone.now()
    )
    save(case)
    who = Who.REPORTER if by_reporter else Who.DESK
    add_event(case, EventKind.ATTACHED, actor=actor, who=who, data={"attachment": attachment.pk})
    return attachment


@transaction.atomic
def empty_notes(*, event: CaseEvent, actor: Any, reason: str) -> CaseEvent:
    """Empty the notes of one event of the history because they name a person; the event itself stays.

    Raises:
        Forbidden: without ``cases.erase_contact`` on the case. Invalid: no reason.
    """
    access.check(actor, "cases.erase_contact", event.case)
    if not reason.strip():
        raise Invalid(fields={"reason": [_("Say why the notes are emptied.")]})
    event.note = event.public_note = ""
    event.erased_at = timezone.now()
    event.save(update_fields=["note", "public_note", "erased_at"])
    record(actor=actor, action="cases.empty_notes", obj=event.case, data={"event": event.pk, "reason": reason})
    return event
