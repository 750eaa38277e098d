"""GeoPackages and shapefiles, written by GDAL in batches."""

import csv
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geo import crs as systems
from layers.transfer.errors import EncodingNeeded
from layers.transfer.gdal import raw
from layers.transfer.writing.columns import Column

BATCH: Final = 2000
_NUMBER = Column("feature_id", "", "integer")
_TEXT_WIDTH: Final = 254
_MULTIPLE: Final[Mapping[str, Callable[..., BaseGeometry]]] = {
    "Point": shapely.multipoints,
    "LineString": shapely.multilinestrings,
    "Polygon": shapely.multipolygons,
}

Feature = tuple[int, BaseGeometry, Mapping[str, Any]]


@dataclass(frozen=True)
class Table:
    """What a table file is to be.

    Attributes:
        geometry_type: of GDAL, such as `MultiPolygon Z`; `Unknown` for a mixture.
        note: how the coordinates were made.
    """

    name: str
    columns: Sequence[Column]
    geometry_type: str
    crs: systems.CRS
    note: str


def write_geopackage(path: Path, features: Iterable[Feature], table: Table) -> int:
    """Write a GeoPackage (OGC 12-128r19) with one table; returns how many features."""
    return _write(path, features, table, "GPKG", "UTF-8")


def write_shapefile(path: Path, features: Iterable[Feature], table: Table, *, encoding: str = "UTF-8") -> int:
    """Write a shapefile, or a zip with one (by suffix); returns how many features.

    Names are cut to the ten bytes that the format has; a list of them lies beside (`…_fields.csv`). Text
    is cut at 254 bytes.

    Raises:
        EncodingNeeded: some text cannot be written in that encoding.
    """
    short = replace(table, columns=list(_short(table.columns)))
    with TemporaryDirectory(prefix="topos-transfer-") as name:
        folder = Path(name)
        main = folder / f"{path.stem}.shp"
        count = _write(main, (_fitting(feature, encoding) for feature in features), short, "ESRI Shapefile", encoding)
        _list_names(folder / f"{path.stem}_fields.csv", short.columns)
        _deliver(folder, path)
    return count


def _write(path: Path, features: Iterable[Feature], table: Table, driver: str, encoding: str) -> int:
    count = 0
    for batch in _batches(features):
        raw.write(
            str(path),
            **_arrays(batch, table),
            layer=table.name if driver == "GPKG" else None,
            driver=driver,
            geometry_type=table.geometry_type,
            crs=systems.wkt(table.crs),
            encoding=encoding,
            append=count > 0,
            layer_metadata={"NOTE": table.note} if driver == "GPKG" and not count else None,
            nan_as_null=True,
        )
        count += len(batch)
    return count


def _arrays(batch: Sequence[Feature], table: Table) -> dict[str, Any]:
    multiple = table.geometry_type.startswith("Multi")
    geometries = [_as_multiple(geometry) if multiple else geometry for _number, geometry, _values in batch]
    with_z = table.geometry_type.endswith(" Z")
    wkb = shapely.to_wkb([shapely.force_3d(g) if with_z else g for g in geometries], flavor="iso")
    numbers = _NUMBER.array([number for number, _geometry, _values in batch])
    filled = [column.array([values.get(column.property) for *_rest, values in batch]) for column in table.columns]
    return {
        "geometry": np.array(wkb, dtype=object),
        "fields": np.array([_NUMBER.name, *(column.name for column in table.columns)], dtype=object),
        "field_data": [numbers[0], *(data for data, _mask in filled)],
        "field_mask": [numbers[1], *(mask for _data, mask in filled)],
    }


def _as_multiple(geometry: BaseGeometry) -> BaseGeometry:
    build = _MULTIPLE.get(geometry.geom_type)
    return build([geometry]) if build else geometry


def _short(columns: Sequence[Column]) -> Iterator[Column]:
    """Names of at most ten bytes, all different, beside `feature_id`."""
    taken = {_NUMBER.name}
    for column in columns:
        name, number = column.name[:10], 0
        while name in taken:
            number += 1
            name = f"{column.name[: 9 - len(str(number))]}_{number}"
        taken.add(name)
        yield replace(column, name=name)


def _fitting(feature: Feature, encoding: str) -> Feature:
    number, geometry, values = feature
    fitted = dict(values)
    for name, value in values.items():
        if isinstance(value, str):
            try:
                written = value.encode(encoding)
            except UnicodeEncodeError as error:
                told = {"text": value[error.start : error.end], "number": number, "encoding": encoding}
                raise EncodingNeeded(
                    _("“%(text)s” of feature %(number)d cannot be written in %(encoding)s. Take UTF-8.") % told
                ) from error
            fitted[name] = written[:_TEXT_WIDTH].decode(encoding, "ignore")
    return number, geometry, fitted


def _list_names(path: Path, columns: Sequence[Column]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["field", "property"])
        writer.writerows((column.name, column.property) for column in columns)


def _deliver(folder: Path, path: Path) -> None:
    parts = sorted(folder.iterdir())
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.write(part, part.name)
    else:
        for part in parts:
            (path.parent / part.name).write_bytes(part.read_bytes())


def _batches(features: Iterable[Feature]) -> Iterator[list[Feature]]:
    iterator = iter(features)
    while batch := list(islice(iterator, BATCH)):
        yield batch
