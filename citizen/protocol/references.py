"""References of the protocol book: ``YYYY-NNNNNN``, and ``CODE-YYYY-NNNNNN`` for other bodies. Pure."""

import re
from dataclasses import dataclass
from typing import Final

MIN_DIGITS: Final = 6

_PATTERN: Final = re.compile(r"(?:(?P<body>[A-ZΑ-Ω][A-Z0-9Α-Ω]{1,15})-)?(?P<year>[0-9]{4})-(?P<number>[0-9]{1,9})")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−/", "-"))


@dataclass(frozen=True)
class Reference:
    """Body (empty for the municipality itself), calendar year in its time zone, running number from 1."""

    body: str
    year: int
    number: int

    def __str__(self) -> str:
        number = f"{self.year}-{self.number:0{MIN_DIGITS}d}"
        return f"{self.body}-{number}" if self.body else number


def parse_reference(text: str) -> Reference | None:
    """What a person typed or a program sent, or None when it is no reference.

    Forgiving: spaces around it, other dashes, ``/`` for a dash, small letters, missing leading zeros.
    """
    match = _PATTERN.fullmatch("".join(text.split()).translate(_DASHES).upper())
    if match is None or int(match["number"]) == 0:
        return None
    return Reference(match["body"] or "", int(match["year"]), int(match["number"]))
