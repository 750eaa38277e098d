"""Finding the unit of a case; saving the rules that decide it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from shapely import Point

from citizen.cases.models import Channel, RoutingRule, Service
from citizen.cases.routing import Context, Decision, decide
from citizen.cases.rules.routing import check_rule
from citizen.cases.rules_in_force import rules_in_force
from citizen.organisation.models import Unit
from geo import access, crs
from geo.audit.actions import record
from layers.features.models import Collection, Feature


@dataclass(frozen=True, kw_only=True)
class Routed:
    """A decision and the unit of the chart that it means today; None while there is no chart."""

    decision: Decision
    unit: Unit | None


def route(
    *,
    service: Service,
    location: Point | None,
    answers: Mapping[str, Any],
    channel: str,
    at: datetime,
) -> Routed:
    """Decide by the rules in force, in two statements.

    Args:
        service: with its current version.
        location: storage CRS.
    """
    if service.current is None:
        raise ValueError(f"service {service.code} has no version")
    rules, covering = rules_in_force(location)
    context = Context(
        service=service.code,
        group=service.group,
        channel=channel,
        at=timezone.localtime(at, timezone.get_default_timezone()),
        answers=answers,
        covering=covering,
    )
    default = service.current.unit_code
    decision = decide(rules, context, default=default)
    units = {unit.code: unit for unit in units_coded(decision.unit_code, default)}
    root = next((unit for unit in units.values() if unit.parent_id is None), None)
    return Routed(decision=decision, unit=units.get(decision.unit_code) or units.get(default) or root)


def units_coded(*codes: str) -> list[Unit]:
    """The units of today's chart with these codes, and its root, which answers for what nobody else does."""
    return list(Unit.objects.on().filter(Q(code__in=codes) | Q(parent=None)))


def explain(
    *,
    service: Service,
    longitude: float | None = None,
    latitude: float | None = None,
    answers: Mapping[str, Any] | None = None,
    channel: str = Channel.WEB,
    at: datetime | None = None,
) -> Routed:
    """Where a case would go; writes nothing. Degrees are CRS84."""
    location = None
    if longitude is not None and latitude is not None:
        x, y = crs.transform_xy(longitude, latitude, crs.CRS84, crs.STORAGE)
        location = Point(float(x), float(y))
    return route(service=service, location=location, answers=answers or {}, channel=channel, at=at or timezone.now())


@transaction.atomic
def save_rule(
    *,
    actor: Any,
    order: int,
    title: Mapping[str, str],
    conditions: Mapping[str, Any],
    unit_code: str = "",
    priority: int | None = None,
    stop: bool = True,
    active: bool = True,
    areas: Sequence[Feature] = (),
    area_collections: Sequence[Collection] = (),
    rule: RoutingRule | None = None,
) -> RoutingRule:
    """Make a rule or change one; cases keep the number and version of the rule that moved them.

    Raises:
        Forbidden: without ``cases.manage_routing`` (the system, `actor` None, may).
        Invalid: it could not work.
    """
    if actor is not None:
        access.check(actor, "cases.manage_routing")
    check_rule(
        title=title, conditions=conditions, unit_code=unit_code, priority=priority, stop=stop,
        services=set(Service.objects.values_list("code", flat=True)),
        groups=set(Service.objects.values_list("group", flat=True)),
        channels=set(Channel.values),
        units=set(Unit.objects.on().values_list("code", flat=True)),
    )  # fmt: skip
    values = {
        "order": order, "title": dict(title), "conditions": dict(conditions), "unit_code": unit_code,
        "priority": priority, "stop": stop, "active": active,
    }  # fmt: skip
    if rule is None:
        rule = RoutingRule.objects.create(**values)
    else:
        RoutingRule.objects.filter(pk=rule.pk).update(**values, version=F("version") + 1)
        rule.refresh_from_db()
    rule.areas.set(areas)
    rule.area_collections.set(area_collections)
    record(actor=actor, action="cases.save_rule", obj=rule, data={**values, "version": rule.version})
    return rule
