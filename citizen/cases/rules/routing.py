"""What a routing rule may say; a rule that could not work is refused when it is saved."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from citizen.cases.routing import WEEKDAYS
from citizen.cases.texts import is_complete
from geo.errors import Invalid

_NAMES: Final = {
    "type": "array",
    "items": {"type": "string", "minLength": 1},
    "minItems": 1,
    "uniqueItems": True,
}
_TIME: Final = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
_MONTH_DAY: Final = {"type": "string", "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}


def _pair(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": 2, "maxItems": 2, "uniqueItems": True}


CONDITIONS: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "services": _NAMES,
        "groups": _NAMES,
        "channels": _NAMES,
        "weekdays": {**_NAMES, "items": {"enum": list(WEEKDAYS)}},
        "hours": _pair(_TIME),
        "season": _pair(_MONTH_DAY),
        "answers": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "array", "minItems": 1},
        },
    },
}
"""JSON Schema of `RoutingRule.conditions`; all that are given must hold."""


def check_rule(
    *,
    title: Any,
    conditions: Any,
    unit_code: str,
    priority: int | None,
    stop: bool,
    services: Collection[str],
    groups: Collection[str],
    channels: Collection[str],
    units: Collection[str],
) -> None:
    """Refuse what could not work.

    Args:
        services, groups, channels, units: codes that exist.

    Raises:
        Invalid: by field, with all faults at once.
    """
    faults: dict[str, list[str]] = {}
    if not is_complete(title):
        faults["title"] = [_("Say in Greek and in English why a case goes there: the reporter reads it.")]
    for error in Draft202012Validator(CONDITIONS).iter_errors(conditions):
        path = ".".join(["conditions", *map(str, error.absolute_path)])
        faults.setdefault(path, []).append(_("This condition is not valid: %(why)s") % {"why": error.message})
    if not faults:
        known = {"services": services, "groups": groups, "channels": channels}
        for name, codes in known.items():
            unknown = sorted(set(conditions.get(name, ())) - set(codes))
            if unknown:
                faults[f"conditions.{name}"] = [_("There is no %(codes)s.") % {"codes": ", ".join(unknown)}]
    if unit_code and unit_code not in units:
        faults["unit_code"] = [_("There is no unit “%(code)s” in the chart.") % {"code": unit_code}]
    if stop and not unit_code:
        faults["unit_code"] = [_("A rule that ends the search must name a unit.")]
    if not stop and (unit_code or priority is None):
        faults["stop"] = [_("A rule that lets others follow sets the priority and no unit.")]
    if priority is not None and not -2 <= priority <= 2:
        faults["priority"] = [_("From -2 (can wait) to 2 (danger).")]
    if faults:
        raise Invalid(fields=faults)
