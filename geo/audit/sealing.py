"""Linking the rows that are not linked yet, in one order, by one process at a time."""

import logging
from typing import Final

from django.db import transaction

from geo.audit.chain import FIRST, hold, link
from geo.audit.models import Anchor, Row, Seal
from geo.snapshots import current

BATCH: Final = 2000

logger = logging.getLogger(__name__)

_UNSEALED: Final = """
    SELECT r.* FROM audit_row AS r
    WHERE r.xid >= (
        -- Older rows were linked by an earlier run. A snapshot ahead of the cluster's own transactions is one
        -- of another cluster (a restored backup): then all are looked at.
        SELECT coalesce((
            SELECT pg_snapshot_xmin(snapshot) FROM audit_anchor
            WHERE pg_snapshot_xmax(snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
            ORDER BY seq DESC LIMIT 1), '0'::xid8))
      AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.row_id = r.id)
    ORDER BY r.id
    LIMIT %s
"""


def seal() -> int:
    """Link every committed row that has no link yet; answers how many were linked.

    What a running transaction has written is not visible here and is linked after it commits.
    """
    linked = 0
    while count := _seal_batch():
        linked += count
    return linked


@transaction.atomic
def _seal_batch() -> int:
    hold()
    # Taken before the rows are read: a row that is not seen below has a later transaction, or one in flight.
    snapshot = current()
    head = Seal.objects.order_by("-seq").first()
    seq, previous = (head.seq, bytes(head.hash)) if head else (0, FIRST)
    seals = []
    for row in Row.objects.raw(_UNSEALED, [BATCH]):
        seq += 1
        linked = link(previous, row, seq)
        seals.append(Seal(seq=seq, row_id=row.id, previous=previous, hash=linked))
        previous = linked
    Seal.objects.bulk_create(seals)
    head = seals[-1] if seals else head
    # Only a run that came to the end may say that all it had seen is linked.
    if head and len(seals) < BATCH and not Anchor.objects.filter(seq=head.seq).exists():
        _anchor(head, snapshot)
    return len(seals)


def _anchor(head: Seal, snapshot: str) -> None:
    """Remember the head, here and in the log: whoever keeps the log can show that the chain was rewritten."""
    Anchor.objects.create(seq=head.seq, hash=head.hash, snapshot=snapshot)
    transaction.on_commit(lambda: logger.info("audit.anchor seq=%d hash=%s", head.seq, bytes(head.hash).hex()))
