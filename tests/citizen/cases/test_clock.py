"""Working time: nights of the clock change, feasts, pauses."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citizen.cases import clock
from citizen.cases.clock import Hours, NoWorkingTime, Span, Target, TargetUnit

ATHENS = ZoneInfo("Europe/Athens")
OFFICE = Hours(zone=ATHENS, weekly=((Span(420, 900),),) * 5 + ((), ()))
SPLIT = Hours(zone=ATHENS, weekly=((Span(60, 300), Span(540, 1440)),) * 7, patrons=frozenset({(11, 8)}), country="")
ALWAYS = Hours(zone=ATHENS, weekly=((Span(0, 1440),),) * 7, country="")
calendars = st.sampled_from([OFFICE, SPLIT, ALWAYS])
moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
amounts = st.integers(0, 60 * 60 * 120).map(lambda seconds: timedelta(seconds=seconds))
HOUR = timedelta(hours=1)
relaxed = settings(max_examples=200, deadline=None)  # the first look at a year of feasts takes its time


def athens(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ATHENS)  # type: ignore[arg-type,misc]


@given(calendars, moments, amounts)
@relaxed
def test_what_was_advanced_was_worked(hours: Hours, start: datetime, amount: timedelta) -> None:
    end = clock.advance(hours, start, amount)
    assert end >= start
    assert clock.worked(hours, start, end) == amount


@given(calendars, moments, amounts, amounts)
@relaxed
def test_advancing_is_additive(hours: Hours, start: datetime, first: timedelta, second: timedelta) -> None:
    by_steps = clock.advance(hours, clock.advance(hours, start, first), second)
    assert by_steps == clock.advance(hours, start, first + second)


@given(calendars, moments, moments, amounts)
@relaxed
def test_advancing_is_monotone(hours: Hours, one: datetime, other: datetime, amount: timedelta) -> None:
    early, late = sorted((one, other))
    assert clock.advance(hours, early, amount) <= clock.advance(hours, late, amount)


@given(calendars, moments, st.integers(1, 200), amounts, amounts)
@relaxed
def test_a_pause_shifts_the_target_by_its_own_working_time(
    hours: Hours, start: datetime, wanted: int, before: timedelta, pause: timedelta
) -> None:
    target = Target(wanted, TargetUnit.WORKING_HOURS)
    due = clock.due_at(hours, target, start)
    paused = clock.advance(hours, start, min(before, target.whole))
    resumed = clock.advance(hours, paused, pause)
    left = clock.left_at(hours, target, paused, due)
    if left > timedelta(0):
        assert clock.due_at(hours, target, resumed, left) == clock.advance(hours, due, pause)


@given(calendars, moments, st.integers(1, 60), st.sampled_from(TargetUnit))
@relaxed
def test_the_warning_comes_between_start_and_target(
    hours: Hours, start: datetime, amount: int, unit: TargetUnit
) -> None:
    target = Target(amount, unit)
    assert start <= clock.warn_at(hours, target, start) <= clock.due_at(hours, target, start)


def test_a_weekend_and_a_feast_do_not_count() -> None:
    # Friday 14:00, Monday is Ohi Day's week: 28 October 2026 is a Wednesday
    assert clock.advance(OFFICE, athens(2026, 10, 23, 14), 2 * HOUR) == athens(2026, 10, 26, 8)
    assert clock.advance(OFFICE, athens(2026, 10, 27, 14), 2 * HOUR) == athens(2026, 10, 29, 8)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 2, 23),  # Clean Monday
        date(2026, 4, 10),  # Good Friday, Orthodox
        date(2026, 4, 13),  # Easter Monday, Orthodox
        date(2026, 6, 1),  # Whit Monday, Orthodox
        date(2026, 8, 15),
        date(2027, 5, 3),  # Easter Monday of 2027
    ],
)
def test_movable_feasts_are_the_orthodox_ones(day: date) -> None:
    assert OFFICE.is_off(day)


def test_the_western_easter_monday_is_a_working_day() -> None:
    assert OFFICE.works(date(2026, 4, 6))


def test_the_patron_s_day_is_off_every_year() -> None:
    assert not SPLIT.works(date(2026, 11, 8))
    assert not SPLIT.works(date(2027, 11, 8))
    assert SPLIT.works(date(2026, 11, 9))


def test_nights_of_the_clock_change_last_as_long_as_they_do() -> None:
    spring, autumn = athens(2026, 3, 29), athens(2026, 10, 25)
    assert clock.worked(ALWAYS, spring, athens(2026, 3, 30)) == 23 * HOUR
    assert clock.worked(ALWAYS, autumn, athens(2026, 10, 26)) == 25 * HOUR
    assert clock.worked(SPLIT, autumn, autumn + 7 * HOUR) == 5 * HOUR  # 01:00 to 05:00, 03:00 twice


def test_calendar_days_end_with_a_working_day() -> None:
    target = Target(3, TargetUnit.DAYS)
    # Wednesday and three days is Saturday: the end of Monday
    assert clock.due_at(OFFICE, target, athens(2026, 11, 4, 10)) == athens(2026, 11, 10)
    assert clock.due_at(OFFICE, target, athens(2026, 11, 2, 10)) == athens(2026, 11, 6)


def test_calendar_days_over_a_leap_day() -> None:
    assert clock.due_at(OFFICE, Target(2, TargetUnit.DAYS), athens(2028, 2, 28, 9)) == athens(2028, 3, 2)


def test_a_calendar_without_hours_says_so() -> None:
    with pytest.raises(NoWorkingTime):
        clock.advance(Hours(zone=ATHENS, weekly=((),) * 7), athens(2026, 1, 1), HOUR)
