"""Presets: adding a collection takes one data file and nothing else."""

import json
from pathlib import Path

import pytest
from django.test import Client

from geo import sources
from geo.errors import Invalid
from layers.features import actions
from layers.features.models import Collection, Schema
from layers.presets.actions import install_presets
from layers.presets.reading import COLLECTIONS, read_presets

SHIPPED = {
    "addresses",
    "bins",
    "boundary",
    "municipal_units",
    "neighbours",
    "points_of_interest",
    "roads",
    "settlements",
}

FOUNTAINS = {
    "title": {"el": "Κρήνες", "en": "Fountains"},
    "geometry_type": "point",
    "theme": "culture",
    "style": {"color": "#3366aa"},
    "schema": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "x-title": {"el": "Όνομα", "en": "Name"}}},
    },
}


def drop(folder: Path, document: object, name: str = "fountains") -> None:
    (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")


def test_the_migrations_bring_the_shipped_presets(db: None) -> None:
    assert set(Collection.objects.values_list("pk", flat=True)) >= SHIPPED
    assert {preset.id for preset in read_presets()} == SHIPPED
    report = install_presets()
    assert (report.created, report.changed) == ([], [])


def test_one_data_file_is_a_layer_in_the_api_and_on_the_map(db: None, tmp_path: Path) -> None:
    drop(tmp_path, FOUNTAINS)
    assert install_presets(folder=tmp_path).created == ["fountains"]
    sources.forget_provided()
    listed = Client().get("/api/v1/collections/").json()["collections"]
    (found,) = [row for row in listed if row["id"] == "fountains"]
    assert found["title"]["el"] == "Κρήνες"
    assert Client().get("/api/v1/collections/fountains/features/").json()["features"] == []
    assert [attribute.name for attribute in sources.get("fountains").attributes] == ["name"]
    tiles = Client().get("/tiles/fountains.json")
    assert [layer["id"] for layer in tiles.json()["vector_layers"]] == ["fountains"]


def test_a_newer_file_changes_its_collection_once(db: None, tmp_path: Path) -> None:
    drop(tmp_path, FOUNTAINS)
    install_presets(folder=tmp_path)
    properties = FOUNTAINS["schema"]["properties"] | {
        "flow": {"type": "number", "x-title": {"el": "Ροή", "en": "Flow"}}
    }  # type: ignore[index]
    drop(tmp_path, FOUNTAINS | {"schema": FOUNTAINS["schema"] | {"properties": properties}})  # type: ignore[operator]
    assert install_presets(folder=tmp_path).changed == ["fountains"]
    assert install_presets(folder=tmp_path).unchanged == ["fountains"]
    assert Schema.objects.filter(collection="fountains").count() == 2


def test_what_was_changed_in_the_browser_stays_until_the_file_changes(db: None, tmp_path: Path) -> None:
    drop(tmp_path, FOUNTAINS)
    install_presets(folder=tmp_path)
    collection = Collection.objects.get(pk="fountains")
    actions.change_collection(actor=None, collection=collection, title={"el": "Βρύσες", "en": "Springs"})
    install_presets(folder=tmp_path)
    assert Collection.objects.get(pk="fountains").title["el"] == "Βρύσες"


@pytest.mark.parametrize(
    "wrong",
    [
        {"geometry_type": "circle"},
        {"title": {"el": "Κρήνες"}},
        {"tile_profil": {}},
        {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}},
        {
            "schema": {
                "type": "object",
                "properties": {"Όνομα": {"type": "string", "x-title": {"el": "Ο", "en": "O"}}},
            }
        },
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_installed(db: None, tmp_path: Path, wrong: dict[str, object]) -> None:
    drop(tmp_path, FOUNTAINS, "good")
    drop(tmp_path, FOUNTAINS | wrong)
    with pytest.raises(Invalid) as refused:
        install_presets(folder=tmp_path)
    assert list(refused.value.fields) == ["fountains.json"]
    assert not Collection.objects.filter(pk="good").exists()


def test_a_file_that_is_no_json_is_named(db: None, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(Invalid) as refused:
        install_presets(folder=tmp_path)
    assert list(refused.value.fields) == ["broken.json"]


@pytest.mark.parametrize("preset", list(read_presets(COLLECTIONS)), ids=lambda preset: preset.id)
def test_shipped_presets_speak_both_languages_and_draw_only_columns_they_have(preset: object) -> None:
    document = preset.document  # type: ignore[attr-defined]
    columns = document["schema"]["properties"]
    assert set(document["tile_profile"]["attributes"]) <= set(columns)
    for column in columns.values():
        assert set(column.get("x-enum-titles", {})) == set(column.get("enum", ()))
