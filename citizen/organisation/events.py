"""What the rooms above may want to know about the chart."""

from dataclasses import dataclass

from geo.events import Event


@dataclass(frozen=True, kw_only=True)
class UnitClosed(Event):
    """A unit ended; its open cases and its posts are the successor's from now on."""

    unit_id: int
    successor_id: int


@dataclass(frozen=True, kw_only=True)
class ChartChanged(Event):
    """An edition of the chart came into force."""

    version_id: int
