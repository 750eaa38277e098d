"""References as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen.protocol.references import Reference, parse_reference


@given(st.sampled_from(["", "EBEA", "ΕΒΕΑ", "K2"]), st.integers(1900, 2999), st.integers(1, 999_999_999))
def test_what_is_written_is_read_back(body: str, year: int, number: int) -> None:
    reference = Reference(body, year, number)
    assert parse_reference(str(reference)) == reference


@pytest.mark.parametrize(
    "text", ["2026-000042", " 2026-000042 ", "2026-42", "2026/000042", "2026–000042", "2026 - 000042"]
)
def test_spelling_is_forgiven(text: str) -> None:
    assert parse_reference(text) == Reference("", 2026, 42)


def test_small_letters_of_a_body_are_forgiven() -> None:
    assert str(parse_reference("ebea-2026-7")) == "EBEA-2026-000007"


@pytest.mark.parametrize("text", ["", "2026", "2026-0", "26-000001", "A-2026-1", "2026-00001x", "λακκούβα"])
def test_other_texts_are_no_reference(text: str) -> None:
    assert parse_reference(text) is None
