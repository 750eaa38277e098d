"""The protocol book: one line an entry, years of Athens, nothing edited in silence."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from citizen.accounts.models import User
from citizen.protocol.actions import Line, cancel, register, register_many
from citizen.protocol.models import Counter, Entry
from citizen.protocol.references import Reference
from geo.errors import Conflict, Forbidden, Invalid

NOON = datetime(2031, 6, 1, 9, tzinfo=UTC)


def enter(at: datetime = NOON, body: str = "", uid: UUID | None = None) -> Entry:
    return register(uid=uid or uuid7(), subject="δοκιμή", at=at, body=body)


@pytest.mark.django_db
def test_numbers_begin_at_one_and_follow() -> None:
    assert [enter().number for _ in range(3)] == [1, 2, 3]


@pytest.mark.django_db
def test_bodies_and_years_have_books_of_their_own() -> None:
    enter()
    assert enter(body="EBEA").reference == "EBEA-2031-000001"
    assert enter(at=NOON.replace(year=2032)).reference == "2032-000001"


@pytest.mark.django_db
def test_reference_is_what_the_database_generates() -> None:
    made = enter(body="EBEA")
    assert Entry.objects.get(pk=made.pk).reference == made.reference == "EBEA-2031-000001"
    with transaction.atomic():
        Counter.objects.create(body="", year=2033, value=999_999)
        seventh = enter(at=NOON.replace(year=2033))
    assert Entry.objects.get(pk=seventh.pk).reference == seventh.reference == "2033-1000000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2030, 12, 31, 21, 59, 59, tzinfo=UTC), 2030),
        (datetime(2030, 12, 31, 22, 0, 0, tzinfo=UTC), 2031),  # midnight in Athens
        (datetime(2031, 1, 1, 0, 0, 0, tzinfo=UTC), 2031),
    ],
)
def test_new_year_comes_with_athens(moment: datetime, year: int) -> None:
    assert enter(at=moment).year == year


@pytest.mark.django_db
def test_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        enter()


@pytest.mark.django_db(transaction=True)
def test_no_number_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        enter()


@pytest.mark.django_db
def test_many_are_numbered_in_their_order_by_year() -> None:
    enter()
    lines = [Line(uid=uuid7(), subject=str(number), at=NOON.replace(year=2031 + number % 2)) for number in range(6)]
    numbers = register_many(lines=lines)
    assert [numbers[line.uid] for line in lines] == [
        Reference("", 2031, 2), Reference("", 2032, 1), Reference("", 2031, 3),
        Reference("", 2032, 2), Reference("", 2031, 4), Reference("", 2032, 3),
    ]  # fmt: skip
    assert enter().number == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM protocol_entry",
        "UPDATE protocol_entry SET subject = 'άλλο'",
        "UPDATE protocol_entry SET number = number + 1",
        "UPDATE protocol_entry SET sender = 'κάποιος'",
        "DELETE FROM protocol_counter",
        "UPDATE protocol_counter SET value = 0",
    ],
)
def test_the_database_refuses_silent_edits(statement: str) -> None:
    enter()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_cancelled_entry_keeps_its_number_and_says_why() -> None:
    admin = User.objects.create_superuser("protocol-admin", "p@example.org", "x")
    entry = cancel(actor=admin, entry=enter(), reason="Καταχωρίστηκε δύο φορές")
    assert Entry.objects.get(pk=entry.pk).cancel_reason == "Καταχωρίστηκε δύο φορές"
    assert enter().number == entry.number + 1
    with pytest.raises(Conflict):
        cancel(actor=admin, entry=entry, reason="πάλι")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(cancelled_at=None, cancel_reason="")


@pytest.mark.django_db
def test_cancelling_needs_a_reason_and_a_post() -> None:
    admin = User.objects.create_superuser("protocol-admin", "p@example.org", "x")
    with pytest.raises(Invalid) as refused:
        cancel(actor=admin, entry=enter(), reason=" ")
    assert "reason" in refused.value.fields
    with pytest.raises(Forbidden):
        cancel(actor=User.objects.create_user("somebody"), entry=enter(), reason="έτσι")
