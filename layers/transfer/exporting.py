"""Export of a collection into a file, format by suffix."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.utils.translation import gettext as _

from geo import crs as systems
from geo.errors import Invalid
from geo.functions import CoordinateDimension, GeometryType
from layers.features.models import Collection, Feature
from layers.transfer.encodings import known
from layers.transfer.writing import Table, columns, write_geojson, write_geopackage, write_shapefile

SUFFIXES: Final = (".geojson", ".json", ".gpkg", ".shp", ".zip")
_BATCH: Final = 2000
_SINGLE: Final = {"POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon"}


@dataclass(frozen=True)
class Exported:
    """How many features were written, in which system, and by which operation."""

    count: int
    crs: str
    operation: str


def export_file(*, collection: Collection, path: Path, crs: str = "", encoding: str = "UTF-8") -> Exported:
    """Write the features of a collection as they are now; an existing file is replaced when all is written.

    Every property is written: who may read which is the caller's to check.

    Args:
        path: .geojson, .json, .gpkg, .shp or .zip (a zipped shapefile).
        crs: code; the storage CRS if not given, longitude and latitude for GeoJSON.
        encoding: of a shapefile's text; UTF-8, or cp1253 for old programs.

    Raises:
        Invalid: suffix, encoding or the mixture of geometries do not go with the format; by field.
        UnknownCRS, NoOperation.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Invalid(fields={"file": [_("The file must end in one of: %(names)s.") % {"names": ", ".join(SUFFIXES)}]})
    if not known(encoding):
        raise Invalid(fields={"encoding": [_("There is no encoding “%(name)s”.") % {"name": encoding}]})
    plain = suffix in (".geojson", ".json")
    system = systems.get(crs or (systems.CRS84 if plain else systems.STORAGE))
    operation = systems.operation(systems.storage(), system)
    with TemporaryDirectory(prefix=".topos-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        if plain:
            count = write_geojson(
                draft, _features(collection, system), name=collection.pk, crs=system, note=str(operation)
            )
        else:
            table = _table(collection, system, str(operation), single=suffix != ".gpkg")
            features = _features(collection, system)
            if suffix == ".gpkg":
                count = write_geopackage(draft, features, table)
            else:
                count = write_shapefile(draft, features, table, encoding=encoding)
        for part in Path(folder).iterdir():
            part.replace(path.parent / part.name)
    return Exported(count, str(system), str(operation))


def _features(collection: Collection, system: systems.CRS) -> Iterator[tuple[int, Any, Mapping[str, Any]]]:
    rows = Feature.objects.live().of(collection).order_by("id").values_list("id", "geometry", "properties")
    for number, geometry, properties in rows.iterator(chunk_size=_BATCH):
        yield number, systems.transform(geometry, systems.STORAGE, system), properties


def _table(collection: Collection, system: systems.CRS, note: str, *, single: bool) -> Table:
    """A file takes one type of geometry: the multiple of the one kind there is, if any is multiple."""
    live = Feature.objects.live().of(collection).order_by()
    types = set(live.annotate(kind=GeometryType("geometry")).values_list("kind", flat=True).distinct())
    has_z = live.annotate(dimension=CoordinateDimension("geometry")).filter(dimension=3).exists()
    if not types:
        raise Invalid(_("There is nothing to write: the collection is empty."))
    kinds = {kind.removeprefix("MULTI") for kind in types}
    if len(kinds) > 1 or "GEOMETRYCOLLECTION" in kinds:
        if single:
            raise Invalid(fields={"file": [_("A shapefile takes one kind of geometry. Write a GeoPackage (.gpkg).")]})
        name = "Unknown"
    else:
        base = _SINGLE[kinds.pop()]
        name = base if len(types) == 1 and not next(iter(types)).startswith("MULTI") else f"Multi{base}"
        name += " Z" if has_z else ""
    return Table(collection.pk, columns(collection.document), name, system, note)
