"""Walking the chain from its first link, and naming the first break."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from geo.audit.chain import FIRST, hold, link
from geo.audit.models import Anchor, Row, Seal

_WINDOW: Final = 5000

_SLIPPED_IN: Final = """
    SELECT min(r.id) FROM audit_row AS r
    WHERE NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.row_id = r.id)
      AND r.xid < (SELECT pg_snapshot_xmin(snapshot) FROM audit_anchor ORDER BY seq DESC LIMIT 1)
"""


@dataclass(frozen=True, kw_only=True)
class Break:
    """The first place where the chain does not hold.

    Attributes:
        seq: number of the link, or None when a row has no link.
        row: key of the audit row, or None when there is none.
        reason: ``edited``, ``deleted``, ``inserted``, ``relinked`` (the link itself was changed),
            ``missing link``, ``cut short`` or ``rewritten`` (an anchor does not stand in the chain).
    """

    seq: int | None
    row: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a walk found. `seq` and `hash` are the head of the chain, for safe-keeping elsewhere."""

    seq: int
    hash: str
    unsealed: int
    broken: Break | None

    @property
    def sound(self) -> bool:
        return self.broken is None


@transaction.atomic
def verify(anchors: tuple[tuple[int, str], ...] = ()) -> Report:
    """Walk the whole chain.

    Args:
        anchors: number and hash (hexadecimal) of links as printed or logged; each must stand in the chain.
    """
    hold()
    head, digest = 0, FIRST
    broken = None
    for link_found in _walk():
        if isinstance(link_found, Break):
            broken = link_found
            break
        head, digest = link_found
    broken = broken or _against_anchors(head, anchors) or _slipped_in()
    unsealed = Row.objects.count() - Seal.objects.count()
    return Report(seq=head, hash=digest.hex(), unsealed=max(unsealed, 0), broken=broken)


def _walk() -> Iterator[tuple[int, bytes] | Break]:
    """Number and hash of each sound link, then the break, if there is one."""
    previous, last = FIRST, Seal.objects.aggregate(last=Max("seq"))["last"] or 0
    for start in range(1, last + 1, _WINDOW):
        seals = {seal.seq: seal for seal in Seal.objects.filter(seq__range=(start, start + _WINDOW - 1))}
        rows = Row.objects.in_bulk([seal.row_id for seal in seals.values()])
        for seq in range(start, min(start + _WINDOW, last + 1)):
            seal = seals.get(seq)
            if seal is None:
                yield Break(seq=seq, row=None, reason="missing link")
                return
            if broken := _check(seal, rows.get(seal.row_id), previous):
                yield broken
                return
            previous = bytes(seal.hash)
            yield seq, previous


def _check(seal: Seal, row: Row | None, previous: bytes) -> Break | None:
    if bytes(seal.previous) != previous:
        return Break(seq=seal.seq, row=seal.row_id, reason="relinked")
    if row is None:
        return Break(seq=seal.seq, row=seal.row_id, reason="deleted")
    if bytes(seal.hash) != link(previous, row, seal.seq):
        return Break(seq=seal.seq, row=seal.row_id, reason="edited")
    return None


def _against_anchors(head: int, given: tuple[tuple[int, str], ...]) -> Break | None:
    """A chain can be recomputed by whoever owns the database; its anchors elsewhere cannot."""
    own = tuple((anchor.seq, bytes(anchor.hash).hex()) for anchor in Anchor.objects.order_by("seq").iterator())
    for seq, digest in sorted(own + given):
        if seq > head:
            return Break(seq=seq, row=None, reason="cut short")
        seal = Seal.objects.get(seq=seq)
        if bytes(seal.hash).hex() != digest.lower():
            return Break(seq=seq, row=seal.row_id, reason="rewritten")
    return None


def _slipped_in() -> Break | None:
    """A row without link although its transaction was over when the last run linked all there was."""
    with connection.cursor() as cursor:
        cursor.execute(_SLIPPED_IN)
        (row,) = cursor.fetchone()
    return None if row is None else Break(seq=None, row=row, reason="inserted")
