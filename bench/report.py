"""What a benchmark is given and what it gives back."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """How much to measure.

    Attributes:
        names: benchmarks asked for; none means all.
        scale: share of the full data set.
        seconds: length of one contestant's turn.
        rounds: turns of each contestant.
    """

    names: tuple[str, ...] = ()
    scale: float = 0.1
    seconds: float = 3.0
    rounds: int = 3


class Skipped(Exception):
    """This cannot be measured here; the message says why."""


@dataclass
class Report:
    """One table.

    Attributes:
        columns: names of the columns; the first one says what is measured.
        notes: what one must know to read it.
    """

    title: str
    columns: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        lines = [_line(self.columns), _line("---" for _ in self.columns), *map(_line, self.rows)]
        return "\n\n".join([f"## {self.title}", "\n".join(lines), *self.notes]) + "\n"


def _line(cells: object) -> str:
    return "| " + " | ".join(_shown(cell) for cell in cells) + " |"  # type: ignore[attr-defined]


def _shown(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
