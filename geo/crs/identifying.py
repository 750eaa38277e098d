"""What system a definition (`.prj`, WKT, PROJ string) means, and what system a range of numbers may be in.

A system is never recognised by its name: "Greek Grid" is an alias of two systems 300 m apart in the newer
registry.
Nor by projection numbers alone: pyproj calls a hand-written Greek Grid EPSG:25884, the Baltic one, which
has the same.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyproj
from django.utils.translation import gettext as _
from pyproj.exceptions import CRSError

from geo.crs.definitions import DEFINITIONS, Bounds, Definition, Frame
from geo.crs.errors import UnidentifiedCRS, UnknownCRS
from geo.crs.registry import CRS, get, storage

_FALSE_FRIENDS = {"EPSG:25884", "ESRI:102440"}
"""Grids abroad with the very projection of the Greek Grid; software writes their code into Greek files."""

_DEFINITION = re.compile(r"^[A-Z_]+\s*\[|^\{|^\+?(proj|init)=", re.IGNORECASE)
_UNMISTAKABLE = {"EPSG:2100", "EPSG:12195", "EPSG:12197"}
"""Systems of ours whose projection, beside an unknown datum, calls for a question. Kastellorizo's TM87 is
as UTM 35N.
"""
_DATUMS = (
    (Frame.GGRS87, ("greekgeodeticreferencesystem1987", "ggrs1987", "ggrs87", "egsa87")),
    (Frame.HTRS07, ("hellenicterrestrialreferencesystem2007", "htrs07", "htrs2007")),
    (Frame.WGS84, ("worldgeodeticsystem1984", "wgs1984", "wgs84")),
)
_ETRS89 = ("europeanterrestrialreferencesystem1989", "etrs1989", "etrs89")
"""HTRS07 is its realisation in Greece: with TM07's projection it can mean nothing else."""
_GEOGRAPHIC = {Frame.WGS84: "OGC:CRS84", Frame.HTRS07: "EPSG:11093", Frame.GGRS87: "EPSG:4121"}
_GGRS87_TO_WGS84 = (-199.87, 74.79, 246.62)
_TM_PARAMETERS = {8801: "lat_0", 8802: "lon_0", 8805: "k", 8806: "x_0", 8807: "y_0"}


@dataclass(frozen=True)
class Candidate:
    """A system whose range the numbers fit.

    Attributes:
        crs: the system.
        swapped: the numbers fit only with x and y exchanged.
    """

    crs: CRS
    swapped: bool = False


def identify(definition: str) -> str:
    """The code of the system that a definition means.

    Args:
        definition: WKT of any flavour, PROJ string, PROJJSON or a code.

    Raises:
        UnidentifiedCRS: it cannot be told for certain; the proposals say what it may mean.
    """
    try:
        code = get(definition).code
    except UnknownCRS:
        pass
    else:
        if code not in _FALSE_FRIENDS:
            return code
        raise UnidentifiedCRS(
            _("The file says %(code)s, a grid abroad with the same projection as the Greek Grid.") % {"code": code},
            proposals=["EPSG:2100"],
        )
    text = definition.strip("\x00 \r\n\t\ufeff")
    if not _DEFINITION.match(text):  # PROJ would look a bare name up
        raise UnidentifiedCRS(_("The definition of the reference system cannot be read."))
    try:
        parsed = pyproj.CRS.from_user_input(text)
    except CRSError as error:
        raise UnidentifiedCRS(_("The definition of the reference system cannot be read.")) from error
    return _from_parts(parsed)


def propose(bounds: Iterable[float]) -> list[Candidate]:
    """Systems whose usual range in Greece holds all of the box, the storage system first.

    Args:
        bounds: min x, min y, max x, max y, as read from a file.

    Returns:
        Fits as they stand, then fits with the axes exchanged; empty when the numbers fit nothing.
    """
    box = Bounds(*bounds)
    turned = Bounds(box.min_y, box.min_x, box.max_y, box.max_x)
    fits = [Candidate(crs) for crs, usual in _recognisable() if usual.holds(box)]
    return fits or [Candidate(crs, swapped=True) for crs, usual in _recognisable() if usual.holds(turned)]


def ranges() -> str:
    """The ranges by which files are recognised, as a text for people."""
    return "; ".join(f"{crs}: {usual}" for crs, usual in _recognisable())


def _recognisable() -> list[tuple[CRS, Bounds]]:
    """At Kastellorizo the local grids come first; elsewhere their numbers only mean the Greek Grid."""
    own = storage()
    systems = [get(row.code) for row in DEFINITIONS]
    found = [(crs, crs.usual) for crs in systems if crs.usual is not None]
    if own.usual is None and own.domain is not None:
        local = [crs for crs in systems if crs.code in {"EPSG:12193", "EPSG:12197"}]
        found = [(crs, crs.domain) for crs in local if crs.domain is not None] + found
    return sorted(found, key=lambda pair: pair[0] != own)


def _from_parts(parsed: pyproj.CRS) -> str:
    bound = parsed.source_crs if parsed.is_bound else None
    horizontal = bound if bound is not None else parsed
    if horizontal.is_compound:
        horizontal = horizontal.sub_crs_list[0]
    frame = _frame_by_shift(parsed) if bound is not None else None
    frame = frame or _frame(horizontal)
    stated = _stated_code(horizontal)
    same = [row for row in DEFINITIONS if _same_projection(row, horizontal)]
    fitting = [row.code for row in same if _means(row.frame, frame, horizontal)]
    if stated and stated not in _FALSE_FRIENDS and _agrees(stated, same):
        return get(stated).code
    if len(fitting) == 1:
        return fitting[0]
    if horizontal.is_geographic and frame in _GEOGRAPHIC:
        return _GEOGRAPHIC[frame]
    doubtful = not _has_known_datum(horizontal) or any(row.code in _UNMISTAKABLE for row in same)
    certain = None if doubtful else horizontal.to_authority(min_confidence=90)
    if certain is not None and ":".join(certain) not in _FALSE_FRIENDS:
        return get(":".join(certain)).code
    datum = horizontal.geodetic_crs.datum if horizontal.geodetic_crs is not None else None
    raise UnidentifiedCRS(
        _("“%(name)s” (datum “%(datum)s”) does not say for certain which reference system is meant.")
        % {"name": parsed.name, "datum": datum.name if datum is not None else ""},
        proposals=[row.code for row in same],
    )


def _stated_code(crs: pyproj.CRS) -> str:
    identifier: Mapping[str, Any] = crs.to_json_dict().get("id") or {}
    return f"{identifier['authority']}:{identifier['code']}".upper() if identifier else ""


def _agrees(code: str, same: list[Definition]) -> bool:
    """A code written into a definition counts unless the projection beside it is that of another system of
    ours.
    """
    try:
        known = get(code)
    except UnknownCRS:
        return False
    return known.frame is Frame.OTHER or known.code in {row.code for row in same} or known.geographic


def _means(wanted: Frame, found: Frame | None, crs: pyproj.CRS) -> bool:
    if wanted is Frame.GGRS87_KASTELLORIZO:
        return found is Frame.GGRS87
    if wanted is Frame.HTRS07 and any(part in _datum_name(crs) for part in _ETRS89):
        return True
    return wanted is found


def _has_known_datum(crs: pyproj.CRS) -> bool:
    name = _datum_name(crs)
    return bool(name) and "unknown" not in name and "notspecified" not in name


def _datum_name(crs: pyproj.CRS) -> str:
    geodetic = crs.geodetic_crs
    if geodetic is None or geodetic.datum is None:
        return ""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^d_", "", geodetic.datum.name.lower()))


def _frame(crs: pyproj.CRS) -> Frame | None:
    name = _datum_name(crs)
    if name.startswith("unknown"):
        return None
    return next((frame for frame, names in _DATUMS if any(part in name for part in names)), None)


def _frame_by_shift(bound: pyproj.CRS) -> Frame | None:
    """`+towgs84` is a datum in itself: EPSG:1272's numbers mean GGRS87, zeros leave it to the datum's
    name.
    """
    operation = bound.coordinate_operation
    values = list(operation.towgs84)[:3] if operation is not None else []
    if len(values) == 3 and all(abs(a - b) < 0.005 for a, b in zip(values, _GGRS87_TO_WGS84, strict=True)):
        return Frame.GGRS87
    return None


def _same_projection(row: Definition, crs: pyproj.CRS) -> bool:
    """Whether the projection is row's, number by number, in metres; only Transverse Mercators are
    compared.
    """
    if "+proj=tmerc" not in row.projection or not crs.is_projected or crs.coordinate_operation is None:
        return False
    operation = crs.coordinate_operation
    in_metres = {axis.unit_name for axis in crs.axis_info} == {"metre"}
    if "transverse mercator" not in operation.method_name.lower() or not in_metres:
        return False
    wanted = dict(part[1:].split("=") for part in row.projection.split() if "=" in part)
    found = {_TM_PARAMETERS.get(int(p.code or 0)): float(p.value) for p in operation.params}
    return all(abs(float(wanted[key]) - found.get(key, 0.0)) < 1e-9 for key in _TM_PARAMETERS.values())
