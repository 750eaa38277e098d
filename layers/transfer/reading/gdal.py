"""Rows by GDAL, in batches.

Curves come out as chords (pyogrio asks GDAL for the linear form); measures (M) are dropped.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError, FeatureError, GeometryError

from layers.transfer.errors import Unreadable
from layers.transfer.gdal import raw, read_info
from layers.transfer.reading.rows import RawRow

BATCH: Final = 2000
_LOSSLESS: Final = 2**53


@dataclass(frozen=True)
class Batch:
    """Some rows in columns, as GDAL gives them."""

    numbers: Sequence[int]
    wkb: NDArray[np.object_]
    names: Sequence[str]
    columns: Sequence[NDArray[Any]]
    whole: frozenset[str]
    """Fields of whole numbers, whatever the type of their column became."""


def batches(path: Path, driver: str, *, layer: str = "", **options: str) -> Iterator[Batch]:
    """The rows of a layer, some thousands at a time.

    Args:
        path: of a plain file in a folder of ours; GDAL gives a meaning to `/vsi…`, `!` and `:` in names.
        options: open options of the driver.

    Raises:
        Unreadable: damaged, or not of that driver.
    """
    start = 0
    while True:
        batch = _read(path, driver, layer or None, start, options)
        if len(batch.numbers):
            yield batch
        if len(batch.numbers) < BATCH:
            return
        start += BATCH


def rows(batch: Batch) -> Iterator[RawRow]:
    """The rows of a batch, geometries parsed and numbers made Python's."""
    geometries = shapely.from_wkb(batch.wkb, on_invalid="fix")
    flat = shapely.force_2d(geometries)
    for index, number in enumerate(batch.numbers):
        problems: dict[str, list[str]] = {}
        geometry = geometries[index]
        if geometry is None and batch.wkb[index] is not None:
            problems["geometry"] = [_unreadable_geometry(batch.wkb[index])]
        elif geometry is not None and geometry.has_m:
            geometry = shapely.force_3d(flat[index], shapely.get_coordinates(geometry, include_z=True)[:, 2])
        values = {name: _plain(column[index]) for name, column in zip(batch.names, batch.columns, strict=True)}
        for name in batch.whole:
            if isinstance(values[name], float) and values[name] is not None:
                values[name] = _whole(name, values[name], problems)
        yield RawRow(number, geometry, values, problems)


def _read(path: Path, driver: str, layer: str | None, start: int, options: Mapping[str, str]) -> Batch:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "Measured geometry types are not supported": said in the notes
        try:
            if start == 0 and read_info(path, layer=layer, **options)["driver"] != driver:
                raise Unreadable(_("The content of the file is not what its name says."))
            meta, fids, wkb, columns = raw.read(
                path,
                layer=layer,
                skip_features=start,
                max_features=BATCH,
                return_fids=True,
                datetime_as_string=True,
                **options,
            )
        except (DataSourceError, FeatureError, GeometryError, ValueError, RuntimeError) as error:
            raise Unreadable(_("The file is damaged: %(message)s") % {"message": _message(error)}) from error
    names = [str(name) for name in meta["fields"]]
    whole = {
        name
        for name, kind, subtype in zip(names, meta["ogr_types"], meta["ogr_subtypes"], strict=True)
        if kind.startswith("OFTInteger") and subtype != "OFSTBoolean"
    }
    first = 1 if driver == "ESRI Shapefile" else 0
    numbers = [int(fid) + first for fid in fids] if first else list(range(start + 1, start + len(fids) + 1))
    nothing = np.full(len(fids), None, dtype=object)
    return Batch(numbers, nothing if wkb is None else wkb, names, columns, frozenset(whole))


def _message(error: Exception) -> str:
    """GDAL's words without the folder of ours that nobody knows."""
    return " ".join(word.rpartition("/")[2] for word in str(error).split())


def _unreadable_geometry(wkb: bytes) -> str:
    code = int.from_bytes(wkb[1:5], "little" if wkb[0] else "big") % 1000
    surfaces = {15: "PolyhedralSurface", 16: "TIN", 17: "Triangle"}
    if code in surfaces:
        values = {"type": surfaces[code]}
        return _("Surfaces of the type %(type)s are not read. Save them as polygons.") % values
    return _("The geometry is damaged.")


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value


def _whole(name: str, value: float, problems: dict[str, list[str]]) -> int | None:
    """A column of whole numbers with gaps arrives as floating point, exact up to 2 to the power of 53."""
    if abs(value) < _LOSSLESS:
        return int(value)
    problems[name] = [_("The number is too long to be read exactly from a column with gaps. Save it as text.")]
    return None
