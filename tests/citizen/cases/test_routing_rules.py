"""Routing over values: order, conditions, and what is refused when saved."""

from datetime import datetime
from typing import Any

import pytest

from citizen.cases.routing import DEFAULT_WHY, Context, Rule, decide
from citizen.cases.rules.routing import check_rule
from geo.errors import Invalid

NIGHT = datetime(2026, 7, 18, 23, 30)  # noqa: DTZ001 - local time, a Saturday
WHY = {"el": "Γιατί", "en": "Why"}


def rule(number: int, unit: str = "x", *, stop: bool = True, area: bool = False, **conditions: Any) -> Rule:
    return Rule(
        id=number, version=1, title=WHY, conditions=conditions, has_area=area, unit_code=unit if stop else "",
        priority=None if stop else 2, stop=stop,
    )  # fmt: skip


def context(**values: Any) -> Context:
    base: dict[str, Any] = {
        "service": "noise", "group": "police", "channel": "web", "at": NIGHT, "answers": {"source": "shop"},
    }  # fmt: skip
    return Context(**base | values)


def test_the_first_match_wins() -> None:
    decision = decide([rule(1, "a", services=["tree"]), rule(2, "b"), rule(3, "c")], context(), default="d")
    assert (decision.unit_code, decision.rule_id, decision.why) == ("b", 2, WHY)


def test_without_a_match_the_service_s_own_unit_answers() -> None:
    decision = decide([rule(1, services=["tree"])], context(), default="d")
    assert (decision.unit_code, decision.rule_id, decision.why) == ("d", None, DEFAULT_WHY)


def test_a_rule_that_does_not_stop_only_sets_the_priority() -> None:
    decision = decide([rule(1, stop=False), rule(2, "b")], context(), default="d")
    assert (decision.unit_code, decision.priority) == ("b", 2)


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({"services": ["noise"]}, True),
        ({"groups": ["green"]}, False),
        ({"channels": ["phone", "web"]}, True),
        ({"weekdays": ["sat", "sun"]}, True),
        ({"weekdays": ["mon"]}, False),
        ({"hours": ["22:00", "06:00"]}, True),
        ({"hours": ["07:00", "15:00"]}, False),
        ({"season": ["06-01", "09-15"]}, True),
        ({"season": ["10-01", "03-31"]}, False),
        ({"answers": {"source": ["shop", "works"]}}, True),
        ({"answers": {"source": ["people"]}}, False),
        ({"services": ["noise"], "weekdays": ["mon"]}, False),
    ],
)
def test_conditions(conditions: dict[str, Any], holds: bool) -> None:
    assert (decide([rule(1, "a", **conditions)], context(), default="d").unit_code == "a") is holds


def test_an_area_counts_where_it_covers_the_place() -> None:
    assert decide([rule(7, "a", area=True)], context(), default="d").unit_code == "d"
    assert decide([rule(7, "a", area=True)], context(covering=frozenset({7})), default="d").unit_code == "a"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": {"el": "Μόνο ελληνικά"}}, "title"),
        ({"conditions": {"colour": ["red"]}}, "conditions"),
        ({"conditions": {"hours": ["25:00", "06:00"]}}, "conditions.hours.0"),
        ({"conditions": {"services": ["unheard-of"]}}, "conditions.services"),
        ({"unit_code": "nowhere"}, "unit_code"),
        ({"unit_code": ""}, "unit_code"),
        ({"stop": False}, "stop"),
        ({"priority": 9}, "priority"),
    ],
)
def test_a_rule_that_could_not_work_is_refused(values: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {
        "title": WHY, "conditions": {"services": ["noise"]}, "unit_code": "police", "priority": None, "stop": True,
        "services": {"noise"}, "groups": {"police"}, "channels": {"web"}, "units": {"police"},
    }  # fmt: skip
    check_rule(**good)
    with pytest.raises(Invalid) as refused:
        check_rule(**good | values)
    assert field in refused.value.fields
