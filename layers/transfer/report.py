"""What became of a file, row by row: for people, for spreadsheets, for programmes."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from layers.transfer.encodings import Guess

MOST_ENTRIES: Final = 50_000
"""Entries kept; the rest are counted."""

_COUNTS: Final = ("read", "repaired", "refused", "inserted", "changed", "unchanged", "deleted")


class Verdict(StrEnum):
    """What became of a row."""

    READ = "read"
    REPAIRED = "repaired"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be said about one row. `field` is `geometry`, `properties.<name>` or empty for the
    row.
    """

    number: int
    verdict: Verdict
    field: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would have done where `applied` is false.

    Attributes:
        read: rows in the file.
        operation: how coordinates came into storage, with its accuracy.
        properties: property by field of the file.
        left: fields of the file that no property takes.
        notes: about the file as a whole.
        entries: about single rows, at most `MOST_ENTRIES`.
    """

    file: str
    layer: str
    format: str
    collection: str
    mode: str
    crs: str = ""
    operation: str = ""
    encoding: Guess | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    read: int = 0
    repaired: int = 0
    refused: int = 0
    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    applied: bool = False
    dry_run: bool = False
    changeset: int | None = None
    entries: list[Entry] = field(default_factory=list)

    def say(self, number: int, verdict: Verdict, problems: Mapping[str, list[str]]) -> None:
        """Add what is to be said about a row, and count it once."""
        if verdict is Verdict.REFUSED:
            self.refused += 1
        elif verdict is Verdict.REPAIRED:
            self.repaired += 1
        for name, reasons in problems.items():
            for reason in reasons:
                if len(self.entries) < MOST_ENTRIES:
                    self.entries.append(Entry(number, verdict, name, str(reason)))

    def text(self) -> str:
        """For people: what was read and how, then the rows with something to be said, like with like."""
        return "\n".join([*self._head(), *self._grouped(), *self._foot()])

    def write(self, path: Path) -> None:
        """Every row with its verdict, as CSV with semicolons (opens in Greek Excel) or, by suffix, as
        JSON.
        """
        if path.suffix.lower() == ".json":
            path.write_text(json.dumps(self.as_dict(), ensure_ascii=False, indent=1), "utf-8")
            return
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([_("row"), _("verdict"), _("field"), _("reason")])
            writer.writerows((e.number, e.verdict.value, e.field, _harmless(e.reason)) for e in self._all_rows())

    def as_dict(self) -> dict[str, Any]:
        """For programmes."""
        plain = {
            name: getattr(self, name) for name in self.__slots__ if name not in ("entries", "encoding", "properties")
        }
        return plain | {
            "encoding": self.encoding.encoding if self.encoding else None,
            "properties": dict(self.properties),
            "rows": [
                {"row": e.number, "verdict": e.verdict.value, "field": e.field, "reason": e.reason}
                for e in sorted(self.entries, key=lambda entry: entry.number)
            ],
        }

    def _all_rows(self) -> Iterator[Entry]:
        """The rows of the file in order; one about which nothing is to be said was simply read."""
        by_number: dict[int, list[Entry]] = {}
        for entry in self.entries:
            by_number.setdefault(entry.number, []).append(entry)
        complete = len(self.entries) < MOST_ENTRIES
        for number in range(1, max([self.read, *by_number]) + 1):
            yield from by_number.get(number, [Entry(number, Verdict.READ, "", "")] if complete else [])

    def _head(self) -> Iterator[str]:
        yield _("%(file)s, layer %(layer)s (%(format)s) → %(collection)s, %(mode)s") % {
            "file": self.file,
            "layer": self.layer,
            "format": self.format,
            "collection": self.collection,
            "mode": self.mode,
        }
        yield _("Coordinates: %(crs)s, %(operation)s") % {"crs": self.crs, "operation": self.operation}
        if self.encoding is not None:
            values = {"encoding": self.encoding.encoding, "reason": self.encoding.reason}
            yield _("Text: %(encoding)s, because %(reason)s") % values
            yield from (
                f"  {preview.encoding:>10}: " + " | ".join("—" if text is None else text for text in preview.texts)
                for preview in self.encoding.previews
            )
        if self.properties:
            pairs = ", ".join(f"{name} → {target}" for name, target in self.properties.items())
            yield _("Fields: %(pairs)s") % {"pairs": pairs}
        if self.left:
            yield _("Fields left out: %(names)s. Take them with --map FIELD=PROPERTY.") % {
                "names": ", ".join(self.left)
            }
        yield from self.notes

    def _grouped(self) -> Iterator[str]:
        groups: dict[tuple[Verdict, str, str], list[int]] = {}
        for entry in self.entries:
            groups.setdefault((entry.verdict, entry.field, entry.reason), []).append(entry.number)
        for (verdict, name, reason), numbers in sorted(groups.items(), key=lambda group: group[1]):
            rows = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
            said = _("refused") if verdict is Verdict.REFUSED else _("repaired")
            values = {
                "rows": rows,
                "count": len(numbers),
                "said": said,
                "field": name or "—",
                "reason": reason,
            }
            yield (
                ngettext(
                    "Row %(rows)s %(said)s: %(field)s: %(reason)s",
                    "%(count)d rows %(said)s (%(rows)s): %(field)s: %(reason)s",
                    len(numbers),
                )
                % values
            )

    def _foot(self) -> Iterator[str]:
        counts = {name: getattr(self, name) for name in _COUNTS}
        yield _("Rows: %(read)d read, %(repaired)d repaired, %(refused)d refused.") % counts
        if self.applied:
            yield _("Written: %(inserted)d new, %(changed)d changed, %(deleted)d deleted.") % counts
            if self.unchanged:
                yield _("%(unchanged)d were as they are already.") % counts
        elif self.dry_run and not self.refused:
            yield (_("Trial only. It would be %(inserted)d new, %(changed)d changed, %(deleted)d deleted.") % counts)
        elif not self.dry_run:
            yield _("Nothing was written. Mend the refused rows, or leave them out with --keep-going.")


def _harmless(text: str) -> str:
    """Text from a file is no formula, whatever a spreadsheet would make of it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
