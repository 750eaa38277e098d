"""Real files, with the trouble that they really have: those that should come in do, the others get a sentence."""

from pathlib import Path

import pytest

from geo.errors import Problem
from layers.features.actions import create_collection
from layers.features.models import Collection, Feature
from layers.transfer.actions import ImportOptions, import_file
from layers.transfer.report import ImportReport

NAMES = ["NAME", "NAME_OIK", "PER", "SITENAME", "name", "neighbourhood", "A3", "code_00"]
SCHEMA = {"type": "object", "properties": {"name": {"type": "string", "x-aliases": NAMES}}}

GOOD = [
    ("01-boundaries/crete_region_cp1253_lying_cpg/crete.shp", 1, "cp1253", "Π. ΚΡΗΤΗΣ"),
    ("01-boundaries/derived/dimoi4_egsa87_cp1253_ldid.zip", 4, "cp1253", "Λέσβου"),
    ("01-boundaries/derived/dimoi4_egsa87_cp1253_nocpg.zip", 4, "cp1253", "Λέσβου"),
    ("01-boundaries/derived/dimoi4_egsa87_iso88597_nocpg.zip", 4, "cp1253", "Λέσβου"),  # the same bytes in both
    ("01-boundaries/derived/kallikratis_4_wgs84.geojson", 4, "", "Λέσβου"),
    ("01-boundaries/municipalities_2019_lau_gr.geojson", 333, "", "Dytikí Lésvos"),
    ("01-boundaries/thessaloniki_airbnb_neighbourhoods.geojson", 7, "", "Ampelokipon – Menemeni"),
    ("02-settlements/oikismoi_lesvos_thess_magnisia_drama_egsa87_cp1253.zip", 788, "iso8859-7", "Άντισσα"),
    ("03-protected/effis_fires_gr_2008on.geojson", 1969, "", "Λέσβος, Λήμνος"),
    ("03-protected/natura2000_crete/natura2000_crete.shp", 60, "utf-8", "ANTIKYTHIRA - PRASONISI KAI LAGOUVARDOS"),
    ("04-landuse/clc2000_112_argolida/clc00_v2_code_112.shp", 65, "utf-8", "112"),
    ("05-coast/lesvos_ayvalik_land_osm10m.geojson", 21, "", "TUR"),
    ("06-osm/thessaloniki_street-names.geojson", 1252, "", "Ρίτσου Γιάννη"),
    ("06-osm/thessaloniki_streets.geojson", 2727, "", None),
    ("10-registries/evia_works_zones.geojson", 9, "", "Λίμνη Ι"),
]
TROUBLE = {
    "01-boundaries/ypesCodeMapping.json": "unreadable-file",
    "01-boundaries/dhmoi_okxe_simplified.topojson": "unreadable-file",
    "06-osm/syros_recycle_spots.js": "unreadable-file",
    "08-gps/demodata_geolife.gpkg": "crs-does-not-fit",
    "10-registries/greek_municipalities.json": "unreadable-file",
    "11-trouble/derived/lesvos_egsa87_ansi1253.dxf": "unreadable-file",
    "11-trouble/fiona_bang_test.geojson": "crs-does-not-fit",
    "11-trouble/fiona_test_tin/test_tin.shp": "unreadable-file",
    "11-trouble/mapserver_iso-subset/iso-subset.shp": "crs-needed",
    "11-trouble/mapserver_utf-subset/utf-subset.shp": "crs-needed",
    "11-trouble/points_wgs84_no_prj/points_wgs84_no_prj.shp": "crs-needed",
    "11-trouble/pyogrio_curve.gpkg": "crs-does-not-fit",
    "11-trouble/pyogrio_test_gpkg_nulls.gpkg": "crs-does-not-fit",
    "11-trouble/pyshp_corrupt_too_long.shp": "unreadable-file",
    "11-trouble/pyshp_empty_zipfile.zip": "unreadable-file",
    "11-trouble/pyshp_latin1.shp": "crs-needed",
    "11-trouble/sf_olinda1/olinda1.shp": "crs-needed",
    "11-trouble/sf_storms_xyz/storms_xyz.shp": "crs-needed",
    "11-trouble/unsupported_ext.txt": "unreadable-file",
}


@pytest.fixture
def collection(db: None) -> Collection:
    return create_collection(actor=None, id="real", title={"el": "Α", "en": "A"}, geometry_type="mixed", schema=SCHEMA)


def bring(collection: Collection, path: Path, **options: object) -> ImportReport:
    return import_file(actor=None, collection=collection, path=path, options=ImportOptions(**options))


@pytest.mark.parametrize(("name", "count", "encoding", "text"), GOOD, ids=[Path(good[0]).name for good in GOOD])
def test_it_comes_in_whole(shared, collection, name, count, encoding, text) -> None:
    report = bring(collection, shared / "data" / name)
    assert (report.read, report.inserted, report.refused) == (count, count, 0), report.text()
    assert (report.encoding.encoding if report.encoding else "") == encoding
    assert text is None or Feature.objects.filter(properties__name=text).exists()


@pytest.mark.parametrize("name", TROUBLE, ids=lambda name: Path(name).name)
def test_trouble_is_told_in_a_sentence(shared, collection, name) -> None:
    with pytest.raises(Problem) as caught:
        bring(collection, shared / "data" / name)
    assert caught.value.code == TROUBLE[name]
    assert str(caught.value.detail)
    assert not Feature.objects.exists()


def test_the_one_invalid_municipality_is_mended_and_named_by_its_row(shared, collection) -> None:
    report = bring(collection, shared / "data/01-boundaries/municipalities_2019_lau_gr.geojson")
    assert [(entry.number, entry.verdict) for entry in report.entries] == [(1, "repaired")]
