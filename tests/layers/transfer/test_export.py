"""What goes out comes back: every format, bit by bit in the storage system."""

import json
import zipfile
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command

from geo.errors import Invalid
from layers.features.actions import create_feature
from layers.features.models import Feature
from layers.transfer.errors import EncodingNeeded
from layers.transfer.exporting import export_file

AWKWARD = shapely.Polygon([(475000.1 + 1 / 3, 4203000.7), (475100.123456789, 4203000), (475100, 4203100 + 2 / 3)])


@pytest.fixture
def features(collection) -> list[Feature]:
    rows = [
        ({"name": "Άντισσα", "code": "1", "population": 500, "seat": True, "founded": "1821-03-25"}, AWKWARD),
        (
            {"name": "Ερεσός", "code": "2"},
            shapely.MultiPolygon([AWKWARD, shapely.box(475200, 4203000, 475300, 4203100)]),
        ),
    ]
    return [
        create_feature(
            actor=None, collection=collection, geometry=geometry, properties=properties, source="system",
            key=properties["code"],
        )
        for properties, geometry in rows
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.shp", "a.zip"])
@pytest.mark.parametrize("crs", ["", "EPSG:2100", "EPSG:12195", "EPSG:3857"])
def test_what_goes_out_comes_back_unchanged(features, collection, bring, tmp_path: Path, name, crs) -> None:
    done = export_file(collection=collection, path=tmp_path / name, crs=crs)
    assert done.count == 2
    report = bring(tmp_path / name, mode="upsert", key="code")
    assert (report.changed, report.inserted, report.refused) == (0, 0, 0), report.text()
    assert report.unchanged == 2


def test_geojson_is_in_degrees_with_rings_to_the_left(features, collection, tmp_path: Path) -> None:
    export_file(collection=collection, path=tmp_path / "a.geojson")
    document = json.loads((tmp_path / "a.geojson").read_text())
    shape = shapely.from_geojson(json.dumps(document["features"][0]["geometry"]))
    assert "crs" not in document
    assert shape.exterior.is_ccw
    assert shape.bounds[0] == pytest.approx(23.717, abs=0.001)
    assert "EPSG:1272" in document["note"]


def test_a_shapefile_says_its_encoding_and_how_names_were_cut(features, collection, tmp_path: Path) -> None:
    export_file(collection=collection, path=tmp_path / "a.zip", encoding="cp1253")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert "population" in archive.read("a_fields.csv").decode("utf-8-sig")
        assert "Άντισσα".encode("cp1253") in archive.read("a.dbf")
        assert b"1253" in archive.read("a.cpg")


def test_text_that_the_encoding_lacks_is_refused_and_the_old_file_stays(features, collection, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("old")
    create_feature(actor=None, collection=collection, geometry=AWKWARD, properties={"name": "Łódź"}, source="system")
    with pytest.raises(EncodingNeeded):
        export_file(collection=collection, path=tmp_path / "a.zip", encoding="cp1253")
    assert (tmp_path / "a.zip").read_text() == "old"


def test_a_mixture_of_kinds_goes_into_a_geopackage_but_no_shapefile(
    features, collection, bring, tmp_path: Path
) -> None:
    create_feature(
        actor=None, collection=collection, geometry=shapely.Point(475000, 4203000, 12.5), properties={"name": "Κορυφή"},
        source="system", key="3",
    )  # fmt: skip
    with pytest.raises(Invalid):
        export_file(collection=collection, path=tmp_path / "a.shp")
    assert export_file(collection=collection, path=tmp_path / "a.gpkg").count == 3


@pytest.mark.parametrize("name", ["a.kml", "a", "a.gpkg.exe"])
def test_other_suffixes_are_refused_by_name(features, collection, tmp_path: Path, name) -> None:
    with pytest.raises(Invalid) as caught:
        export_file(collection=collection, path=tmp_path / name)
    assert "file" in caught.value.fields


def test_deleted_features_do_not_go_out(features, collection, tmp_path: Path) -> None:
    Feature.objects.filter(key="2").update(deleted_at="2026-01-01T00:00Z")
    assert export_file(collection=collection, path=tmp_path / "a.geojson").count == 1


def test_the_command_says_what_it_wrote(features, tmp_path: Path, capsys) -> None:
    call_command("export_layer", str(tmp_path / "a.gpkg"), "--collection", "places", "--crs", "EPSG:12195")
    assert "EPSG:12204" in capsys.readouterr().out
