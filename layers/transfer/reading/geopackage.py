"""GeoPackages (OGC 12-128r19): the list of layers is read with sqlite3, the rows by GDAL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from layers.transfer.encodings import Guess
from layers.transfer.errors import Unreadable
from layers.transfer.reading import gdal
from layers.transfer.reading.rows import RawRow, SourceField

_LAYERS = """
SELECT c.table_name, upper(g.geometry_type_name), g.m,
    s.organization, s.organization_coordsys_id, s.definition
FROM gpkg_contents c
JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
JOIN sqlite_master t ON t.name = c.table_name AND t.type = 'table'
LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
WHERE c.data_type = 'features'
ORDER BY c.table_name
"""
_CURVES = {
    "CIRCULARSTRING",
    "COMPOUNDCURVE",
    "CURVEPOLYGON",
    "MULTICURVE",
    "MULTISURFACE",
    "CURVE",
    "SURFACE",
}


@dataclass(frozen=True)
class Table:
    """A table of features, as the file's own catalogue describes it."""

    name: str
    geometry_type: str
    measured: bool
    crs: str


def tables(path: Path) -> list[Table]:
    """The feature tables of a file. Views are no layers here: in a file from outside they are programmes.

    Raises:
        Unreadable: damaged, or SQLite but no GeoPackage.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            found = connection.execute(_LAYERS).fetchall()
    except sqlite3.Error as error:
        raise Unreadable(_("This is no GeoPackage that can be read: %(message)s") % {"message": error}) from error
    return [Table(name, kind, bool(measured), _definition(*srs)) for name, kind, measured, *srs in found]


def _definition(organisation: str | None, number: int | None, wkt: str | None) -> str:
    """A code where the file has one; -1 and 0 stand for "undefined" (table 3 of the standard)."""
    if number is None or number in (-1, 0):
        return ""
    if organisation and organisation.upper() in {"EPSG", "ESRI"}:
        return f"{organisation.upper()}:{number}"
    return (wkt or "").strip()


def _notes(table: Table) -> Iterator[str]:
    if table.geometry_type in _CURVES:
        yield _("Arcs were made straight, with chords of at most 4 degrees.")
    if table.measured:
        yield _("Measures (M) of vertices are not kept.")


class GeoPackage:
    """One table of a GeoPackage."""

    format = "GeoPackage"
    encoding: Guess | None = None  # always UTF-8 (clause 1.1.1.1.2)

    def __init__(self, path: Path, table: Table, folder: Path) -> None:
        self.layer = table.name
        self.declared_crs = table.crs
        self.notes = tuple(_notes(table))
        self._path = folder / "layer.gpkg"
        self._path.symlink_to(path.resolve())
        self._names: list[str] = []

    @property
    def fields(self) -> list[SourceField]:
        return [SourceField(name) for name in self._names]

    def rows(self) -> Iterator[RawRow]:
        for batch in gdal.batches(self._path, "GPKG", layer=self.layer, IMMUTABLE="YES", LIST_ALL_TABLES="NO"):
            self._names = list(batch.names)
            yield from gdal.rows(batch)
