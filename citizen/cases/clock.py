"""The clock of a case: working time, holidays, pauses. Pure; aware datetimes in, UTC out.

Working time is measured as it passes: a working span of the night when the clocks change is an hour longer or
shorter. Greek public holidays come from the library `holidays` (movable Orthodox feasts included).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

WARN_SHARE: Final = 0.8
"""The share of the target time after which the desk is warned."""

HORIZON_DAYS: Final = 3700
NOTHING: Final = timedelta(0)
DAY: Final = timedelta(days=1)


class NoWorkingTime(ValueError):
    """The calendar has no working hours to advance through."""


class TargetUnit(StrEnum):
    WORKING_HOURS = "working_hours"
    DAYS = "days"


@dataclass(frozen=True)
class Target:
    """How long a case may take: working hours, or calendar days.

    A last day that is off rolls to the next working day (Civil Code art. 242).
    """

    amount: int
    unit: TargetUnit

    @property
    def whole(self) -> timedelta:
        """The target as time on its own clock."""
        return timedelta(hours=self.amount) if self.unit == TargetUnit.WORKING_HOURS else self.amount * DAY


@dataclass(frozen=True)
class Span:
    """Local working time of a day, in minutes from midnight; `end` up to 1440."""

    start: int
    end: int


@dataclass(frozen=True)
class Hours:
    """A working calendar as a value.

    Attributes:
        weekly: the spans of Monday to Sunday, ascending, not overlapping.
        closed: the municipality's own days off.
        patrons: (month, day) of the patron saints' days.
        country: whose public holidays are off (ISO 3166), or empty for none.
    """

    zone: ZoneInfo
    weekly: tuple[tuple[Span, ...], ...]
    closed: frozenset[date] = frozenset()
    patrons: frozenset[tuple[int, int]] = frozenset()
    country: str = "GR"

    def is_off(self, day: date) -> bool:
        """Whether the day is a public or own holiday."""
        return (
            day in self.closed or (day.month, day.day) in self.patrons or day in public_holidays(self.country, day.year)
        )

    def works(self, day: date) -> bool:
        return bool(self.weekly[day.weekday()]) and not self.is_off(day)

    @cached_property
    def _reckoned(self) -> dict[date, tuple[tuple[datetime, datetime], ...]]:
        return {}

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The working spans of a local day, in UTC; reckoned once."""
        found = self._reckoned.get(day)
        if found is None:
            found = self._reckoned[day] = tuple(self._spans(day))
        return found

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if self.works(day):
            for span in self.weekly[day.weekday()]:
                start, end = self._moment(day, span.start), self._moment(day, span.end)
                if start < end:  # a span inside the hour that the clocks leap over is none
                    yield start, end

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """Midnight after the local day, in UTC."""
        return self._moment(day, 24 * 60)

    def _moment(self, day: date, minutes: int) -> datetime:
        days, minutes = divmod(minutes, 24 * 60)
        local = datetime.combine(day + days * DAY, time(minutes // 60, minutes % 60), tzinfo=self.zone)
        return local.astimezone(UTC)


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year; none for an empty country."""
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()


def worked(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """The working time between two moments; zero when `end` is not after `start`."""
    total, day, last = NOTHING, hours.local_day(start), hours.local_day(end)
    while day <= last:
        for begin, finish in hours.spans(day):
            total += max(NOTHING, min(finish, end) - max(begin, start))
        day += DAY
    return total


def advance(hours: Hours, start: datetime, amount: timedelta) -> datetime:
    """The earliest moment by which `amount` of working time has passed since `start`.

    Raises:
        NoWorkingTime: the calendar does not offer that much within ten years.
    """
    if amount <= NOTHING:
        return start.astimezone(UTC)
    left, first = amount, hours.local_day(start)
    for number in range(HORIZON_DAYS):
        for begin, finish in hours.spans(first + number * DAY):
            begin = max(begin, start)
            if finish <= begin:
                continue
            if finish - begin >= left:
                return begin.astimezone(UTC) + left
            left -= finish - begin
    raise NoWorkingTime(f"no {amount} of working time in the {HORIZON_DAYS} days after {start}")


def due_at(hours: Hours, target: Target, start: datetime, left: timedelta | None = None) -> datetime:
    """When the target ends, for a clock that starts (or goes on, with `left` on it) at `start`."""
    left = target.whole if left is None else left
    if target.unit == TargetUnit.WORKING_HOURS:
        return advance(hours, start, left)
    last = hours.local_day(start.astimezone(UTC) + left - timedelta(microseconds=1))
    for number in range(HORIZON_DAYS):
        if hours.works(last + number * DAY):
            return hours.end_of(last + number * DAY)
    raise NoWorkingTime("no working day follows")


def left_at(hours: Hours, target: Target, now: datetime, due: datetime) -> timedelta:
    """What is left on the clock at `now`; zero when it is overdue."""
    if target.unit == TargetUnit.WORKING_HOURS:
        return worked(hours, now, due)
    return max(NOTHING, due - now)


def warn_at(hours: Hours, target: Target, start: datetime, left: timedelta | None = None) -> datetime:
    """When 80 % of the target is used up, for a clock that starts or goes on at `start`."""
    left = target.whole if left is None else left
    until = max(NOTHING, left - (1 - WARN_SHARE) * target.whole)
    return advance(hours, start, until) if target.unit == TargetUnit.WORKING_HOURS else start + until
