"""Text and values: the encoding of old tables, names cut at ten bytes, types, the report."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geo.errors import Invalid
from layers.features.models import Changeset, Feature
from layers.transfer.errors import EncodingNeeded
from tests.layers.transfer.files import PLACES, feature, write_geojson, write_shapefile


def properties() -> list[dict]:
    return list(Feature.objects.order_by("properties__code").values_list("properties", flat=True))


@pytest.mark.parametrize(
    ("encoding", "cpg", "language"),
    [
        ("cp1253", "", 0),
        ("cp1253", "", 203),
        ("cp1253", "1253", 0),
        ("cp1253", "UTF-8", 0),  # a lying .cpg
        ("cp1253", "", 87),  # what GDAL writes by default
        ("iso8859-7", "", 0),
        ("iso8859-7", "", 203),
        ("iso8859-7", "UTF-8", 87),
        ("cp737", "", 0),
        ("cp737", "", 106),
        ("utf-8", "UTF-8", 0),
        ("utf-8", "", 87),
    ],
)
def test_greek_is_read_whatever_the_file_says_of_itself(bring, tmp_path: Path, encoding, cpg, language) -> None:
    report = bring(write_shapefile(tmp_path / "a.shp", encoding, cpg=cpg, language=language))
    assert report.encoding is not None
    assert report.encoding.encoding == encoding
    assert [row["name"] for row in properties()] == [name for name, _code in PLACES]


def test_a_person_has_the_last_word_on_the_encoding(bring, tmp_path: Path) -> None:
    bring(write_shapefile(tmp_path / "a.shp", "iso8859-7"), encoding="cp1253")
    assert properties()[1]["name"] == "¶ντισσα"
    with pytest.raises(EncodingNeeded):
        bring(tmp_path / "a.shp", encoding="klingon")


def test_text_that_the_stated_encoding_cannot_read_is_refused_by_row(bring, tmp_path: Path) -> None:
    report = bring(write_shapefile(tmp_path / "a.shp", "cp737"), encoding="cp1253")
    assert not report.applied
    assert {entry.field for entry in report.entries} <= {"properties.name", "geometry"}


@pytest.mark.parametrize("encoding", ["cp1253", "utf-8"])
def test_greek_names_cut_at_ten_bytes_find_their_property(bring, tmp_path: Path, encoding) -> None:
    report = bring(write_shapefile(tmp_path / "a.shp", encoding))
    assert set(report.properties.values()) == {"name", "code"}


def test_text_becomes_nfc(bring, tmp_path: Path) -> None:
    bring(write_geojson(tmp_path / "a.geojson", feature(24, 38, name="Ά\u0301ντισσα".replace("Ά\u0301", "Α\u0301"))))
    assert properties() == [{"name": "Άντισσα"}]


def test_mojibake_of_an_earlier_hand_is_pointed_out(bring, tmp_path: Path) -> None:
    report = bring(write_geojson(tmp_path / "a.geojson", feature(24, 38, name="¢ãéïò Ãåþñãéïò")))
    assert any("Άγιος Γεώργιος" in note for note in report.notes)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"population": "1.234"}, None),
        ({"population": "1234"}, {"population": 1234}),
        ({"population": 1234.0}, {"population": 1234}),
        ({"population": "χίλιοι"}, None),
        ({"population": -1}, None),
        ({"population": ""}, {}),
        ({"code": 81300}, {"code": "81300"}),
        ({"code": " 007 "}, {"code": "007"}),
        ({"founded": "25/3/1821"}, {"founded": "1821-03-25"}),
        ({"founded": "18210325"}, {"founded": "1821-03-25"}),
        ({"founded": "1821-03-25T00:00:00"}, {"founded": "1821-03-25"}),
        ({"founded": "31/2/1821"}, None),
        ({"seat": "Ναι"}, {"seat": True}),
        ({"seat": 0}, {"seat": False}),
        ({"seat": "ίσως"}, None),
    ],
)
def test_values_become_what_the_schema_wants_or_the_row_is_refused(bring, tmp_path: Path, given, stored) -> None:
    report = bring(write_geojson(tmp_path / "a.geojson", feature(24, 38, name="Α", **given)))
    if stored is None:
        assert (report.applied, report.refused) == (False, 1)
        assert report.entries[0].field == f"properties.{next(iter(given))}"
    else:
        assert properties() == [{"name": "Α"} | stored]


def test_fields_are_mapped_by_hand_where_names_do_not_tell(bring, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(24, 38, title="Α", NAME="Β", what=1))
    report = bring(path, mapping={"title": "name"})
    assert (properties(), report.left) == ([{"name": "Α"}], ("NAME", "what"))
    with pytest.raises(Invalid) as caught:
        bring(path, mapping={"nope": "name", "title": "nope", "what": "code", "NAME": "code"})
    assert len(caught.value.fields["map"]) == 3


def test_an_upsert_needs_a_key_that_the_file_has(bring, tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson", feature(24, 38, name="Α", ref="1"), feature(24, 38.1, name="Β", ref="2")
    )
    for key in ("", "nothing"):
        with pytest.raises(Invalid) as caught:
            bring(path, mode="upsert", key=key)
        assert "key" in caught.value.fields
    assert bring(path, mode="upsert", key="ref").inserted == 2
    assert bring(path, mode="upsert", key="ref").unchanged == 2


def test_replace_makes_the_collection_equal_to_the_file(bring, tmp_path: Path) -> None:
    bring(
        write_geojson(tmp_path / "a.geojson", *(feature(24, 38, name=name, code=name) for name in "ΑΒΓ")),
        key="code",
    )
    report = bring(
        write_geojson(tmp_path / "b.geojson", feature(24, 38, name="Β", code="Β")), mode="replace", key="code"
    )
    assert (report.deleted, report.unchanged) == (2, 1)


def test_a_trial_writes_nothing(bring, tmp_path: Path) -> None:
    report = bring(write_shapefile(tmp_path / "a.shp"), dry_run=True)
    assert (report.inserted, report.applied) == (3, False)
    assert not Feature.objects.exists()
    assert not Changeset.objects.exists()


def test_the_report_tells_every_row(bring, tmp_path: Path) -> None:
    rows = [
        feature(24, 38, name="Α"),
        feature(24, 38, name="", code="=HYPERLINK(1)"),
        feature(24, 38, name="Γ", population="x"),
    ]
    report = bring(write_geojson(tmp_path / "a.geojson", *rows))
    report.write(tmp_path / "r.csv")
    report.write(tmp_path / "r.json")
    lines = list(csv.reader((tmp_path / "r.csv").open(encoding="utf-8-sig"), delimiter=";"))[1:]
    assert [line[:3] for line in lines] == [
        ["1", "read", ""],
        ["2", "refused", "properties.name"],
        ["3", "refused", "properties.population"],
    ]
    told = json.loads((tmp_path / "r.json").read_text())
    assert (told["read"], told["refused"], told["applied"]) == (3, 2, False)
    assert "properties.population" in report.text()


class TestCommand:
    def run(self, path: Path, **options: object) -> str:
        out = StringIO()
        call_command("import_layer", str(path), "--collection", "places", stdout=out, **options)
        return out.getvalue()

    def test_it_tells_how_text_was_read_and_how_else_it_could_be(self, collection, tmp_path: Path) -> None:
        text = self.run(write_shapefile(tmp_path / "a.shp", "iso8859-7"))
        assert "Άντισσα" in text
        assert "¶ντισσα" in text
        assert Feature.objects.count() == 3

    def test_refused_rows_end_it_with_an_error_and_a_report(self, collection, tmp_path: Path) -> None:
        path = write_geojson(tmp_path / "a.geojson", feature(24, 38, name="Α"), feature(24, 38))
        with pytest.raises(CommandError, match=r"1.*2"):
            self.run(path, report=tmp_path / "r.csv")
        assert (tmp_path / "r.csv").exists()
        assert not Feature.objects.exists()

    def test_a_problem_is_a_sentence_and_no_traceback(self, collection, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="--crs EPSG:2100"):
            self.run(write_shapefile(tmp_path / "a.shp", prj=""))
        with pytest.raises(CommandError, match="places"):
            call_command("import_layer", str(tmp_path / "a.shp"), "--collection", "nothing")
