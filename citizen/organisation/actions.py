"""The verbs of the chart."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from citizen.organisation.models import ChartVersion, Municipality, Post, Role, Substitution, Unit
from citizen.organisation.rules import check_chart, walk
from geo.audit import actions as audit

ROLES_FILE = Path(__file__).with_name("roles.json")


@transaction.atomic
def install_roles() -> int:
    """Bring the roles that ship with the product to their shipped state; others are left alone."""
    shipped = json.loads(ROLES_FILE.read_text(encoding="utf-8"))
    for role in shipped:
        Role.objects.update_or_create(code=role["code"], defaults={k: v for k, v in role.items() if k != "code"})
    return len(shipped)


@transaction.atomic
def set_municipality(*, actor: Any, chart: Mapping[str, Any], demo: bool) -> Municipality:
    """Name the municipality as its chart file does."""
    municipality, _made = Municipality.objects.update_or_create(
        pk=1,
        defaults={
            "names": chart["names"],
            "body": chart.get("body", ""),
            "contact": chart.get("contact", {}),
            "demo": demo,
        },
    )
    audit.record(actor=actor, action="organisation.set_municipality", obj=municipality)
    return municipality


@transaction.atomic
def import_chart(*, actor: Any, chart: Any, day: date | None = None) -> ChartVersion | None:
    """Make the file's tree the chart in force from a day on.

    A unit that the file repeats unchanged is left alone; a changed one ends and its successor begins, so that old
    cases keep the unit they had; one that the file lacks ends. Answers None when nothing changes.

    Raises:
        Invalid: the file is not whole; see `check_chart`.
    """
    check_chart(chart)
    start = day or date.fromisoformat(chart.get("valid_from", timezone.localdate().isoformat()))
    live = {unit.code: unit for unit in Unit.objects.select_for_update().filter(valid_until=None)}
    version = ChartVersion(valid_from=start, act=chart.get("act", ""))
    changed = _place(chart["units"], None, live, version, max(start, timezone.localdate()) if live else start)
    gone = [unit for code, unit in live.items() if code not in {node["code"] for node in walk(chart["units"])}]
    for unit in gone:
        _end(unit, timezone.localdate())
    if not changed and not gone:
        return None
    audit.record(actor=actor, action="organisation.import_chart", obj=version, data={"units": changed})
    return version


def _place(
    nodes: Sequence[Mapping[str, Any]], parent: Unit | None, live: Mapping[str, Unit], version: ChartVersion,
    start: date,
) -> int:  # fmt: skip
    changed = 0
    for node in nodes:
        unit = live.get(node["code"])
        if unit is None or not _same(unit, node, parent):
            changed += 1
            if version.pk is None:
                version.save()
            unit = _begin(node, parent, unit, version, start)
        changed += _place(node.get("children", ()), unit, live, version, start)
    return changed


def _same(unit: Unit, node: Mapping[str, Any], parent: Unit | None) -> bool:
    return (unit.kind, unit.names, unit.parent_id, unit.email, unit.phone) == (
        node["kind"], node["names"], parent.pk if parent else None, node.get("email", ""), node.get("phone", ""),
    )  # fmt: skip


def _begin(
    node: Mapping[str, Any], parent: Unit | None, before: Unit | None, version: ChartVersion, start: date
) -> Unit:
    if before is not None:
        _end(before, start)
    unit = Unit.objects.create(
        code=node["code"],
        kind=node["kind"],
        names=node["names"],
        email=node.get("email", ""),
        phone=node.get("phone", ""),
        parent=parent,
        version=version,
        valid_from=start,
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=("path",))
    if before is not None:
        Unit.objects.filter(pk=before.pk).update(successor=unit)
        Post.objects.filter(unit=before, valid_until=None).update(unit=unit)
    return unit


def _end(unit: Unit, day: date) -> None:
    """A unit lives at least one day: the history of its cases must have one to point to."""
    unit.valid_until = max(day, date.fromordinal(unit.valid_from.toordinal() + 1))
    unit.save(update_fields=("valid_until",))


@transaction.atomic
def appoint(*, actor: Any, holder: Any, unit: Unit, role: Role, title: Mapping[str, str] | None = None) -> Post:
    """Give somebody a post from today; the same post twice is the same."""
    post, made = Post.objects.get_or_create(
        holder=holder, unit=unit, role=role, valid_until=None,
        defaults={"title": dict(title or {}), "valid_from": timezone.localdate()},
    )  # fmt: skip
    if made:
        audit.record(actor=actor, action="organisation.appoint", obj=post, data={"role": role.pk})
    return post


@transaction.atomic
def end_post(*, actor: Any, post: Post, day: date | None = None) -> Post:
    """End a post; it counts no more from that day (today) on."""
    post.valid_until = day or timezone.localdate()
    post.save(update_fields=("valid_until",))
    audit.record(actor=actor, action="organisation.end_post", obj=post)
    return post


@transaction.atomic
def substitute(*, actor: Any, post: Post, by: Any, first: date, until: date) -> Substitution:
    """Have somebody stand in for a post, from `first` to the day before `until`."""
    row = Substitution.objects.create(post=post, substitute=by, valid_from=first, valid_until=until)
    audit.record(actor=actor, action="organisation.substitute", obj=row)
    return row
