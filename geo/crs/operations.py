"""Which operation takes coordinates from one system to another: explicit pipelines, never PROJ's own
choice.

Left to itself PROJ 9.5 goes from EPSG:2100 to a hand-defined TM07 by a "ballpark" step, that is with no
datum shift, 324.6 m wrong and without a warning. So each pair of Greek frames has its operation written
down here, and for the frames that only PROJ knows (ED50, Bessel, foreign grids) ballpark is forbidden.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyproj
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]
from pyproj.transformer import AreaOfInterest, TransformerGroup

from geo.crs.definitions import Frame
from geo.crs.errors import NoOperation
from geo.crs.registry import CRS, get

Array = NDArray[np.float64]

set_network_enabled(False)

_GREECE = AreaOfInterest(19, 34, 30, 42)
_DEGREES = "+step +proj=unitconvert +xy_{} +xy_{}"
_HELMERT_1272 = "+proj=helmert +x=-199.87 +y=74.79 +z=246.62"
_HELMERT_12204 = (
    "+proj=helmert +x=203.437 +y=-73.461 +z=-243.594 +rx=-0.17 +ry=-0.06 +rz=-0.151 +s=-0.294"
    " +convention=coordinate_frame"
)
_HELMERT_12198 = "+proj=helmert +x=-5.02 +y=-19.885 +z=-12.244"


@dataclass(frozen=True)
class Shift:
    """A datum shift between two frames, in radians; `code` names it in the EPSG registry, `accuracy` is in
    metres.
    """

    code: str
    accuracy: float
    steps: str
    inverse: str


def _helmert(code: str, accuracy: float, helmert: str, *, ellipsoid: str = "GRS80") -> Shift:
    """A shift between geocentric coordinates, from GRS80 to the other ellipsoid; the height it makes is
    dropped.
    """

    def way(first: str, step: str, last: str) -> str:
        return (
            f"+step +proj=push +v_3 +step +proj=cart +ellps={first} +step {step}"
            f" +step +inv +proj=cart +ellps={last} +step +proj=pop +v_3"
        )

    return Shift(code, accuracy, way("GRS80", helmert, ellipsoid), way(ellipsoid, f"+inv {helmert}", "GRS80"))


_NULL = Shift("", 0.0, "", "")
_TO_KASTELLORIZO = _helmert("EPSG:12198", 0.1, _HELMERT_12198)
_SHIFTS = {
    (Frame.GGRS87, Frame.WGS84): _helmert("EPSG:1272", 1.0, _HELMERT_1272, ellipsoid="WGS84"),
    (Frame.HTRS07, Frame.GGRS87): _helmert("EPSG:12204", 3.0, _HELMERT_12204),
    (Frame.HTRS07, Frame.GGRS87_KASTELLORIZO): _TO_KASTELLORIZO,
    (Frame.WGS84, Frame.GGRS87_KASTELLORIZO): _TO_KASTELLORIZO,
    # HTRS07 is a realisation of ETRS89, the same as WGS 84 within a metre (EPSG:11096).
    (Frame.HTRS07, Frame.WGS84): Shift("EPSG:11096", 1.0, "", ""),
    (Frame.GGRS87, Frame.GGRS87_KASTELLORIZO): _NULL,
}


@dataclass(frozen=True)
class Operation:
    """The way from one system to another.

    Attributes:
        code: the registry's code of the datum shift, to be recorded with what was transformed; empty when
            there is none.
        accuracy: metres; 0 when only the projection changes.
        steps: transformers to be applied in turn, x and y in, x and y out.
    """

    code: str
    accuracy: float
    steps: tuple[pyproj.Transformer, ...]

    def __call__(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Transformed x and y; infinite where the operation is not defined."""
        for step in self.steps:
            x, y = step.transform(x, y)
        return x, y

    def __str__(self) -> str:
        if not self.code:
            return _("no datum shift")
        values = {"code": self.code, "accuracy": self.accuracy}
        return _("transformed with %(code)s, about %(accuracy)g m") % values


@lru_cache(maxsize=512)
def operation(source: CRS, target: CRS) -> Operation:
    """The operation between two systems; empty when they are the same.

    Raises:
        NoOperation: PROJ knows none but a ballpark one.
    """
    if source == target:
        return Operation("", 0.0, ())
    if Frame.OTHER in (source.frame, target.frame):
        return _through_proj(source, target)
    shift, steps = _shift(source.frame, target.frame)
    pipeline = " ".join(("+proj=pipeline", _to_radians(source), steps, _from_radians(target)))
    return Operation(shift.code, shift.accuracy, (pyproj.Transformer.from_pipeline(pipeline),))


def _shift(source: Frame, target: Frame) -> tuple[Shift, str]:
    if source is target:
        return _NULL, ""
    if shift := _SHIFTS.get((source, target)):
        return shift, shift.steps
    shift = _SHIFTS[target, source]
    return shift, shift.inverse


def _to_radians(crs: CRS) -> str:
    return f"+step +inv {crs.projection}" if crs.projection else _DEGREES.format("in=deg", "out=rad")


def _from_radians(crs: CRS) -> str:
    return f"+step {crs.projection}" if crs.projection else _DEGREES.format("in=rad", "out=deg")


def _through_proj(source: CRS, target: CRS) -> Operation:
    """By way of a system of our own table, so that the Greek half of the way is still ours."""
    if source.frame is not Frame.OTHER:
        return _joined(operation(source, _hub(target)), _proj_only(_hub(target), target))
    if target.frame is not Frame.OTHER:
        return _joined(_proj_only(source, _hub(source)), operation(_hub(source), target))
    return _joined(operation(source, get("OGC:CRS84")), operation(get("OGC:CRS84"), target))


def _joined(first: Operation, second: Operation) -> Operation:
    codes = [step.code for step in (first, second) if step.code]
    return Operation(" + ".join(codes), first.accuracy + second.accuracy, first.steps + second.steps)


def _hub(crs: CRS) -> CRS:
    """Greek (Bessel) has an operation to GGRS87 (EPSG:1891), everything else one to WGS 84."""
    geodetic = crs.proj.geodetic_crs if crs.proj is not None else None
    bessel = geodetic is not None and geodetic.to_epsg() == 4120
    return get("EPSG:4121") if bessel else get("OGC:CRS84")


def _proj_only(source: CRS, target: CRS) -> Operation:
    group = TransformerGroup(
        _definition(source),
        _definition(target),
        always_xy=True,
        allow_ballpark=False,
        area_of_interest=_GREECE,
    )
    for candidate in group.transformers:
        if "ballpark" not in candidate.description.lower():
            return Operation(_datum_steps(candidate), max(candidate.accuracy, 0.0), (candidate,))
    raise NoOperation(
        _("There is no transformation of known accuracy from %(source)s to %(target)s.")
        % {"source": source, "target": target}
    )


def _definition(crs: CRS) -> pyproj.CRS | int:
    return crs.proj if crs.proj is not None else crs.srid


def _datum_steps(candidate: pyproj.Transformer) -> str:
    """PROJ's description without projections and exchanges of axes, which say nothing about accuracy."""
    return " + ".join(step for step in candidate.description.split(" + ") if " to " in step)
