"""The style: valid for MapLibre, complete, in order."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from geo.sources import Source
from tests.tiles.places import Table

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
VALIDATE = """
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
let text = '';
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(validateStyleMin(JSON.parse(text)).map((error) => error.message)));
"""


@pytest.fixture
def style(table: Callable[[str], Table], declare: Callable[..., Source], client: Client) -> dict:
    """A style with a source of every kind and every hint."""
    declare(
        table("test_bins"),
        style={"color": "#c2410c", "order": 9, "by": "state", "colors": {"full": "#b91c1c"}, "icon": "waste"},
    )
    declare(table("test_roads"), "line", style={"color": "#fff", "outline": "#c9c5bb", "label": "name"})
    declare(table("test_zones"), "polygon", style={"dash": [2, 1], "label": {"el": "name", "en": "state"}})
    declare(table("test_land"), "polygon", style={"opacity": 1, "order": -9, "unknown": "hint"})
    declare(table("test_works"), "mixed", style={"visible": False}, min_zoom=9, attribution="Municipality")
    return client.get("/tiles/style.json?lang=en").json()


def test_maplibre_s_own_validator_finds_no_fault(style: dict) -> None:
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules/@maplibre/maplibre-gl-style-spec").is_dir():
        pytest.skip("the client's packages are not installed")
    answer = subprocess.run(
        [node, "--input-type=module", "-e", VALIDATE],
        input=json.dumps(style), cwd=FRONTEND, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(answer.stdout) == []


def test_each_source_has_one_of_its_own_name(style: dict) -> None:
    assert style["sources"]["test_works"] == {
        "type": "vector",
        "tiles": ["http://testserver/tiles/test_works/{z}/{x}/{y}.mvt"],
        "minzoom": 9,
        "maxzoom": 22,
        "attribution": "Municipality",
    }


def test_areas_lie_under_lines_under_points_under_names(style: dict) -> None:
    order = [layer["id"] for layer in style["layers"] if "test_" in layer["id"]]
    wanted = [
        "test_land:fill",
        "test_zones:fill",
        "test_roads:line",
        "test_bins:dot",
        "test_roads:line-label",
    ]
    assert [layer for layer in order if layer in wanted] == wanted
    assert style["layers"][0]["type"] == "background"


def test_hints_become_paint(style: dict) -> None:
    layers = {layer["id"]: layer for layer in style["layers"]}
    assert layers["test_bins:dot"]["paint"]["circle-color"] == [
        "match", ["to-string", ["get", "state"]], "full", "#b91c1c", "#c2410c",
    ]  # fmt: skip
    assert layers["test_zones:outline"]["paint"]["line-dasharray"] == [2, 1]
    assert layers["test_zones:polygon-label"]["layout"]["text-field"] == [
        "to-string", ["coalesce", ["get", "state"], ["get", "name"]],
    ]  # fmt: skip
    assert layers["test_roads:casing"]["paint"]["line-color"] == "#c9c5bb"
    assert layers["test_works:fill"]["layout"] == {"visibility": "none"}
    assert layers["test_works:fill"]["filter"] == ["==", ["geometry-type"], "Polygon"]


def test_a_legend_can_be_made_from_it(style: dict) -> None:
    assert style["metadata"]["topos:sources"]["test_bins"] == {
        "title": "Title test_bins",
        "theme": "",
        "geometry": "point",
        "icon": "waste",
    }
    ours = {layer["metadata"]["topos:source"] for layer in style["layers"][1:]}
    assert {"test_bins", "test_roads", "test_zones", "test_land", "test_works"} <= ours


def test_a_hint_that_cannot_be_drawn_does_not_spoil_the_map(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    wrong = {"color": "rot", "outline": 3, "dash": "--", "width": "wide", "opacity": 7, "label": 4, "colors": []}
    declare(table("test_odd"), "polygon", style=wrong)
    declare(table("test_plain"), "polygon")
    layers = client.get("/tiles/style.json").json()["layers"]
    odd, plain = (
        [layer["paint"] for layer in layers if layer["id"].startswith(f"{name}:")]
        for name in ("test_odd", "test_plain")
    )
    assert odd == plain
