"""A chart comes into force; units keep their identity; what ends hands over."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from citizen.organisation.actions import import_chart, reorganise, substitute
from citizen.organisation.events import UnitClosed
from citizen.organisation.models import ChartVersion, Post, Substitution, Unit, UnitVersion
from citizen.organisation.rules import Node
from geo.audit.models import Row
from geo.errors import Invalid
from geo.events import receiver
from tests.citizen.organisation.charts import chart, node, unit

TODAY = timezone.localdate


def codes() -> set[str]:
    return set(Unit.objects.filter(valid_until=None).values_list("code", flat=True))


def test_paths_lead_from_the_root(town: None) -> None:
    keys = [unit(code).pk for code in ("town", "environment", "green", "parks")]
    assert unit("parks").path == "/" + "/".join(map(str, keys)) + "/"
    assert set(Unit.objects.under(unit("environment")).values_list("code", flat=True)) == {
        "environment", "green", "parks",
    }  # fmt: skip


def test_the_same_chart_again_is_no_edition(town: None) -> None:
    assert import_chart(actor=None, document=chart()) is None
    assert ChartVersion.objects.count() == 1


def test_a_renamed_and_moved_unit_keeps_its_key(town: None) -> None:
    before = unit("parks").pk
    changed = chart(act="second", valid_from="2021-01-01")
    root = changed["units"][0]
    root["children"][1]["children"][0]["children"] = []
    root["children"][0]["children"].append(node("parks", "office") | {"names": {"el": "Άλση", "en": "Groves"}})
    version = import_chart(actor=None, document=changed)
    assert version is not None
    assert version.valid_from == date(2021, 1, 1)
    assert unit("parks").pk == before
    assert unit("parks").path.startswith(unit("works").path)
    assert list(version.changes.values_list("unit__code", flat=True)) == ["parks"]


def test_the_chart_of_an_earlier_day_is_still_known(town: None) -> None:
    test_a_renamed_and_moved_unit_keeps_its_key(None)
    earlier = {row.unit.code: row for row in UnitVersion.objects.on(date(2020, 6, 1))}
    later = {row.unit.code: row for row in UnitVersion.objects.on(date(2021, 6, 1))}
    assert earlier.keys() == later.keys() == codes()
    assert earlier["parks"].names["en"] == "parks"
    assert later["parks"].names["en"] == "Groves"
    assert earlier["parks"].parent_id == unit("green").pk


def test_a_missing_unit_ends_and_its_parent_answers(town: None) -> None:
    smaller = chart(act="second")
    smaller["units"][0]["children"][1]["children"] = []
    import_chart(actor=None, document=smaller)
    assert codes() == {"town", "works", "roads", "lighting", "environment"}
    for code in ("green", "parks"):
        assert unit(code).successor == unit("environment")
        assert unit(code).path.startswith(unit("environment").path)
        assert unit(code).valid_until is not None


def test_a_closed_unit_may_come_back(town: None) -> None:
    key = unit("parks").pk
    smaller = chart()
    smaller["units"][0]["children"][1]["children"] = []
    import_chart(actor=None, document=smaller)
    import_chart(actor=None, document=chart())
    assert unit("parks").pk == key
    assert unit("parks").valid_until is None
    assert unit("parks").successor is None
    assert unit("parks").path.startswith(unit("green").path)


def test_merging_moves_posts_and_substitutes(person: Any) -> None:
    head, deputy = person("head", ("head", "roads")), person("deputy")
    today = TODAY()
    post = Post.objects.get(holder=head)
    substitute(actor=None, post=post, by=deputy, first=today, until=today + timedelta(days=9))
    told: list[UnitClosed] = []
    receiver(UnitClosed)(told.append)
    new = Node(code="public-works", kind="department", names={"el": "Έργα", "en": "Works"}, parent="works")
    reorganise(actor=None, act="merge", opening=[new], closing={"roads": "public-works", "lighting": "public-works"})
    heir = unit("public-works")
    assert unit("roads").successor == unit("lighting").successor == heir
    assert list(Post.objects.on().values_list("unit__code", "role_id", "holder__username")) == [
        ("public-works", "head", "head")
    ]
    assert Substitution.objects.get().post.unit == heir
    assert {event.unit_id for event in told} == {unit("roads").pk, unit("lighting").pk}


def test_without_a_named_successor_nobody_rises(person: Any) -> None:
    person("head", ("head", "green"))
    smaller = chart()
    smaller["units"][0]["children"].pop()
    import_chart(actor=None, document=smaller)
    assert not Post.objects.on().exists()


def test_who_answers_for_a_unit_answers_for_what_it_answered_for(town: None) -> None:
    reorganise(actor=None, act="one", closing={"roads": "lighting"})
    reorganise(actor=None, act="two", closing={"lighting": "green"})
    assert unit("roads").successor == unit("green")
    assert unit("roads").path.startswith(unit("green").path)


def test_units_below_a_closed_one_go_over(town: None) -> None:
    reorganise(actor=None, act="one", closing={"environment": "works"})
    assert unit("green").parent == unit("works")
    assert unit("parks").path.startswith(unit("works").path)


def test_editions_are_audited(town: None) -> None:
    row = Row.objects.get(action="organisation.import_chart")
    assert "roads" in row.data["changed"]


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda c: c["units"][0].pop("names"), "units.0"),
        (lambda c: c["units"][0]["names"].pop("el"), "units.0.names"),
        (lambda c: c["units"][0]["children"][0].update(kind="ministry"), "units.0.children.0.kind"),
        (lambda c: c["units"][0]["children"][0].update(code="Έργα"), "units.0.children.0.code"),
        (lambda c: c["units"][0]["children"][0].update(code="town"), "town"),
        (lambda c: c["units"][0].update(kind="directorate"), "town"),
        (lambda c: c["units"][0]["children"][0]["children"][0].update(kind="directorate"), "roads"),
        (lambda c: c.update(valid_from="yesterday"), "valid_from"),
        (lambda c: c.update(valid_from="2999-01-01"), "valid_from"),
        (lambda c: c.update(colour="red"), "chart"),
        (lambda c: c.update(successors={"roads": "lighting"}), "roads"),
        (lambda c: c.update(units=[]), "units"),
    ],
)
def test_a_faulty_chart_is_refused_with_its_place(town: None, spoil: Any, field: str) -> None:
    faulty = chart(act="second")
    spoil(faulty)
    with pytest.raises(Invalid) as refusal:
        import_chart(actor=None, document=faulty)
    assert field in refusal.value.fields
    assert ChartVersion.objects.count() == 1


def test_a_successor_must_stand(town: None) -> None:
    with pytest.raises(Invalid) as refusal:
        reorganise(actor=None, act="x", closing={"roads": "nowhere"})
    assert "roads" in refusal.value.fields
    with pytest.raises(Invalid):
        reorganise(actor=None, act="x", closing={"nowhere": "roads"})
