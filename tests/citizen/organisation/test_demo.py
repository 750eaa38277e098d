"""The demonstration's people and posts: made once, kept as they are, with the password of the settings."""

from random import Random
from typing import Any

import pytest
from rest_framework.test import APIClient

from citizen.accounts import demo as accounts_demo
from citizen.accounts.models import User
from citizen.organisation import demo
from citizen.organisation.actions import end_post
from citizen.organisation.models import Post, Unit
from geo.access import audiences
from geo.demo import Amounts
from tests.citizen.conftest import PASSWORD

NAMES = {
    "citizen", "business", "operator", "technician", "head", "planner", "reviewer", "dispatcher", "cashier", "admin",
}  # fmt: skip


def seed() -> list[str]:
    seeders = (demo.seed_chart, accounts_demo.seed_accounts, demo.seed_posts)
    return [seeder(Amounts(), Random(1)) for seeder in seeders]


def test_ten_accounts_with_their_roles(municipality: None, db: None) -> None:
    users = {user.username: user for user in User.objects.filter(username__in=NAMES)}
    assert set(users) == NAMES
    assert users["head"].check_password(PASSWORD)
    assert len({user.password for user in users.values()}) == 1
    for name, user in users.items():
        assert user.emailaddress_set.get().verified
        roles = audiences(user) - {"public", "staff"}
        assert roles == (set() if name in {"citizen", "business"} else {name})


def test_again_it_makes_nothing(municipality: None, db: None) -> None:
    assert seed() == ["", "", ""]


def test_what_was_changed_in_it_stays(municipality: None, db: None) -> None:
    end_post(actor=None, post=Post.objects.get(holder__username="cashier"))
    Unit.objects.filter(code="roads").update(names={"el": "Δρόμοι", "en": "Streets"})
    seed()
    assert not Post.objects.on().filter(holder__username="cashier").exists()
    assert Unit.objects.get(code="roads").names["en"] == "Streets"


def test_the_password_follows_the_setting(municipality: None, db: None, settings: Any) -> None:
    settings.DEMO_PASSWORD = "another-password"
    seed()
    assert User.objects.get(username="head").check_password("another-password")


@pytest.mark.parametrize("username", ["admin"])
def test_the_administration_opens(municipality: None, db: None, username: str) -> None:
    client = APIClient()
    client.force_login(User.objects.get(username=username))
    for page in ("accounts/user", "accounts/token", "organisation/unit", "organisation/post",
                 "organisation/municipality", "organisation/substitution/add", "organisation/post/add"):  # fmt: skip
        assert client.get(f"/admin/{page}/").status_code == 200, page
