"""Which reference system a file is in: stated, declared or asked for; never guessed in silence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.crs import CRS, Operation
from layers.transfer.errors import DoesNotFit

_MOST = 4000
_GREECE = crs.Bounds(19, 34, 30, 42)

Boxes = NDArray[np.float64]


class Extent:
    """A fair sample of the boxes of a file's geometries: every n-th of them, n growing with the file."""

    def __init__(self) -> None:
        self.rows = 0
        self._step = 1
        self._boxes: list[tuple[float, ...]] = []

    def add(self, geometries: Iterable[BaseGeometry | None]) -> None:
        for geometry in geometries:
            if geometry is None or geometry.is_empty:
                continue
            if self.rows % self._step == 0:
                self._boxes.append(geometry.bounds)
                if len(self._boxes) > _MOST:
                    self._boxes, self._step = self._boxes[::2], self._step * 2
            self.rows += 1

    @property
    def boxes(self) -> Boxes:
        """Min x, min y, max x, max y, one row each; only finite ones."""
        boxes = np.array(self._boxes, dtype=np.float64).reshape(-1, 4)
        return boxes[np.isfinite(boxes).all(axis=1)]


@dataclass(frozen=True)
class Placement:
    """The system of a file and the way from it into storage.

    Attributes:
        notes: what is to be said about the choice.
    """

    system: CRS
    operation: Operation
    notes: tuple[str, ...] = ()


def place(extent: Extent, declared: str, stated: str = "") -> Placement:
    """Decide in which system the file's numbers are.

    Args:
        extent: of all rows.
        declared: the definition in the file; empty if it has none.
        stated: a code from a person, who has the last word, as long as the numbers fit.

    Raises:
        UnidentifiedCRS: nothing is declared, or it could mean several systems; the answer proposes.
        DoesNotFit: the numbers do not fit what is declared or stated; the answer tells the ranges.
        UnknownCRS, NoOperation.
    """
    boxes = extent.boxes
    candidates = _candidates(boxes)
    if stated:
        system = crs.get(stated)
        notes = _said_otherwise(system, declared)
    else:
        system = crs.get(_declared(declared, candidates))
        notes = ()
    if len(boxes) and not _fits(system, boxes):
        raise _misfit(system, boxes, candidates, stated=bool(stated))
    return Placement(system, crs.operation(system, crs.storage()), notes)


def _declared(declared: str, candidates: Sequence[crs.Candidate]) -> str:
    if not declared:
        raise crs.UnidentifiedCRS(
            " ".join((_("The file does not say its reference system: state it with --crs."), _advice(candidates))),
            proposals=[candidate.crs.code for candidate in candidates],
        )
    try:
        return crs.identify(declared)
    except crs.UnidentifiedCRS as error:
        fitting = [candidate for candidate in candidates if candidate.crs.code in error.proposals] or candidates
        raise crs.UnidentifiedCRS(
            " ".join((str(error.detail), _advice(fitting))),
            proposals=[candidate.crs.code for candidate in fitting],
        ) from error


def _advice(candidates: Sequence[crs.Candidate]) -> str:
    """What the numbers say, as a proposal that a person has to confirm."""
    if not candidates:
        return _("Its numbers fit none of the usual ranges in Greece: %(ranges)s.") % {"ranges": crs.ranges()}
    first = candidates[0]
    if first.swapped:
        return _("Its numbers fit %(crs)s, but with x and y exchanged. Exchange them in the file.") % {"crs": first.crs}
    return _("%(crs)s fits the numbers: say --crs %(code)s if that is right.") % {
        "crs": first.crs,
        "code": first.crs.code,
    }


def _misfit(system: CRS, boxes: Boxes, candidates: Sequence[crs.Candidate], *, stated: bool) -> DoesNotFit:
    bounds = crs.Bounds(*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    begin = (
        _("You said %(crs)s, but the numbers of the file (%(bounds)s) do not fit it.")
        if stated
        else _("The file says %(crs)s, but its numbers (%(bounds)s) do not fit it.")
    )
    return DoesNotFit(
        " ".join((begin % {"crs": system, "bounds": bounds}, _advice(candidates))),
        fields={"crs": [_("The usual ranges in Greece: %(ranges)s.") % {"ranges": crs.ranges()}]} if candidates else {},
        proposals=[candidate.crs.code for candidate in candidates if not candidate.swapped],
    )


def _candidates(boxes: Boxes) -> list[crs.Candidate]:
    """What most of the boxes fit; some rows may be astray, and are refused one by one later."""
    if not len(boxes):
        return []
    low, high = np.percentile(boxes[:, :2], 5, axis=0), np.percentile(boxes[:, 2:], 95, axis=0)
    return crs.propose((*low, *high))


def _fits(system: CRS, boxes: Boxes) -> bool:
    """Whether at least half of the boxes lie where the system has a meaning in Greece."""
    limits = system.usual or system.domain
    if limits is None:
        corners = np.array([shapely.box(*box) for box in boxes], dtype=object)
        try:
            boxes, limits = shapely.bounds(crs.transform(corners, system, crs.CRS84)), _GREECE
        except crs.OutOfDomain:
            return False
    inside = (boxes[:, :2] >= limits[:2]).all(axis=1) & (boxes[:, 2:] <= limits[2:]).all(axis=1)
    return bool(inside.mean() >= 0.5)


def _said_otherwise(system: CRS, declared: str) -> tuple[str, ...]:
    if not declared:
        return ()
    try:
        found = crs.get(crs.identify(declared))
    except (crs.UnidentifiedCRS, crs.UnknownCRS):
        return ()
    if found == system:
        return ()
    return (_("The file says %(declared)s; it is read as %(stated)s, as you said.") % {
        "declared": found,
        "stated": system,
    },)  # fmt: skip
