"""Whatever order transactions begin, write, commit, roll back and are read in: each commit is read once."""

from collections import Counter
from typing import Any

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.changes.reader import since
from tests.geo.changes.tracked import Things

WRITERS = 2
STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "commit", "rollback", "read"]), st.integers(0, WRITERS - 1)),
    min_size=5,
    max_size=20,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_commit_is_read_once(things: Things, steps: list[tuple[str, int]]) -> None:
    writers = [_open() for _ in range(WRITERS)]
    written: list[list[str]] = [[] for _ in writers]
    expected: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    _, snapshot = since("")
    for number, (step, index) in enumerate(steps):
        writer, pending = writers[index], written[index]
        if step == "write":
            pending.append(f"change {number}")
            Things(writer).add(pending[-1], (0, 0))
        elif step == "read":
            changes, snapshot = since(snapshot)
            seen.update(change.source for change in changes)
        else:
            writer.commit() if step == "commit" else writer.rollback()
            expected.update(pending if step == "commit" else ())
            pending.clear()
        assert not seen - expected
    for writer in writers:
        writer.rollback()
        writer.close()
    changes, _ = since(snapshot)
    seen.update(change.source for change in changes)
    assert seen == expected


def _open() -> Any:
    writer = connection.copy()
    writer.set_autocommit(False)
    return writer
