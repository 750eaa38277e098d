"""The verbs that write the protocol book."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizen.protocol.models import Direction, Entry
from citizen.protocol.references import Reference
from geo import access
from geo.audit.actions import record
from geo.errors import Conflict, Invalid

# One statement, so that the counter row is locked as late and as briefly as can be: between it and the commit
# stands nothing but the insert of the entry. A rollback gives the number back with the row.
_REGISTER: Final = """
WITH drawn AS (
    INSERT INTO protocol_counter AS counter (body, year, value) VALUES (%(body)s, %(year)s, 1)
    ON CONFLICT (body, year) DO UPDATE SET value = counter.value + 1
    RETURNING value
)
INSERT INTO protocol_entry
    (uid, body, year, number, direction, subject, sender, external_number, enclosures, at, cancel_reason)
SELECT %(uid)s, %(body)s, %(year)s, drawn.value, %(direction)s, %(subject)s, %(sender)s,
       %(external_number)s, %(enclosures)s, %(at)s, ''
FROM drawn
RETURNING number
"""

_REGISTER_MANY: Final = """
WITH given AS (
    SELECT * FROM unnest(%(uids)s::uuid[], %(years)s::int[], %(subjects)s::text[], %(ats)s::timestamptz[])
        WITH ORDINALITY AS given (uid, year, subject, at, place)
), wanted AS (
    SELECT year, count(*) AS amount FROM given GROUP BY year ORDER BY year
), drawn AS (
    INSERT INTO protocol_counter AS counter (body, year, value)
    SELECT %(body)s, year, amount FROM wanted ORDER BY year
    ON CONFLICT (body, year) DO UPDATE SET value = counter.value + excluded.value
    RETURNING year, value
)
INSERT INTO protocol_entry
    (uid, body, year, number, direction, subject, sender, external_number, enclosures, at, cancel_reason)
SELECT given.uid, %(body)s, given.year,
       drawn.value - wanted.amount + row_number() OVER (PARTITION BY given.year ORDER BY given.place),
       %(direction)s, given.subject, '', '', 0, given.at, ''
FROM given JOIN drawn USING (year) JOIN wanted USING (year)
RETURNING uid, year, number
"""


def book_year(at: datetime) -> int:
    """The book that a moment belongs to: the calendar year in the municipality's time zone."""
    return timezone.localtime(at, timezone.get_default_timezone()).year


def register(
    *,
    uid: uuid.UUID,
    subject: str,
    at: datetime,
    direction: str = Direction.IN,
    body: str = "",
    sender: str = "",
    external_number: str = "",
    enclosures: int = 0,
) -> Entry:
    """Draw the next number of the body's year and write the entry, in one statement.

    Call it as the LAST statement of the transaction: the counter stays locked until the commit.

    Args:
        uid: made by the caller beforehand (UUID version 7), so that other rows can already point to it.
        at: aware; decides the year.

    Raises:
        RuntimeError: there is no transaction, so the number could outlive what it was drawn for.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a protocol number is drawn inside the transaction of what it registers")
    values: dict[str, Any] = {
        "uid": uid, "body": body, "year": book_year(at), "direction": str(direction), "subject": subject,
        "sender": sender, "external_number": external_number, "enclosures": enclosures, "at": at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER, values)
        number = cursor.fetchone()[0]
    reference = Reference(body, values["year"], number)
    entry = Entry(**values, number=number)
    entry.reference = str(reference)  # as the database has just generated it
    entry._state.adding = False
    entry._state.db = connection.alias
    return entry


@dataclass(frozen=True, kw_only=True)
class Line:
    """One incoming entry of many; see `register`."""

    uid: uuid.UUID
    subject: str
    at: datetime


def register_many(
    *, lines: Sequence[Line], body: str = "", direction: str = Direction.IN
) -> dict[uuid.UUID, Reference]:
    """Write many entries in one statement, numbered in the given order within each year.

    Call it as the last statement of the transaction. The years' counters are locked in ascending order, so
    two such calls cannot wait for each other.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("protocol numbers are drawn inside the transaction of what they register")
    if not lines:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _REGISTER_MANY,
            {
                "body": body,
                "direction": str(direction),
                "uids": [line.uid for line in lines],
                "years": [book_year(line.at) for line in lines],
                "subjects": [line.subject for line in lines],
                "ats": [line.at for line in lines],
            },
        )
        return {uid: Reference(body, year, number) for uid, year, number in cursor.fetchall()}


@transaction.atomic
def cancel(*, actor: Any, entry: Entry, reason: str) -> Entry:
    """Cancel an entry; it keeps its number and its line in the book.

    Raises:
        Forbidden: without the permission ``protocol.cancel_entry``.
        Invalid: no reason is given.
        Conflict: it is cancelled already.
    """
    access.check(actor, "protocol.cancel_entry", entry)
    if not reason.strip():
        raise Invalid(fields={"reason": [_("Say why the entry is cancelled.")]})
    now = timezone.now()
    changed = Entry.objects.filter(pk=entry.pk, cancelled_at=None).update(
        cancelled_at=now, cancel_reason=reason.strip()
    )
    if not changed:
        raise Conflict(_("This entry is cancelled already."))
    entry.cancelled_at, entry.cancel_reason = now, reason.strip()
    record(actor=actor, action="protocol.cancel_entry", obj=entry, data={"reference": str(entry)})
    return entry
