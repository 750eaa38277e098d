"""A real boundary and a real gazetteer, imported, name a real place."""

import json
from pathlib import Path

import pytest

from layers.features.locate import locate, locate_many
from layers.features.models import Collection, Feature
from layers.transfer.actions import ImportOptions, import_file

SETTLEMENTS = "data/02-settlements/oikismoi_lesvos_thess_magnisia_drama_egsa87_cp1253.zip"
MUNICIPALITIES = "data/01-boundaries/municipalities_2019_lau_gr.geojson"
WEST_LESVOS = "5302"


@pytest.fixture
def gazetteer(db: None, shared: Path, tmp_path: Path) -> None:
    country = json.loads((shared / MUNICIPALITIES).read_text(encoding="utf-8"))
    country["features"] = [row for row in country["features"] if row["properties"]["ID"] == WEST_LESVOS]
    boundary = tmp_path / "west_lesvos.geojson"
    boundary.write_text(json.dumps(country), encoding="utf-8")
    import_file(actor=None, collection=Collection.objects.get(pk="boundary"), path=boundary, options=ImportOptions())
    # Its text is ISO 8859-7, whatever its name says.
    import_file(
        actor=None,
        collection=Collection.objects.get(pk="settlements"),
        path=shared / SETTLEMENTS,
        options=ImportOptions(encoding="iso-8859-7"),
    )


def test_a_point_in_kalloni_says_kalloni(gazetteer: None) -> None:
    place = locate(26.207, 39.234)
    assert (place.inside, place.settlement) == (True, "Καλλονή")
    assert not locate(26.555, 39.107).inside  # the town of Mytilene


def test_every_settlement_names_itself(gazetteer: None) -> None:
    rows = Feature.objects.of("settlements").filter(properties__municipal_unit="ΔΗΜΟΣ ΚΑΛΛΟΝΗΣ")
    named = {row.pk: row.properties["name"] for row in rows}
    assert len(named) > 10
    points = [(row.tile_geometry.transform(4326, clone=True).coords, row.pk) for row in rows]
    places = locate_many([point for point, _ in points])
    assert [place.settlement for place in places] == [named[pk] for _, pk in points]
