"""The GeoJSON files of the demonstration ground (see ``ground/README.md``)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import shapely

from geo import crs
from layers.features.actions import Row

GROUND: Final = Path(__file__).parent / "ground"
FILES: Final = ("boundary", "neighbours", "municipal_units", "settlements")


def read_features(name: str) -> list[dict[str, Any]]:
    """The GeoJSON features of a file, CRS84."""
    return list(json.loads((GROUND / f"{name}.geojson").read_text())["features"])


def read_ground(name: str) -> Iterator[Row]:
    """The features of a file as rows in the storage CRS."""
    for number, feature in enumerate(read_features(name), 1):
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        yield Row(
            number=number,
            key=feature["id"],
            geometry=crs.transform(geometry, crs.CRS84, crs.STORAGE),
            properties=feature["properties"],
        )
