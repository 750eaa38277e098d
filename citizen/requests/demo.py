"""The demonstration's requests, and any synthetic amount of them."""

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Final

from django.utils import timezone
from shapely import Point

from citizen.cases.clock import due_at, warn_at
from citizen.cases.loading import PastCase, Step, load
from citizen.cases.models import Case, Channel, Service, WorkingCalendar
from citizen.cases.routing import DEFAULT_WHY
from citizen.cases.states import State
from citizen.organisation.models import Municipality, Unit
from citizen.requests.scope import MAP_SOURCE
from geo import crs
from geo.demo import Amounts, amount_seeder, seeder
from layers.features.locate import Place, locate_many
from layers.features.models import Feature

BASE: Final = 300
POOL: Final = 4000
SPREAD_M: Final = 260.0
"""Standard deviation of a report's distance from the centre of its settlement, metres."""

JITTER_M: Final = 12.0
SOURCE: Final = "demo"
CHANNELS: Final = (Channel.WEB, Channel.WEB, Channel.WEB, Channel.PHONE, Channel.PHONE, Channel.IN_PERSON)

WORKED: Final = (State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS)
PATHS: Final[Sequence[tuple[int, tuple[State, ...]]]] = (
    (6, ()),
    (6, (State.REGISTERED,)),
    (6, (State.REGISTERED, State.ASSIGNED)),
    (9, WORKED),
    (3, (*WORKED, State.WAITING_REPORTER)),
    (3, (*WORKED, State.WAITING_THIRD_PARTY)),
    (4, (State.REGISTERED, State.SCHEDULED)),
    (12, (*WORKED, State.RESOLVED)),
    (38, (*WORKED, State.RESOLVED, State.CLOSED)),
    (3, (State.REGISTERED, State.REJECTED)),
    (3, (State.REGISTERED, State.FORWARDED)),
    (2, (State.WITHDRAWN,)),
    (2, (*WORKED, State.RESOLVED, State.REOPENED)),
)
"""How often (weight) a demonstration request went which way through the table of states."""

NOTES: Final = {
    State.RESOLVED: "Η εργασία ολοκληρώθηκε. (επίδειξη)",
    State.REJECTED: "Δεν είναι αρμοδιότητα του Δήμου. (επίδειξη)",
    State.FORWARDED: "Διαβιβάστηκε στην αρμόδια υπηρεσία. (επίδειξη)",
    State.WAITING_REPORTER: "Παρακαλούμε δώστε μας περισσότερα στοιχεία. (επίδειξη)",
    State.WAITING_THIRD_PARTY: "Αναμένουμε απάντηση από τον πάροχο. (επίδειξη)",
    State.REOPENED: "Το πρόβλημα εμφανίστηκε ξανά. (επίδειξη)",
}


@seeder(order=60)
def seed_base(amounts: Amounts, random: Random, /) -> str:
    """Some 300 requests in all states, once."""
    if not Municipality.objects.filter(demo=True).exists() or Case.objects.filter(external_source=SOURCE).exists():
        return ""
    return f"{_load(BASE, random, days=120)} requests"


@amount_seeder(order=60)
def seed_amount(amounts: Amounts, random: Random, /) -> str:
    """Synthetic requests of the last two years."""
    if not amounts.requests:
        return ""
    return f"{_load(amounts.requests, random, days=730):,} synthetic requests"


def _load(amount: int, random: Random, *, days: int) -> int:
    services = [
        service for service in Service.objects.offered().filter(map_source=MAP_SOURCE)
        if service.current is not None and service.current.attaches in ("point", "features")
    ]  # fmt: skip
    pool = _places(random)
    if not services or not pool:
        return 0
    maker = _Maker(services, pool, random, days)
    doubles = amount // 50
    loaded = load(actor=None, cases=maker.cases(amount - doubles))
    survivors = Case.objects.filter(external_source=SOURCE, state=State.ASSIGNED).newest_first()
    return loaded + load(actor=None, cases=maker.doubles(list(survivors.select_related("service__current")[:doubles])))


class _Maker:
    """Makes past cases from one random stream; the same seed and day give the same cases."""

    def __init__(self, services: Sequence[Service], pool: Sequence[Place], random: Random, days: int) -> None:
        self.services, self.pool, self.random, self.days = services, pool, random, days
        self.units = dict(Unit.objects.on().values_list("code", "pk"))
        calendars = {calendar.code: calendar.hours() for calendar in WorkingCalendar.objects.all()}
        self.hours = {
            service.pk: calendars.get(service.current.calendar_code) for service in services if service.current
        }
        self.now = timezone.now()
        self.first = Case.objects.filter(external_source=SOURCE).count()
        self.weights = [weight for weight, _path in PATHS]
        self.paths = [path for _weight, path in PATHS]

    def cases(self, amount: int) -> Iterator[PastCase]:
        for number in range(amount):
            service = self.random.choice(self.services)
            path = self.random.choices(self.paths, self.weights)[0]
            # What is finished is older than what is open.
            age = self.random.random() ** (1.0 if State.CLOSED in path else 3.0) * self.days
            yield self._case(number, service, self._near(self.random.choice(self.pool)), path, age)

    def doubles(self, survivors: Sequence[Case]) -> Iterator[PastCase]:
        self.first += 10_000_000_000
        for number, survivor in enumerate(survivors):
            if survivor.location is None:
                continue
            place = Place(point=survivor.location, inside=True, settlement=survivor.settlement or None,
                          municipal_unit=survivor.municipal_unit or None)  # fmt: skip
            age = (self.now - survivor.submitted_at) / timedelta(days=1) * 0.9
            case = self._case(number, survivor.service, self._near(place), (State.DUPLICATE,), age, survivor.pk)
            yield case

    def _case(
        self, number: int, service: Service, place: Place, path: Sequence[State], age: float,
        duplicate_of_id: int | None = None,
    ) -> PastCase:  # fmt: skip
        current = service.current
        if current is None:
            raise ValueError(f"service {service.code} has no version")
        submitted_at = self.now - timedelta(days=age, seconds=60)
        span = (self.now - submitted_at) * 0.9
        steps = [
            Step(submitted_at + span * (index + 1) / (len(path) + 1), state, NOTES.get(state, ""))
            for index, state in enumerate(path)
        ]
        hours = self.hours.get(service.pk)
        return PastCase(
            service=service,
            submitted_at=submitted_at,
            channel=self.random.choice(CHANNELS).value,
            description=f"{current.title['el']}: {place.settlement or 'εκτός οικισμού'}. (επίδειξη)",
            unit_id=self.units.get(current.unit_code),
            routing={
                "unit": current.unit_code,
                "priority": None,
                "rule": None,
                "version": None,
                "why": DEFAULT_WHY,
            },
            place=place,
            steps=steps,
            due_at=due_at(hours, current.target, submitted_at) if hours else None,
            warn_at=warn_at(hours, current.target, submitted_at) if hours else None,
            cleared=self.random.random() < 0.5 and not current.confidential,
            duplicate_of_id=duplicate_of_id,
            external_source=SOURCE,
            external_id=str(self.first + number),
        )

    def _near(self, place: Place) -> Place:
        """The place moved by a few metres, so that no two reports share a point."""
        x, y = (axis + self.random.uniform(-JITTER_M, JITTER_M) for axis in (place.point.x, place.point.y))
        return Place(
            point=Point(x, y), inside=True, settlement=place.settlement, settlement_id=place.settlement_id,
            municipal_unit=place.municipal_unit, municipal_unit_id=place.municipal_unit_id,
            address=place.address, address_id=place.address_id,
        )  # fmt: skip


def _places(random: Random) -> list[Place]:
    """Located points around the settlements, inside the municipality."""
    centres = list(Feature.objects.live().of("settlements").values_list("geometry", flat=True))
    if not centres:
        return []
    weights = [1.0 / (rank + 2) for rank in range(len(centres))]
    points = []
    for centre in random.choices(centres, weights, k=POOL):
        angle, distance = random.uniform(0, 2 * math.pi), abs(random.gauss(0, SPREAD_M))
        point = centre.representative_point()
        points.append((point.x + distance * math.cos(angle), point.y + distance * math.sin(angle)))
    x, y = zip(*points, strict=True)
    longitudes, latitudes = crs.transform_xy(x, y, crs.STORAGE, crs.CRS84)
    located = locate_many(list(zip(longitudes.tolist(), latitudes.tolist(), strict=True)))
    return [place for place in located if place.inside]
