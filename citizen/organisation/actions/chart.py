"""Bringing a chart into force: a unit keeps its key through every edition; what ends hands over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizen.organisation.actions.handover import hand_over_posts
from citizen.organisation.events import ChartChanged, UnitClosed
from citizen.organisation.models import ChartVersion, Kind, Unit, UnitVersion
from citizen.organisation.rules import Chart, Node, check_nodes, check_successors, parse_chart
from geo.audit import actions as audit
from geo.errors import Invalid
from geo.events import publish

_LEVELS: Final = tuple(Kind.values)

_PATHS: Final = """
WITH RECURSIVE tree (id, path) AS (
    SELECT id, '/' || id || '/' FROM organisation_unit
    WHERE CASE WHEN valid_until IS NULL THEN parent_id ELSE successor_id END IS NULL
    UNION ALL
    SELECT u.id, tree.path || u.id || '/' FROM organisation_unit u
    JOIN tree ON tree.id = CASE WHEN u.valid_until IS NULL THEN u.parent_id ELSE u.successor_id END
)
UPDATE organisation_unit u SET path = tree.path FROM tree WHERE tree.id = u.id AND tree.path <> u.path
"""


@transaction.atomic
def import_chart(*, actor: Any, document: Any) -> ChartVersion | None:
    """Make the chart of a document (`rules.CHART_SCHEMA`) the one in force.

    Units are matched by code. A unit that the chart lacks ends; its named successor answers for its cases and
    takes its posts. Without a named successor its parent answers, and its posts end.

    Returns:
        the edition, or None when the chart says nothing new.

    Raises:
        Invalid: the document is faulty, or begins in the future.
    """
    return _apply(actor, parse_chart(document))


@transaction.atomic
def reorganise(
    *, actor: Any, act: str, opening: Sequence[Node] = (), closing: Mapping[str, str], day: date | None = None
) -> ChartVersion | None:
    """Split or merge units: open some, close others.

    Args:
        act: decision or Gazette.
        closing: code of the unit that answers from now on, by code of the closing one. Units below a closing
            one go over to its successor.

    Raises:
        Invalid: a code is unknown, or the new chart would be faulty.
    """
    now = current_nodes()
    known = {node.code for node in now}
    if unknown := closing.keys() - known:
        raise Invalid(fields={code: [_("There is no such unit in the chart.")] for code in sorted(unknown)})
    staying = [_moved(node, closing) for node in now if node.code not in closing]
    nodes = tuple(sorted((*staying, *opening), key=lambda node: _LEVELS.index(node.kind)))
    check_nodes(nodes)
    return _apply(actor, Chart(nodes=nodes, act=act, valid_from=day, successors=closing))


def current_nodes() -> list[Node]:
    """The chart in force, as a value."""
    return [
        Node(
            code=unit.code,
            kind=unit.kind,
            names=unit.names,
            parent=unit.parent.code if unit.parent else "",
            email=unit.email,
            phone=unit.phone,
        )
        for unit in Unit.objects.filter(valid_until=None).select_related("parent")
    ]


def _moved(node: Node, closing: Mapping[str, str]) -> Node:
    if node.parent not in closing:
        return node
    return Node(**{**vars(node), "parent": closing[node.parent]})


def _apply(actor: Any, chart: Chart) -> ChartVersion | None:
    _refuse_future(chart.valid_from)
    units = {unit.code: unit for unit in Unit.objects.select_for_update().order_by("pk")}
    wanted = {node.code for node in chart.nodes}
    closing = {code for code, unit in units.items() if unit.valid_until is None} - wanted
    check_successors(chart.successors, closing=closing, staying=wanted)
    changed = [node for node in chart.nodes if _differs(node, units)]
    _update_contacts(chart.nodes, units)
    if not changed and not closing:
        return None
    version = ChartVersion.objects.create(valid_from=_first_day(chart.valid_from), act=chart.act)
    for node in changed:
        units[node.code] = _write(node, units, version)
    for code in sorted(closing):
        _close(actor, units[code], _heir(code, units, chart), version, named=code in chart.successors)
    with connection.cursor() as cursor:
        cursor.execute(_PATHS)
    data = {"changed": [node.code for node in changed], "closed": sorted(closing), "act": chart.act}
    audit.record(actor=actor, action="organisation.import_chart", obj=version, data=data)
    publish(ChartChanged(version_id=version.pk))
    return version


def _refuse_future(wanted: date | None) -> None:
    if wanted and wanted > timezone.localdate():
        message = _("This chart begins in the future. Import it on the day when it comes into force.")
        raise Invalid(fields={"valid_from": [message]})


def _first_day(wanted: date | None) -> date:
    """Editions follow one another: a change under an old date counts from today."""
    last = ChartVersion.objects.order_by("-valid_from").values_list("valid_from", flat=True).first()
    return timezone.localdate() if wanted is None or (last and wanted <= last) else wanted


def _differs(node: Node, units: Mapping[str, Unit]) -> bool:
    unit = units.get(node.code)
    if unit is None or unit.valid_until is not None:
        return True
    parent = units.get(node.parent)
    # A parent that is new in this chart has no unit yet: its children differ.
    same_parent = unit.parent_id == (parent.pk if parent else None) and bool(parent) == bool(node.parent)
    return not same_parent or (unit.kind, unit.names) != (node.kind, dict(node.names))


def _update_contacts(nodes: Iterable[Node], units: Mapping[str, Unit]) -> None:
    """Addresses are no part of the legal chart: they change without an edition."""
    for node in nodes:
        unit = units.get(node.code)
        if unit and (unit.email, unit.phone) != (node.email, node.phone):
            unit.email, unit.phone = node.email, node.phone
            unit.save(update_fields=("email", "phone"))


def _write(node: Node, units: Mapping[str, Unit], version: ChartVersion) -> Unit:
    unit = units.get(node.code) or Unit(code=node.code, valid_from=version.valid_from)
    unit.kind, unit.names = node.kind, dict(node.names)
    unit.parent = units[node.parent] if node.parent else None
    unit.email, unit.phone = node.email, node.phone
    unit.valid_until = unit.successor = None
    unit.save()
    UnitVersion.objects.create(chart=version, unit=unit, parent=unit.parent, kind=unit.kind, names=unit.names)
    return unit


def _heir(code: str, units: Mapping[str, Unit], chart: Chart) -> Unit:
    """The named successor, else the nearest unit above that stays, else the root of the new chart."""
    if code in chart.successors:
        return units[chart.successors[code]]
    staying = {units[node.code].pk: units[node.code] for node in chart.nodes}
    by_key = {unit.pk: unit for unit in units.values()}
    above = units[code].parent_id
    while above is not None and above not in staying:
        above = by_key[above].parent_id
    return staying[above] if above is not None else units[chart.nodes[0].code]


def _close(actor: Any, unit: Unit, heir: Unit, version: ChartVersion, *, named: bool) -> None:
    UnitVersion.objects.create(
        chart=version, unit=unit, parent_id=unit.parent_id, kind=unit.kind, names=unit.names, closed=True
    )
    unit.valid_until = max(version.valid_from, unit.valid_from)
    unit.successor = heir
    unit.save(update_fields=("valid_until", "successor"))
    # Whoever answers for this unit answers for those that this unit answered for.
    Unit.objects.filter(successor=unit).update(successor=heir)
    hand_over_posts(actor=actor, unit=unit, heir=heir if named else None, day=unit.valid_until)
    publish(UnitClosed(unit_id=unit.pk, successor_id=heir.pk))
