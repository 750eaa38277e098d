"""Chart files as documents: JSON as `rules.CHART_SCHEMA` says, or a CSV table with one unit a row."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from geo.errors import Invalid

COLUMNS: Final = ("code", "kind", "parent", "name_el", "name_en")
"""Columns that a CSV chart must have; ``email`` and ``phone`` may follow. Separated by comma or semicolon."""


def read_document(path: Path) -> dict[str, Any]:
    """The document in a ``.json`` or ``.csv`` file, not yet checked as a chart.

    Raises:
        Invalid: the file cannot be read, or is no JSON or CSV in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Invalid(_("The chart file cannot be read: %(error)s.") % {"error": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise Invalid(_("The chart file is not UTF-8. Save it again as UTF-8.")) from error
    return _from_csv(text) if path.suffix.lower() == ".csv" else _from_json(text)


def _from_json(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Invalid(_("The chart file is no JSON: %(error)s.") % {"error": error}) from error
    if not isinstance(document, dict):
        raise Invalid(_("The chart file must hold an object with the member “units”."))
    return document


def _from_csv(text: str) -> dict[str, Any]:
    first = text.partition("\n")[0]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","))
    missing = [name for name in COLUMNS if not rows or name not in rows[0]]
    if missing:
        raise Invalid(
            _("The chart table lacks columns, or has no rows."),
            fields={name: [_("This column is missing.")] for name in missing},
        )
    return {"units": _tree(rows)}


def _tree(rows: Iterable[Mapping[str, str | None]]) -> list[dict[str, Any]]:
    """Nested units; raises `Invalid` where a parent is unknown or stands under its own child."""
    units: dict[str, dict[str, Any]] = {}
    parents: dict[str, str] = {}
    for row in rows:
        code = (row["code"] or "").strip()
        if code in units:
            raise Invalid(fields={code: [_("This code stands more than once in the chart.")]})
        parents[code] = (row["parent"] or "").strip()
        units[code] = {
            "code": code,
            "kind": (row["kind"] or "").strip(),
            "names": {"el": (row["name_el"] or "").strip(), "en": (row["name_en"] or "").strip()},
            **{name: value for name in ("email", "phone") if (value := (row.get(name) or "").strip())},
        }
    for code, parent in parents.items():
        if parent and parent not in units:
            raise Invalid(fields={code: [_("Its parent “%(code)s” is not in the chart.") % {"code": parent}]})
        if parent:
            units[parent].setdefault("children", []).append(units[code])
    _refuse_circles(parents)
    return [units[code] for code, parent in parents.items() if not parent]


def _refuse_circles(parents: Mapping[str, str]) -> None:
    for start in parents:
        seen, code = {start}, parents[start]
        while code:
            if code in seen:
                raise Invalid(fields={start: [_("This unit stands under itself. Mend the parents.")]})
            seen.add(code)
            code = parents[code]
