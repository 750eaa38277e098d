"""Fifty writers and rollbacks at once: 1..n without gap or twin."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from uuid_utils.compat import uuid7

from citizen.protocol.actions import Line, register, register_many
from citizen.protocol.models import Entry

AT = datetime(2034, 3, 3, 9, tzinfo=UTC)
WRITERS, ROUNDS = 50, 6


class Regret(Exception):
    pass


def write(writer: int) -> list[int]:
    """Some numbers, of which every third is drawn and given back."""
    kept = []
    try:
        for turn in range(ROUNDS):
            try:
                with transaction.atomic():
                    number = register(uid=uuid7(), subject=f"{writer}/{turn}", at=AT).number
                    if (writer + turn) % 3 == 0:
                        raise Regret
                kept.append(number)
            except Regret:
                continue
        if writer % 10 == 0:
            with transaction.atomic():
                lines = [Line(uid=uuid7(), subject="πολλά", at=AT) for _ in range(5)]
                kept += [reference.number for reference in register_many(lines=lines).values()]
    finally:
        connection.close()
    return kept


@pytest.mark.django_db(transaction=True)
def test_gapless_under_concurrency_and_rollback() -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        told = [number for numbers in pool.map(write, range(WRITERS)) for number in numbers]
    written = list(Entry.objects.book(year=2034).values_list("number", flat=True))
    assert written == list(range(1, len(told) + 1))
    assert sorted(told) == written
