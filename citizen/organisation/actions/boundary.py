"""The boundary of the municipality, from a file of areas: one feature with the municipality's name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from citizen.organisation.models import Municipality
from geo.errors import Invalid
from geo.geometry import repair
from layers.features.actions import LoadReport, Row, load
from layers.features.models import Collection
from layers.features.models.collections import Locates
from layers.transfer.placing import Extent, place
from layers.transfer.reading import RawRow, opened

KEY: Final = "municipality"
_AREAS: Final = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, kw_only=True)
class BoundaryFile:
    """A file of areas, and which of them is ours.

    Attributes:
        crs: code of its reference system, where the file does not say it.
        encoding: of its text, where it cannot be told.
        layer: its name, where the file holds several.
        where: field and value of the rows that make up the municipality; None when the file holds one row.
    """

    path: Path
    crs: str = ""
    encoding: str = ""
    layer: str = ""
    where: tuple[str, str] | None = None


@transaction.atomic
def load_boundary(*, actor: Any, municipality: Municipality, file: BoundaryFile) -> LoadReport:
    """Make the file's area the boundary of the municipality; the same file again changes nothing.

    Raises:
        Invalid: no row or too many rows fit, or a row is no area.
        Problem: the file or its reference system; see `layers.transfer.actions.import_file`.
    """
    with opened(file.path, layer=file.layer, encoding=file.encoding) as reader:
        rows = _chosen([row for row in reader.rows() if row.geometry is not None], file.where)
        extent = Extent()
        extent.add([row.geometry for row in rows])
        placement = place(extent, reader.declared_crs, file.crs)
    row = Row(
        number=rows[0].number,
        geometry=shapely.union_all([_area(row) for row in rows]),
        properties={"name": municipality.names["el"], "name_en": municipality.names["en"]},
        key=KEY,
    )
    report = load(
        actor=actor,
        collection=Collection.objects.live().get(locates=Locates.BOUNDARY),
        rows=[row],
        source="import",
        mode="replace",
        key_field="",
        crs=placement.system.code,
        reason=f"{file.path.name}: {placement.system.code}, {placement.operation}",
    )
    if report.refused:
        raise Invalid(_("The boundary was refused."), fields=report.refused[0].problems)
    return report


def _chosen(rows: list[RawRow], where: tuple[str, str] | None) -> list[RawRow]:
    if where is not None:
        name, value = where
        rows = [row for row in rows if str(row.values.get(name, "")).strip().casefold() == value.casefold()]
    if not rows:
        raise Invalid(fields={"boundary": [_("No area of the file fits. Look at its fields and values.")]})
    if where is None and len(rows) > 1:
        message = _("The file holds %(count)d areas. Say which is yours with --boundary-where FIELD=VALUE.")
        raise Invalid(fields={"boundary": [message % {"count": len(rows)}]})
    return rows


def _area(row: RawRow) -> BaseGeometry:
    if row.problems or row.geometry is None:
        raise Invalid(fields={"boundary": [text for texts in row.problems.values() for text in texts]})
    if row.geometry.geom_type not in _AREAS:
        message = _("Row %(number)d is no area: a boundary is a polygon.") % {"number": row.number}
        raise Invalid(fields={"boundary": [message]})
    return repair(row.geometry).geometry
