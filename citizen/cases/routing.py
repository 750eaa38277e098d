"""Which unit a case goes to: ordered rules, first match wins, and the answer says why. Pure.

A rule that does not stop only sets the priority and lets the next rules decide the unit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the rules may look at.

    Attributes:
        at: local time of the municipality.
        covering: keys of the rules one of whose areas covers the place (the database answers it with them).
    """

    service: str
    group: str
    channel: str
    at: datetime
    answers: Mapping[str, Any]
    covering: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule as a value; `conditions` as `citizen.cases.rules.routing` allows them."""

    id: int
    version: int
    title: Mapping[str, str]
    conditions: Mapping[str, Any]
    has_area: bool
    unit_code: str
    priority: int | None
    stop: bool


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Where it goes and why; `rule_id` is None when the service's own unit was taken."""

    unit_code: str
    priority: int | None
    rule_id: int | None
    rule_version: int | None
    why: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit_code,
            "priority": self.priority,
            "rule": self.rule_id,
            "version": self.rule_version,
            "why": dict(self.why),
        }


def matches(rule: Rule, context: Context) -> bool:
    """Whether every condition of the rule holds; a rule without conditions always matches."""
    if rule.has_area and rule.id not in context.covering:
        return False
    return all(_CHECKS[name](wanted, context) for name, wanted in rule.conditions.items())


def decide(rules: Iterable[Rule], context: Context, *, default: str) -> Decision:
    """Walk the rules in their order; `default` is the service's competent unit."""
    priority: int | None = None
    for rule in rules:
        if not matches(rule, context):
            continue
        priority = rule.priority if rule.priority is not None else priority
        if rule.stop and rule.unit_code:
            return Decision(
                unit_code=rule.unit_code,
                priority=priority,
                rule_id=rule.id,
                rule_version=rule.version,
                why=rule.title,
            )
    return Decision(unit_code=default, priority=priority, rule_id=None, rule_version=None, why=DEFAULT_WHY)


DEFAULT_WHY: Final[Mapping[str, str]] = {
    "el": "Η αρμόδια υπηρεσία για αυτό το είδος αιτήματος.",
    "en": "The unit competent for this kind of request.",
}


def _services(wanted: list[str], context: Context) -> bool:
    return context.service in wanted


def _groups(wanted: list[str], context: Context) -> bool:
    return context.group in wanted


def _channels(wanted: list[str], context: Context) -> bool:
    return context.channel in wanted


def _weekdays(wanted: list[str], context: Context) -> bool:
    return WEEKDAYS[context.at.weekday()] in wanted


def _hours(wanted: list[str], context: Context) -> bool:
    """``["22:00", "06:00"]``: from the first to before the second, over midnight where the first is later."""
    start, end, now = wanted[0], wanted[1], context.at.strftime("%H:%M")
    return start <= now < end if start < end else now >= start or now < end


def _season(wanted: list[str], context: Context) -> bool:
    """``["05-01", "10-15"]``: from month-day to month-day, both included, over New Year where needed."""
    start, end, today = wanted[0], wanted[1], context.at.strftime("%m-%d")
    return start <= today <= end if start <= end else today >= start or today <= end


def _answers(wanted: Mapping[str, list[Any]], context: Context) -> bool:
    """Every named answer is one of the wanted values (or, for a list, has one of them)."""
    return all(_one_of(context.answers.get(name), values) for name, values in wanted.items())


def _one_of(given: Any, values: list[Any]) -> bool:
    return any(item in values for item in given) if isinstance(given, list) else given in values


_CHECKS: Final[Mapping[str, Callable[[Any, Context], bool]]] = {
    "services": _services,
    "groups": _groups,
    "channels": _channels,
    "weekdays": _weekdays,
    "hours": _hours,
    "season": _season,
    "answers": _answers,
}
