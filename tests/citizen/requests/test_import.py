"""`import_requests`: every good row in, each bad row named, once however often."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rooms import ROOT

from citizen.cases.models import Case

HEADER = "id;opened;closed;kind;status;text;lon;lat"
MAPPING: dict[str, Any] = {
    "source": "old-desk",
    "encoding": "cp1253",
    "delimiter": ";",
    "date_formats": ["%d/%m/%Y %H:%M"],
    "columns": {
        "external_id": "id", "submitted_at": "opened", "closed_at": "closed", "service": "kind",
        "state": "status", "description": "text", "longitude": "lon", "latitude": "lat",
    },
    "services": {"Φωτισμός": "street-light", "Λακκούβα": "pothole"},
    "states": {"ΝΕΟ": "registered", "ΕΚΛΕΙΣΕ": "closed"},
}  # fmt: skip


def run(folder: Path, rows: list[str], mapping: dict[str, Any] = MAPPING, **options: Any) -> str:
    table, rules = folder / "requests.csv", folder / "mapping.json"
    table.write_text("\n".join([HEADER, *rows]) + "\n", encoding=mapping.get("encoding", "utf-8"))
    rules.write_text(json.dumps(mapping))
    out = StringIO()
    call_command("import_requests", str(table), mapping=rules, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _ready(municipality: None, db: None) -> None:
    """Services and boundary."""


def test_good_rows_become_cases_with_history_and_bad_rows_are_named(tmp_path: Path) -> None:
    rows = [
        "1;29/03/2026 02:15;30/03/2026 10:00;φωτισμός;εκλεισε;Λάμπα;26,207;39,234",
        "2;1/4/2026 9:00;;Λακκούβα;Νέο;Λακκούβα;;",
        "2;1/4/2026 9:00;;Λακκούβα;Νέο;Διπλή;;",
        ";1/4/2026 9:00;;Λακκούβα;Νέο;Χωρίς αριθμό;;",
        "4;εχθές;;Λακκούβα;Νέο;Άκυρη ημερομηνία;;",
        "5;1/4/2026 9:00;1/3/2026 9:00;Λακκούβα;Εκλεισε;Πίσω στον χρόνο;;",
        "6;1/4/2026 9:00;;Θόρυβος;Νέο;Άγνωστο είδος;;",
        "7;1/4/2026 9:00;;Λακκούβα;Χαμένο;Άγνωστη κατάσταση;;",
        "8;1/4/2026 9:00;;Λακκούβα;Νέο;Άκυρο σημείο;βορράς;39",
    ]
    out = run(tmp_path, rows)
    assert "9 rows read: loaded 2, already here 0, refused 7" in out
    for line in (4, 5, 6, 7, 8, 9, 10):
        assert f"line {line}, id" in out
    first = Case.objects.get(external_source="old-desk", external_id="1")
    assert first.settlement == "Καλλονή"
    assert first.state == "closed"
    assert first.submitted_at.isoformat() == "2026-03-29T00:15:00+00:00"
    assert list(first.events.order_by("id").values_list("to_state", flat=True)) == [
        "submitted", "registered", "resolved", "closed",
    ]  # fmt: skip
    assert first.reference.startswith("2026-")


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    rows = ["1;1/4/2026 9:00;;Λακκούβα;Νέο;α;;"]
    run(tmp_path, rows)
    assert "loaded 0, already here 1" in run(tmp_path, rows)
    assert Case.objects.filter(external_source="old-desk").count() == 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert "would load 1" in run(tmp_path, ["1;1/4/2026 9:00;;Λακκούβα;Νέο;α;;"], dry_run=True)
    assert not Case.objects.filter(external_source="old-desk").exists()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"columns": {**MAPPING["columns"], "address": "street"}}, "street"),
        ({"services": {"*": "no-such-service"}}, "no-such-service"),
        ({"states": {"*": "lost"}}, "lost"),
        ({"time_zone": "Europe/Kalloni"}, "Europe/Kalloni"),
        ({"encoding": "klingon"}, "klingon"),
        ({"source": "Old Desk"}, "source"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_so(tmp_path: Path, change: dict[str, Any], named: str) -> None:
    (tmp_path / "requests.csv").write_text(HEADER + "\n", encoding="cp1253")
    (tmp_path / "mapping.json").write_text(json.dumps({**MAPPING, **change}))
    with pytest.raises(CommandError, match=named):
        call_command("import_requests", str(tmp_path / "requests.csv"), mapping=tmp_path / "mapping.json")


@pytest.mark.parametrize(
    ("file", "mapping", "rows"),
    [
        ("nyc_311_1000_iso.csv", "nyc-311.json", 1000),
        ("nyc_311_animals_2025.csv", "nyc-311-animals.json", 4969),
    ],
)
def test_real_tables_come_in_whole(shared: Path, file: str, mapping: str, rows: int) -> None:
    out = StringIO()
    table = shared / "data" / "07-requests" / file
    call_command("import_requests", str(table), mapping=ROOT / "docs" / "examples" / mapping, stdout=out)
    assert f"{rows} rows read: loaded {rows}, already here 0, refused 0" in out.getvalue()
    source = json.loads((ROOT / "docs" / "examples" / mapping).read_text())["source"]
    assert Case.objects.filter(external_source=source).count() == rows
