"""GeoJSON (RFC 7946), feature by feature."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import CRS

_DECIMALS: Final = 9
"""Of degrees: 0.1 mm. Metres are written in full."""


def write_geojson(
    path: Path,
    features: Iterable[tuple[int, BaseGeometry, Mapping[str, Any]]],
    *,
    name: str,
    crs: CRS,
    note: str,
) -> int:
    """Write a FeatureCollection; returns how many features.

    In another system than longitude and latitude the file carries the `crs` member of GeoJSON before RFC
    7946, which section 4 leaves to agreement; outer rings turn left (section 3.1.6).

    Args:
        features: number, geometry in `crs`, properties.
        note: how the coordinates were made, kept as a foreign member.
    """
    head: dict[str, Any] = {"type": "FeatureCollection", "name": name, "note": note}
    if crs.code != "OGC:CRS84":
        urn = f"urn:ogc:def:crs:{crs.code.replace(':', '::')}"
        head["crs"] = {"type": "name", "properties": {"name": urn}}
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(_json(head)[:-1] + ', "features": [')
        for number, geometry, properties in features:
            file.write(",\n" if count else "\n")
            file.write(_feature(number, geometry, properties, geographic=crs.geographic))
            count += 1
        file.write("\n]}\n")
    return count


def _feature(number: int, geometry: BaseGeometry, properties: Mapping[str, Any], *, geographic: bool) -> str:
    turned = shapely.orient_polygons(geometry)
    if geographic:
        turned = shapely.transform(turned, _rounded, include_z=turned.has_z)
    start = _json({"type": "Feature", "id": number, "properties": properties})
    return f'{start[:-1]}, "geometry": {shapely.to_geojson(turned)}}}'


def _rounded(coordinates: Any) -> Any:
    result = coordinates.copy()
    result[:, :2] = np.round(coordinates[:, :2], _DECIMALS)
    return result


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
