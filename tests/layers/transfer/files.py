"""Files made for a test, as programs of different ages write them."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.transfer.gdal import raw

GREEK_GRID = (
    'PROJCS["Greek_Grid",GEOGCS["GCS_GGRS_1987",DATUM["D_GGRS_1987",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",24.0],'
    'PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
PLACES = [("Άγιος Γεώργιος", "001"), ("Άντισσα", "002"), ("Καλλονή", "003")]


def feature(x: float, y: float, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [x, y]}, "properties": properties}


def write_geojson(path: Path, *features: Any, **members: Any) -> Path:
    document = {"type": "FeatureCollection", "features": list(features)} | members
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def write_shapefile(
    path: Path,
    encoding: str = "cp1253",
    *,
    prj: str = GREEK_GRID,
    cpg: str = "",
    language: int = 0,
    names: Sequence[str] = ("ΟΝΟΜΑ_ΠΕΡΙΟΧΗΣ", "ΚΩΔΙΚΟΣ"),
    rows: Sequence[Sequence[str]] = PLACES,
    origin: tuple[float, float] = (475000.0, 4203000.0),
) -> Path:
    """A shapefile of points a hundred metres apart; the table is written byte by byte, as old programs
    did.
    """
    points = [shapely.Point(origin[0] + 100 * number, origin[1]) for number in range(len(rows))]
    raw.write(
        str(path), np.array([point.wkb for point in points], dtype=object), [np.arange(len(rows))], ["id"],
        driver="ESRI Shapefile", geometry_type="Point", encoding="UTF-8", crs="EPSG:2100",
    )  # fmt: skip
    for suffix in (".cpg", ".prj"):
        path.with_suffix(suffix).unlink(missing_ok=True)
    if prj:
        path.with_suffix(".prj").write_text(prj)
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    path.with_suffix(".dbf").write_bytes(table(encoding, language, names, rows))
    return path


def table(encoding: str, language: int, names: Sequence[str], rows: Sequence[Sequence[str]], width: int = 40) -> bytes:
    """A dBASE III table of text fields."""
    size, first = 1 + width * len(names), 32 + 32 * len(names) + 1
    head = struct.pack("<B3xIHH17xB2x", 3, len(rows), first, size, language)
    for name in names:
        head += struct.pack("<11sc4xBB14x", name.encode(encoding)[:10], b"C", width, 0)
    body = b"".join(b" " + b"".join(value.encode(encoding)[:width].ljust(width) for value in row) for row in rows)
    return head + b"\r" + body + b"\x1a"
