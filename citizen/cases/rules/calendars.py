"""What a working calendar may say."""

import re
from datetime import date
from typing import Any, Final

import holidays
from django.utils.translation import gettext as _

from citizen.cases.routing import WEEKDAYS
from geo.errors import Invalid

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def check_calendar(*, weekly: Any, patrons: list[str], country: str) -> None:
    """Refuse a calendar that a clock could not run on.

    Raises:
        Invalid: unknown days, spans out of order, no working hours at all, an impossible patron's day, or a
            country whose public holidays are not known.
    """
    faults: dict[str, list[str]] = {}
    if not isinstance(weekly, dict) or not any(weekly.values()):
        faults["weekly"] = [_("Give working hours on at least one day.")]
    else:
        for day, spans in weekly.items():
            if day not in WEEKDAYS or not _in_order(spans):
                faults[f"weekly.{day}"] = [
                    _("Give spans as [[“07:00”, “15:00”]], in order, for mon, tue, wed, thu, fri, sat or sun.")
                ]
    for text in patrons:
        if not _is_day(text):
            faults["patrons"] = [_("Give month and day as MM-DD.")]
    if country and country not in holidays.list_supported_countries():
        faults["country"] = [_("The public holidays of “%(code)s” are not known.") % {"code": country}]
    if faults:
        raise Invalid(fields=faults)


def _in_order(spans: Any) -> bool:
    if not isinstance(spans, list) or any(not isinstance(span, list) or len(span) != 2 for span in spans):
        return False
    times = [time for span in spans for time in span]
    good = all(isinstance(time, str) and _TIME.fullmatch(time) for time in times)
    # Touching spans are two spans; a span must have a length.
    return good and times == sorted(times) and all(start < end for start, end in spans)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True
