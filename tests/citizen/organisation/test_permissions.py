"""Who may do what follows from the posts of the day, and from nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citizen.accounts.models import User
from citizen.organisation.actions import appoint, end_post, import_chart, install_roles, reorganise, substitute
from citizen.organisation.grants import EVERYWHERE, units_in_reach
from citizen.organisation.models import Post, Role, Scope, Unit
from geo.access import allowed, audiences
from tests.citizen.organisation.charts import chart, unit

Person = Callable[..., User]
VIEW = "cases.view_case"


@dataclass(frozen=True)
class Thing:
    """Answers to the two questions of `geo.access`."""

    competent_unit_id: int | None = None
    roles: frozenset[str] | None = None

    def granted_roles(self, perm: str) -> frozenset[str] | None:
        return self.roles


def at(code: str) -> Thing:
    return Thing(unit(code).pk)


def fresh(user: User) -> User:
    """As the next request sees the account."""
    return User.objects.get(pk=user.pk)


def test_a_head_reaches_what_is_below(person: Person) -> None:
    head = person("head", ("head", "environment"))
    reached = {code for code in Unit.objects.values_list("code", flat=True) if allowed(head, VIEW, at(code))}
    assert reached == {"environment", "green", "parks"}
    assert units_in_reach(head, VIEW) == {unit(code).pk for code in reached}


def test_a_technician_reaches_the_own_unit(person: Person) -> None:
    technician = person("technician", ("technician", "green"))
    assert allowed(technician, VIEW, at("green"))
    assert not allowed(technician, VIEW, at("parks"))
    assert not allowed(technician, VIEW, at("environment"))
    assert not allowed(technician, "cases.assign_case", at("green"))


def test_an_operator_reaches_everything(person: Person) -> None:
    operator = person("operator", ("operator", "roads"))
    assert allowed(operator, VIEW, at("parks"))
    assert units_in_reach(operator, VIEW) is EVERYWHERE


def test_what_belongs_to_no_unit_asks_for_the_permission_alone(person: Person) -> None:
    technician = person("technician", ("technician", "green"))
    assert allowed(technician, VIEW, Thing())
    assert allowed(technician, VIEW)
    assert allowed(technician, VIEW, object())
    assert not allowed(technician, "organisation.manage_chart")


def test_roles_named_by_the_object_restrict(person: Person) -> None:
    both = person("both", ("technician", "roads"), ("planner", "works"))
    perm = "features.change_feature"
    assert allowed(both, perm, Thing(roles=frozenset({"planner"})))
    assert not allowed(both, perm, Thing(roles=frozenset({"reviewer"})))
    assert not allowed(both, perm, Thing(roles=frozenset()))
    # The role that is named must itself reach the unit: one post does not lend its reach to another.
    assert not allowed(both, perm, Thing(unit("green").pk, frozenset({"technician"})))


def test_nobody_and_the_closed_account_may_nothing(person: Person) -> None:
    head = person("head", ("head", "town"))
    User.objects.filter(pk=head.pk).update(is_active=False, is_superuser=True)
    assert not allowed(fresh(head), VIEW)
    assert units_in_reach(fresh(head), VIEW) == frozenset()
    assert audiences(fresh(head)) == {"public"}
    assert not allowed(AnonymousUser(), VIEW)
    assert units_in_reach(AnonymousUser(), VIEW) == frozenset()


def test_a_superuser_may_everything(person: Person) -> None:
    User.objects.filter(pk=person("root").pk).update(is_superuser=True)
    root = User.objects.get(username="root")
    assert allowed(root, "anything.at_all", at("parks"))
    assert units_in_reach(root, VIEW) is EVERYWHERE
    assert audiences(root) == {"public", "staff"}


def test_groups_and_single_permissions_count_for_nothing(person: Person) -> None:
    user = person("sly")
    permission = Permission.objects.get(codename="change_user")
    group = Group.objects.create(name="all")
    group.permissions.add(permission)
    user.groups.add(group)
    user.user_permissions.add(permission)
    assert not allowed(fresh(user), "accounts.change_user")
    assert not fresh(user).has_module_perms("accounts")


def test_a_post_counts_on_its_days_only(person: Person) -> None:
    user = person("user")
    today = timezone.localdate()
    post = appoint(
        actor=None, holder=user, unit=unit("roads"), role=Role.objects.get(pk="head"), day=today + timedelta(days=1)
    )
    assert not allowed(fresh(user), VIEW)
    Post.objects.filter(pk=post.pk).update(valid_from=today - timedelta(days=9))
    assert allowed(fresh(user), VIEW)
    post.refresh_from_db()
    end_post(actor=None, post=post)
    assert not allowed(fresh(user), VIEW)


def test_a_substitute_may_what_the_holder_may_on_those_days(person: Person) -> None:
    head, deputy = person("head", ("head", "works")), person("deputy")
    today = timezone.localdate()
    post = Post.objects.get(holder=head)
    row = substitute(actor=None, post=post, by=deputy, first=today, until=today + timedelta(days=1))
    assert allowed(fresh(deputy), VIEW, at("roads"))
    assert audiences(fresh(deputy)) == {"public", "staff", "head"}
    row.valid_from, row.valid_until = today - timedelta(days=2), today
    row.save()
    assert not allowed(fresh(deputy), VIEW, at("roads"))
    assert audiences(fresh(deputy)) == {"public"}


def test_whoever_takes_over_a_unit_reaches_its_old_cases(person: Person) -> None:
    technician, head = person("technician", ("technician", "lighting")), person("head", ("head", "works"))
    old = at("roads")
    assert not allowed(technician, VIEW, old)
    reorganise(actor=None, act="merge", closing={"roads": "lighting"})
    assert allowed(fresh(technician), VIEW, old)
    assert allowed(fresh(head), VIEW, old)


def test_one_query_answers_for_the_whole_request(person: Person, django_assert_num_queries: Any) -> None:
    user = person("busy", ("head", "works"), ("technician", "green"), ("planner", "town"))
    things = [at(code) for code in Unit.objects.values_list("code", flat=True)]
    with django_assert_num_queries(1):
        for thing in things:
            allowed(user, VIEW, thing)
        audiences(user)
        units_in_reach(user, VIEW)
        user.get_all_permissions()
        user.has_module_perms("cases")


def test_a_user_without_posts_costs_one_query(person: Person, django_assert_num_queries: Any) -> None:
    user, thing = person("citizen"), at("roads")
    with django_assert_num_queries(1):
        assert not allowed(user, VIEW)
        assert not allowed(user, "features.add_feature", thing)


@st.composite
def trees(draw: Any) -> list[int]:
    """Parents by position: unit n hangs under unit parents[n-1]; ranks allow five levels."""
    parents: list[int] = []
    depths = [0]
    for number in range(1, draw(st.integers(1, 12))):
        parent = draw(st.sampled_from([i for i in range(number) if depths[i] < 5]))
        parents.append(parent)
        depths.append(depths[parent] + 1)
    return parents


KINDS = ("municipality", "general_directorate", "directorate", "department", "office", "municipal_unit_office")


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=trees(), scope=st.sampled_from(Scope.values), place=st.integers(0, 100), asked=st.integers(0, 100))
def test_reach_is_the_tree_read_by_hand(
    django_db_blocker: Any, parents: list[int], scope: str, place: int, asked: int
) -> None:
    """In any tree: the unit itself, it and its descendants, or everything."""
    nodes: list[dict[str, Any]] = [{"code": "u0", "kind": KINDS[0], "names": {"el": "α", "en": "a"}, "children": []}]
    above: list[list[int]] = [[0]]
    for number, parent in enumerate(parents, start=1):
        nodes.append(
            {
                "code": f"u{number}",
                "kind": KINDS[len(above[parent])],
                "names": {"el": "α", "en": "a"},
                "children": [],
            }
        )
        nodes[parent]["children"].append(nodes[number])
        above.append([*above[parent], number])
    post_at, asked_at = place % len(nodes), asked % len(nodes)
    install_roles()
    import_chart(actor=None, document=chart(units=[nodes[0]]))
    role, _made = Role.objects.update_or_create(
        code="probe", defaults={"names": {}, "permissions": ["a.b"], "scope": scope}
    )
    user, _made = User.objects.get_or_create(username="probe")
    Post.objects.all().delete()
    appoint(actor=None, holder=user, unit=unit(f"u{post_at}"), role=role)
    expected = {
        Scope.UNIT: asked_at == post_at,
        Scope.SUBTREE: post_at in above[asked_at],
        Scope.EVERYWHERE: True,
    }[Scope(scope)]
    user = fresh(user)
    assert allowed(user, "a.b", at(f"u{asked_at}")) is expected
    reach = units_in_reach(user, "a.b")
    assert (reach is EVERYWHERE) is (scope == Scope.EVERYWHERE)
    assert reach is EVERYWHERE or (unit(f"u{asked_at}").pk in reach) is expected
