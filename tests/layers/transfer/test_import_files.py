"""What a file may be, and what it may not: content over name, nothing but the file itself, no traceback."""

import json
import os
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.contrib.gis.gdal import OGRGeometry

from layers.features.models import Feature
from layers.transfer import gdal
from layers.transfer.errors import EncodingNeeded, LayerNeeded, Unreadable
from tests.layers.transfer.files import feature, write_geojson, write_shapefile


def write_geopackage(path: Path, *layers: str, wkb: bytes | None = None, crs: str = "EPSG:2100") -> Path:
    place = wkb or shapely.Point(475000, 4203000).wkb
    for layer in layers or ("places",):
        gdal.raw.write(
            str(path), np.array([place], dtype=object), [np.array(["Άντισσα"], dtype=object)], ["name"],
            layer=layer, driver="GPKG", geometry_type="Unknown", crs=crs, append=path.exists(),
        )  # fmt: skip
    return path


def names() -> set[str]:
    return set(Feature.objects.values_list("properties__name", flat=True))


def test_gdal_can_open_nothing_but_the_two_formats() -> None:
    assert set(gdal.pyogrio.list_drivers()) == {"GPKG", "ESRI Shapefile"}


def test_a_geopackage_comes_in(bring, tmp_path: Path) -> None:
    assert bring(write_geopackage(tmp_path / "a.gpkg")).inserted == 1
    assert names() == {"Άντισσα"}


def test_of_several_layers_one_must_be_chosen(bring, tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "a.gpkg", "old", "new")
    with pytest.raises(LayerNeeded) as caught:
        bring(path)
    assert caught.value.extra["layers"] == ["new", "old"]
    with pytest.raises(LayerNeeded, match="newer"):
        bring(path, layer="newer")
    assert bring(path, layer="new").layer == "new"


def test_a_view_in_a_geopackage_is_no_layer(bring, tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "a.gpkg")
    with sqlite3.connect(path) as file:
        file.execute("CREATE VIEW trap AS SELECT * FROM places")
        file.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
                     "VALUES ('trap', 'features', 'trap', 2100)")  # fmt: skip
        file.execute("INSERT INTO gpkg_geometry_columns VALUES ('trap', 'geom', 'POINT', 2100, 0, 0)")
    assert bring(path).layer == "places"


def test_arcs_are_made_straight_and_said(bring, tmp_path: Path) -> None:
    arc = "CIRCULARSTRING (475000 4203000, 475010 4203010, 475020 4203000)"
    path = write_geopackage(tmp_path / "a.gpkg", wkb=bytes(OGRGeometry(arc).wkb))
    with sqlite3.connect(path) as file:
        file.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CIRCULARSTRING'")
    report = bring(path)
    assert len(Feature.objects.get().geometry.coords) > 20
    assert any("4" in note for note in report.notes)


def test_a_zip_of_a_shapefile_in_a_folder_comes_in(bring, tmp_path: Path) -> None:
    write_shapefile(tmp_path / "a.shp")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write((tmp_path / "a.shp").with_suffix(suffix), f"ΤΟΠΟΙ/Χωριά{suffix.upper()}")
        archive.writestr("__MACOSX/ΤΟΠΟΙ/._Χωριά.shp", b"junk")
        archive.writestr("README.txt", b"junk")
    assert bring(tmp_path / "a.zip").layer == "Χωριά"
    assert "Άντισσα" in names()


@pytest.mark.parametrize("name", ["../../escape.geojson", "/etc/escape.geojson", "..\\..\\escape.geojson"])
def test_a_zip_cannot_choose_where_it_is_unpacked(bring, tmp_path: Path, name) -> None:
    inside = write_geojson(tmp_path / "a.geojson", feature(24, 38, name="Α"))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(inside, name)
    assert bring(tmp_path / "a.zip").applied
    assert not list(tmp_path.parent.rglob("escape.geojson"))


def test_a_zip_with_too_much_in_it_is_refused_before_it_is_unpacked(bring, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("layers.transfer.reading.containers.MOST_BYTES", 100_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.geojson", b" " * 10_000_000)
    with pytest.raises(Unreadable):
        bring(tmp_path / "a.zip")


def test_a_shapefile_without_its_index_comes_in_and_the_folder_is_left_alone(bring, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "a.shp")
    path.with_suffix(".shx").unlink()
    before = sorted(os.listdir(tmp_path))
    report = bring(path)
    assert report.applied
    assert any(".shx" in note for note in report.notes)
    assert sorted(os.listdir(tmp_path)) == before


def test_any_part_of_a_shapefile_names_it(bring, tmp_path: Path) -> None:
    write_shapefile(tmp_path / "a.shp")
    assert bring(tmp_path / "a.dbf").inserted == 3


@pytest.mark.parametrize(
    "address", ["/vsicurl/http://127.0.0.1/a.geojson", "/vsizip/a.zip", "http://127.0.0.1/a.geojson"]
)
def test_nothing_is_fetched(bring, address) -> None:
    with pytest.raises(Unreadable):
        bring(Path(address))


VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    b"</OGRVRTDataSource>"
)
NOT_A_NUMBER = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
    b' {"type": "Point", "coordinates": [NaN, 38]}}]}'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gpkg", VRT),
        ("a.shp", VRT),
        ("a.geojson", VRT),
        ("a.vrt", VRT),
        ("a.kml", b"<?xml version='1.0'?><kml/>"),
        ("a.csv", b"x;y\n1;2\n"),
        ("a.geojson", b""),
        ("a.geojson", b"\x00\x01\x02"),
        ("a.geojson", b"[1, 2]"),
        ("a.geojson", b'{"type": "Topology", "objects": {}, "arcs": []}'),
        ("a.geojson", b'{"name": "something"}'),
        ("a.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("a.geojson", NOT_A_NUMBER),
        ("a.gpkg", b"SQLite format 3\x00" + b"\x00" * 100),
        ("a.gpkg", b"SQLite format 3\x00" + b"\x00" * 52 + b"GPKG" + b"\xff" * 4000),
        ("a.shp", b"\x00\x00\x27\x0a" + b"\x00" * 200),
        ("a.zip", b"PK\x03\x04 no zip"),
        ("a.zip", b"PK\x05\x06" + b"\x00" * 18),
    ],
)  # fmt: skip
def test_whatever_else_it_is_the_answer_is_a_sentence(bring, tmp_path: Path, name, content) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        bring(tmp_path / name)
    assert str(caught.value.detail)


def test_a_missing_file_and_a_folder_are_no_files(bring, tmp_path: Path) -> None:
    for path in (tmp_path / "none.geojson", tmp_path):
        with pytest.raises(Unreadable):
            bring(path)


def test_geojson_comes_as_a_collection_a_feature_a_geometry_or_a_sequence(bring, tmp_path: Path) -> None:
    single, path = feature(24, 38, name="Μία"), tmp_path / "a.geojson"
    path.write_text(json.dumps(single))
    assert bring(path).inserted == 1
    path.write_text("\x1e" + "\n\x1e".join(json.dumps(feature(24, 38, name=f"{n}")) for n in range(3)))
    assert bring(path).inserted == 3
    path.write_text(json.dumps(single["geometry"]))
    assert bring(path).entries[0].field == "properties.name"


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Point", "coordinates": [24]},
        {"type": "Point"},
        {"type": "Foo", "coordinates": [24, 38]},
        {"type": "LineString", "coordinates": [[24, 38]]},
        {"type": "Polygon", "coordinates": [[[24, 38], [24, 38.1]]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": None}]},
        "POINT (24 38)",
        None,
    ],
)
def test_a_bad_geometry_is_a_bad_row_and_not_a_missing_one(bring, tmp_path: Path, geometry) -> None:
    bad = {"type": "Feature", "geometry": geometry, "properties": {"name": "κακό"}}
    report = bring(write_geojson(tmp_path / "a.geojson", feature(24, 38, name="Α"), bad), keep_going=True)
    assert (report.inserted, report.refused) == (1, 1)
    assert (report.entries[0].number, report.entries[0].field) == (2, "geometry")


def test_open_rings_and_bow_ties_are_mended_and_said(bring, tmp_path: Path) -> None:
    rings = [[[24, 38], [24.1, 38], [24.1, 38.1]], [[24, 38], [24.1, 38.1], [24.1, 38], [24, 38.1], [24, 38]]]
    areas = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"name": f"{n}"},
        }
        for n, ring in enumerate(rings)
    ]
    report = bring(write_geojson(tmp_path / "a.geojson", *areas))
    assert (report.inserted, report.repaired) == (2, 2)
    assert all(area.is_valid for area in Feature.objects.values_list("geometry", flat=True))


def test_geojson_in_an_old_encoding_is_asked_about(bring, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(json.dumps(feature(24, 38, name="Άντισσα"), ensure_ascii=False).encode("cp1253"))
    with pytest.raises(EncodingNeeded, match="--encoding cp1253"):
        bring(path)
    assert bring(path, encoding="windows-1253").applied
    assert names() == {"Άντισσα"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_trouble(bring, tmp_path: Path, encoding) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(feature(24, 38, name="Άντισσα"), ensure_ascii=False), encoding)
    assert bring(path).applied
