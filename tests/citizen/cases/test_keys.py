"""The tracking key."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from citizen.cases.keys import case_key, check_key


@dataclass
class Keyed:
    uid: UUID
    key_generation: int = 1


def test_a_key_has_128_bits_and_fits_its_case_only() -> None:
    one, other = Keyed(uuid4()), Keyed(uuid4())
    key = case_key(one)
    assert len(key) == 26
    assert set(key) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert check_key(one, key)
    assert not check_key(other, key)


def test_a_key_copied_by_hand_is_forgiven() -> None:
    case = Keyed(uuid4())
    key = case_key(case)
    assert check_key(case, f" {key[:13].upper()}-{key[13:].replace('0', 'O').replace('1', 'l')} ")
    assert not check_key(case, "")
    assert not check_key(case, "ψ" * 26)


def test_a_new_generation_ends_the_old_key() -> None:
    case = Keyed(uuid4())
    key = case_key(case)
    case.key_generation = 2
    assert not check_key(case, key)
