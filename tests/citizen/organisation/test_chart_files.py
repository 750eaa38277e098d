"""A chart may come as JSON or as a table; what is wrong with the file is said."""

from pathlib import Path

import pytest

from citizen.organisation.chart_files import read_document
from citizen.organisation.rules import parse_chart
from geo.errors import Invalid

TABLE = """code;kind;parent;name_el;name_en;email
town;municipality;;Δήμος;Town;
roads;department;works;Οδοί;Roads;roads@town.example
works;directorate;town;Έργα;Works;
"""


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_table_in_any_order(tmp_path: Path, encoding: str) -> None:
    chart = parse_chart(read_document(write(tmp_path, "chart.csv", TABLE, encoding)))
    assert [(node.code, node.parent) for node in chart.nodes] == [
        ("town", ""), ("works", "town"), ("roads", "works"),
    ]  # fmt: skip
    assert chart.nodes[2].email == "roads@town.example"
    assert chart.nodes[2].names == {"el": "Οδοί", "en": "Roads"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("code;kind\ntown;municipality\n", "parent"),
        ("", "code"),
        (TABLE + "roads;office;works;α;a;\n", "roads"),
        (TABLE + "lamps;office;nowhere;α;a;\n", "lamps"),
        (TABLE + "a;department;b;α;a;\nb;department;a;β;b;\n", "a"),
    ],
)
def test_faults_of_a_table(tmp_path: Path, text: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_document(write(tmp_path, "chart.csv", text))
    assert field in refusal.value.fields


@pytest.mark.parametrize(("name", "text"), [("chart.json", "{"), ("chart.json", "[]")])
def test_what_is_no_document(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Invalid):
        read_document(write(tmp_path, name, text))


def test_the_wrong_encoding_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="UTF-8"):
        read_document(write(tmp_path, "chart.csv", TABLE, "cp1253"))
    with pytest.raises(Invalid):
        read_document(tmp_path / "absent.json")
