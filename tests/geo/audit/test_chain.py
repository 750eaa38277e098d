"""Whatever is forged afterwards breaks the chain at its place."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from geo.audit import sealing
from geo.audit.actions import record
from geo.audit.chain import link
from geo.audit.models import Row, Seal
from geo.audit.sealing import seal
from geo.audit.verifying import verify

pytestmark = pytest.mark.django_db
Forge = Callable[..., None]


@pytest.fixture
def rows(db: None) -> list[Row]:
    rows = [record(actor=None, action="x.do_it", data={"n": n, "text": "Καλλονή", "x": 0.1}) for n in range(5)]
    assert seal() == 5
    return rows


def test_a_sound_chain(rows: list[Row]) -> None:
    report = verify()
    assert report.sound
    assert (report.seq, report.unsealed) == (5, 0)
    assert report.hash == bytes(Seal.objects.get(seq=5).hash).hex()


def test_an_empty_chain_is_sound(db: None) -> None:
    assert seal() == 0
    assert verify().sound


def test_sealing_goes_on_where_it_stopped(rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    for _ in range(5):
        record(actor=None, action="x.do_it")
    assert verify().unsealed == 5
    assert seal() == 5
    assert seal() == 0
    report = verify()
    assert report.sound
    assert report.seq == 10


@pytest.mark.parametrize(
    "change",
    [
        "action = 'x.do_nothing'", "actor_id = '9'", "at = at + interval '1 microsecond'", "object_key = '1'",
        "data = data || '{\"n\": 99}'", "xid = '3'",
    ],
)  # fmt: skip
def test_an_edited_row_is_named(rows: list[Row], forge: Forge, change: str) -> None:
    forge(f"UPDATE audit_row SET {change} WHERE id = %s", rows[2].id)
    broken = verify().broken
    assert broken is not None
    assert (broken.seq, broken.row, broken.reason) == (3, rows[2].id, "edited")


def test_a_deleted_row_is_named(rows: list[Row], forge: Forge) -> None:
    forge("DELETE FROM audit_row WHERE id = %s", rows[1].id)
    broken = verify().broken
    assert broken is not None
    assert (broken.seq, broken.row, broken.reason) == (2, rows[1].id, "deleted")


def test_a_row_deleted_with_its_link_is_missed(rows: list[Row], forge: Forge) -> None:
    forge("DELETE FROM audit_row WHERE id = %s", rows[1].id)
    forge("DELETE FROM audit_seal WHERE seq = 2")
    broken = verify().broken
    assert broken is not None
    assert (broken.seq, broken.reason) == (2, "missing link")


def test_links_closed_over_a_gap_do_not_fit(rows: list[Row], forge: Forge) -> None:
    forge("DELETE FROM audit_seal WHERE seq = 2")
    forge("UPDATE audit_seal SET seq = seq - 1 WHERE seq > 2")
    broken = verify().broken
    assert broken is not None
    assert (broken.seq, broken.reason) == (2, "relinked")


def test_a_row_slipped_in_behind_is_named(rows: list[Row], forge: Forge) -> None:
    forge("INSERT INTO audit_row (xid, actor_id, action, object_type, object_key, data)"
          " VALUES ('3', '', 'x.forged', '', '', '{}')")  # fmt: skip
    assert seal() == 0, "the job does not make it true"
    broken = verify().broken
    assert broken is not None
    assert (broken.seq, broken.row, broken.reason) == (
        None,
        Row.objects.get(action="x.forged").id,
        "inserted",
    )


def test_a_chain_cut_short_misses_its_anchor(rows: list[Row], forge: Forge) -> None:
    forge("DELETE FROM audit_row WHERE id = %s", rows[4].id)
    forge("DELETE FROM audit_seal WHERE seq = 5")
    broken = verify().broken
    assert broken is not None
    assert (broken.seq, broken.reason) == (5, "cut short")


def test_an_anchor_kept_elsewhere_finds_a_chain_rewritten_to_the_end(rows: list[Row], forge: Forge) -> None:
    """The owner of the database can edit a row, all links after it and the anchors; not what was printed."""
    printed = verify()
    forge("UPDATE audit_row SET action = 'x.do_nothing' WHERE id = %s", rows[3].id)
    previous = bytes(Seal.objects.get(seq=3).hash)
    for seq in (4, 5):
        row = Row.objects.get(id=rows[seq - 1].id)
        digest = link(previous, row, seq)
        forge("UPDATE audit_seal SET previous = %s, hash = %s WHERE seq = %s", previous, digest, seq)
        previous = digest
    forge("UPDATE audit_anchor SET hash = %s WHERE seq = 5", previous)
    assert verify().sound
    broken = verify(((printed.seq, printed.hash),)).broken
    assert broken is not None
    assert (broken.seq, broken.reason) == (5, "rewritten")


def test_the_command_prints_an_anchor_and_takes_it_back(rows: list[Row], forge: Forge) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    anchor = out.getvalue().split()[-1]
    call_command("verify_audit", "--anchor", anchor, stdout=StringIO())
    forge("UPDATE audit_row SET action = 'x.forged' WHERE id = %s", rows[0].id)
    with pytest.raises(CommandError, match=rf"audit row {rows[0].id}: edited"):
        call_command("verify_audit", stdout=StringIO())


@pytest.mark.parametrize("anchor", ["5", "x:1", "5:abc"])
def test_an_anchor_of_another_shape_is_refused(anchor: str) -> None:
    with pytest.raises(CommandError, match="anchor"):
        call_command("verify_audit", "--anchor", anchor)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_sealed_after_it_ends() -> None:
    slow = connection.copy()
    slow.set_autocommit(False)
    with slow.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_row (actor_id, action, object_type, object_key, data)"
            " VALUES ('', 'x.slow', '', '', '{}')"
        )
    fast = record(actor=None, action="x.fast")
    assert seal() == 1
    assert verify().sound
    slow.commit()
    slow.close()
    assert seal() == 1
    assert verify().sound
    assert list(Seal.objects.order_by("seq").values_list("row_id", flat=True)) == [fast.id, fast.id - 1]


@pytest.mark.django_db(transaction=True)
def test_after_a_restore_transactions_count_anew_and_sealing_goes_on(forge: Forge) -> None:
    record(actor=None, action="x.before")
    seal()
    far = 10**15
    forge("UPDATE audit_anchor SET snapshot = %s", f"{far}:{far}:")
    record(actor=None, action="x.after")
    assert seal() == 1
