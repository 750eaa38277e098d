"""The chain over audit rows: each link is the SHA-256 of its row and of the link before it.

Rows are written without regard to each other, so that recording costs one INSERT; a job links them in order.
A row that is edited, removed or slipped in afterwards no longer fits its link, and a chain that was cut short
no longer reaches its last anchor.
"""

import hashlib
import json
from typing import Any, Final

from django.db import connection

from geo.audit.models import Row

_LOCK: Final = 0x746F706F735F6175
"""Advisory lock of the chain (the letters ``topos_au``)."""

FIRST: Final = bytes(32)
"""What stands before the first link."""


def canonical(row: Row, seq: int) -> bytes:
    """The row as JSON with sorted names, without spaces, UTF-8 (the form of RFC 8785 for our values)."""
    members: dict[str, Any] = {
        "seq": seq,
        "id": row.id,
        "xid": row.xid,
        "at": row.at.isoformat(timespec="microseconds"),
        "actor": row.actor_id,
        "action": row.action,
        "object_type": row.object_type,
        "object_key": row.object_key,
        "data": row.data,
    }
    return json.dumps(members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link(previous: bytes, row: Row, seq: int) -> bytes:
    """The hash of link number `seq`."""
    return hashlib.sha256(previous + canonical(row, seq)).digest()


def hold() -> None:
    """Keep others from linking until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
