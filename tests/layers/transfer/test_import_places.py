"""Where a file lies: asked for where it does not say, refused where its numbers say otherwise, never
guessed in silence.
"""

import json
from pathlib import Path

import pytest
import shapely

from geo import crs
from layers.features.models import Feature, FeatureVersion
from layers.transfer.errors import DoesNotFit, Unreadable
from tests.layers.transfer.files import GREEK_GRID, feature, write_geojson, write_shapefile


def places() -> list[shapely.Point]:
    return list(Feature.objects.order_by("id").values_list("geometry", flat=True))


def test_the_greek_grid_comes_in_bit_by_bit(bring, tmp_path: Path) -> None:
    report = bring(write_shapefile(tmp_path / "a.shp", origin=(475000.1 + 1 / 3, 4203000.7)))
    assert report.applied
    assert report.operation == str(crs.operation(crs.get(2100), crs.get(2100)))
    assert {point.coords[0] for point in places()} == {(475000.1 + 1 / 3 + 100 * n, 4203000.7) for n in range(3)}


def test_degrees_come_in_by_epsg_1272_and_the_operation_is_on_record(bring, tmp_path: Path) -> None:
    report = bring(write_geojson(tmp_path / "a.geojson", feature(23.717047236733, 37.976883182554, name="Αθήνα")))
    assert places()[0].distance(shapely.Point(475000, 4203000)) < 0.004
    assert "EPSG:1272" in report.operation
    assert "EPSG:1272" in FeatureVersion.objects.get().reason


def test_tm07_comes_in_by_its_seven_parameters(bring, tmp_path: Path) -> None:
    bring(write_shapefile(tmp_path / "a.shp", prj="", origin=(475149.616, 2203287.457)), crs="EPSG:12195")
    assert min(place.distance(shapely.Point(475000, 4203000)) for place in places()) < 0.004


def test_a_missing_prj_is_asked_for_with_a_proposal(bring, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "a.shp", prj="")
    with pytest.raises(crs.UnidentifiedCRS) as caught:
        bring(path)
    assert "--crs EPSG:2100" in str(caught.value.detail)
    assert caught.value.proposals == ("EPSG:2100",)
    assert not Feature.objects.exists()
    assert bring(path, crs="EPSG:2100").applied


@pytest.mark.parametrize(
    "prj",
    [
        GREEK_GRID.replace("D_GGRS_1987", "D_unknown"),
        GREEK_GRID.replace("D_GGRS_1987", "D_ETRS_1989"),  # pyproj calls it EPSG:25884, of the Baltic
        "nonsense",
    ],
)
def test_a_prj_that_does_not_name_its_datum_is_asked_about(bring, tmp_path: Path, prj) -> None:
    with pytest.raises(crs.UnidentifiedCRS) as caught:
        bring(write_shapefile(tmp_path / "a.shp", prj=prj))
    assert caught.value.proposals == ("EPSG:2100",)


def test_numbers_that_fit_another_system_than_declared_are_refused(bring, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "a.shp", origin=(475149.616, 2203287.457))
    with pytest.raises(DoesNotFit) as caught:
        bring(path)
    assert "--crs EPSG:12195" in str(caught.value.detail)
    assert "1,850,000" in caught.value.fields["crs"][0]


def test_grid_numbers_in_a_geojson_that_says_nothing_are_not_degrees(bring, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(475000, 4203000, name="Αθήνα"))
    with pytest.raises(DoesNotFit, match="EPSG:2100"):
        bring(path)
    report = bring(path, crs="2100")
    assert report.applied
    assert any("OGC:CRS84" in note for note in report.notes)


def test_the_old_crs_member_of_geojson_is_honoured_wherever_it_stands(bring, tmp_path: Path) -> None:
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2100"}}
    assert bring(write_geojson(tmp_path / "a.geojson", feature(475000, 4203000, name="Α"), crs=member)).applied
    assert places()[0].coords[0] == (475000, 4203000)


@pytest.mark.parametrize(("x", "y"), [(37.9, 23.7), (4203000, 475000)])
def test_exchanged_axes_are_recognised(bring, tmp_path: Path, x, y) -> None:
    with pytest.raises(DoesNotFit) as caught:
        bring(write_geojson(tmp_path / "a.geojson", feature(x, y, name="Α")), crs="EPSG:2100" if x > 90 else "")
    assert caught.value.extra["proposals"] == []


def test_a_file_from_elsewhere_is_refused_with_the_ranges(bring, tmp_path: Path) -> None:
    with pytest.raises(DoesNotFit, match="19 – 30"):
        bring(write_geojson(tmp_path / "a.geojson", feature(-81.7, 12.5, name="Caribe")))


def test_a_row_astray_is_refused_by_its_number_and_the_file_with_it(bring, tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson",
        *(feature(24, 38, name=f"{n}") for n in range(4)),
        feature(0, 0, name="null island"),
    )
    report = bring(path)
    assert (report.applied, report.refused, Feature.objects.count()) == (False, 1, 0)
    assert (report.entries[0].number, report.entries[0].field) == (5, "geometry")
    assert bring(path, keep_going=True).inserted == 4


def test_heights_are_kept(bring, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        json.dumps({"type": "Feature", "geometry": {"type": "Point", "coordinates": [24, 38, 123.5]},
                    "properties": {"name": "Κορυφή"}})
    )  # fmt: skip
    bring(path)
    assert places()[0].z == 123.5


def test_upsert_through_degrees_leaves_unmoved_places_bit_exact(bring, tmp_path: Path) -> None:
    bring(write_shapefile(tmp_path / "a.shp", origin=(475000.1 + 1 / 3, 4203000.7)), key="code")
    before = {feature.key: feature.geometry.wkb for feature in Feature.objects.all()}
    there = [crs.transform(feature.geometry, crs.STORAGE, "OGC:CRS84") for feature in Feature.objects.order_by("key")]
    back = [feature(round(p.x, 7), round(p.y, 7), name=f"Νέο {n}", code=f"00{n}") for n, p in enumerate(there, 1)]
    report = bring(write_geojson(tmp_path / "b.geojson", *back), mode="upsert", key="code")
    assert (report.changed, report.inserted) == (3, 0)
    assert {feature.key: feature.geometry.wkb for feature in Feature.objects.all()} == before


def test_a_file_without_any_geometry_says_so(bring, tmp_path: Path) -> None:
    nowhere = {"type": "Feature", "geometry": None, "properties": {"name": "Α"}}
    with pytest.raises(Unreadable):
        bring(write_geojson(tmp_path / "a.geojson", nowhere))
