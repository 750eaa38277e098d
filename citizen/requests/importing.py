"""`import_requests`: another system's table becomes cases with history, once however often it is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from citizen.cases.loading import PastCase, Step, load
from citizen.cases.models import Case, Channel, Service
from citizen.cases.states import ENDED, State
from citizen.organisation.models import Unit
from citizen.requests.mapping import Mapping311
from citizen.requests.rows import ImportedRow, RefusedRow, read_rows
from citizen.requests.scope import MAP_SOURCE
from geo import crs
from geo.crs.errors import OutOfDomain
from geo.errors import Invalid
from layers.features.locate import Place, locate_many

BATCH: Final = 2000
WHY: Final = {"el": "Εισαγωγή από άλλο σύστημα.", "en": "Imported from another system."}


@dataclass
class ImportReport:
    """What became of the rows: each is in exactly one of the first three."""

    loaded: int = 0
    known: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    outside: int = 0

    @property
    def read(self) -> int:
        return self.loaded + self.known + len(self.refused)


def import_requests(*, actor: Any, path: Path, mapping: Mapping311, dry_run: bool = False) -> ImportReport:
    """Read the file by the mapping and load its good rows; those that are here already are left alone.

    A point outside the municipality is not kept, the case is: with the address in words.

    Raises:
        Invalid: the file or the mapping cannot be used at all; nothing is written then.
    """
    services = _services(mapping)
    _check_values(mapping)
    units = dict(Unit.objects.on().values_list("code", "pk"))
    known = set(
        Case.objects.filter(external_source=mapping.source)
        .exclude(external_id="")
        .values_list("external_id", flat=True)
    )
    report = ImportReport()
    for rows in _batches(_good(read_rows(path, mapping), known, report), BATCH):
        places = _places(rows)
        report.outside += sum(
            row.longitude is not None and place is None for row, place in zip(rows, places, strict=True)
        )
        report.loaded += len(rows)
        if not dry_run:
            load(
                actor=actor,
                cases=[
                    _case(row, place, services[row.service], units, mapping)
                    for row, place in zip(rows, places, strict=True)
                ],
            )
    return report


def _services(mapping: Mapping311) -> dict[str, Service]:
    wanted = set(mapping.services.values())
    found = {service.code: service for service in Service.objects.offered().filter(code__in=wanted)}
    if missing := sorted(wanted - found.keys()):
        text = _("There is no service “%(missing)s”. See /api/v1/services/ for those on offer.")
        raise Invalid(fields={"services": [text % {"missing": "”, “".join(missing)}]})
    if elsewhere := sorted(code for code, service in found.items() if service.map_source != MAP_SOURCE):
        raise Invalid(fields={"services": [_("Not a category of requests: %(codes)s") % {"codes": elsewhere}]})
    return found


def _check_values(mapping: Mapping311) -> None:
    # A loaded duplicate would have to name the case that it doubles, and the file does not.
    allowed = set(State.values) - {State.DUPLICATE.value}
    for name, values, known in (
        ("states", mapping.states, allowed),
        ("channels", mapping.channels, set(Channel.values)),
    ):
        if unknown := sorted(set(values.values()) - known):
            text = _("Unknown: %(unknown)s. Known: %(known)s")
            fields = {name: [text % {"unknown": ", ".join(unknown), "known": ", ".join(sorted(known))}]}
            raise Invalid(fields=fields)


def _good(rows: Iterable[ImportedRow | RefusedRow], known: set[str], report: ImportReport) -> Iterator[ImportedRow]:
    for row in rows:
        if isinstance(row, RefusedRow):
            report.refused.append(row)
        elif row.external_id in known:
            report.known += 1
        else:
            yield row


def _batches(rows: Iterable[ImportedRow], size: int) -> Iterator[list[ImportedRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _places(rows: Sequence[ImportedRow]) -> list[Place | None]:
    """The place of each row; None where it has no point, or one that is not in the municipality."""
    points = {
        index: (row.longitude, row.latitude)
        for index, row in enumerate(rows)
        if row.longitude is not None and row.latitude is not None and _in_domain(row.longitude, row.latitude)
    }
    located = dict(zip(points, locate_many(list(points.values())), strict=True))
    return [place if (place := located.get(index)) is not None and place.inside else None for index in range(len(rows))]


def _in_domain(longitude: float, latitude: float) -> bool:
    try:
        crs.transform_xy(longitude, latitude, crs.CRS84, crs.STORAGE)
    except OutOfDomain:
        return False
    return True


def _case(
    row: ImportedRow, place: Place | None, service: Service, units: dict[str, int], mapping: Mapping311
) -> PastCase:
    state = State(row.state)
    at = row.closed_at or row.submitted_at
    unit_code = service.current.unit_code if service.current else ""
    given = {"longitude": row.longitude, "latitude": row.latitude}
    return PastCase(
        service=service,
        submitted_at=row.submitted_at,
        channel=row.channel,
        description=row.description,
        unit_id=units.get(unit_code),
        routing={"unit": unit_code, "priority": None, "rule": None, "version": None, "why": WHY},
        place=place,
        address=row.address,
        steps=_steps(state, row, at),
        external_source=mapping.source,
        external_id=row.external_id,
        data={"imported": {key: value for key, value in given.items() if value is not None}},
    )


def _steps(state: State, row: ImportedRow, at: Any) -> Sequence[Step]:
    """The history that the table allows to be told: registered when it came, then the state that it names."""
    if state == State.SUBMITTED:
        return ()
    steps = [Step(row.submitted_at, State.REGISTERED)]
    if state == State.CLOSED:
        steps.append(Step(at, State.RESOLVED, row.resolution))
        steps.append(Step(at, State.CLOSED))
    elif state != State.REGISTERED:
        steps.append(Step(at, state, row.resolution if state in ENDED else ""))
    return steps
