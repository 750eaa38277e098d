"""A small chart and people on it."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from citizen.accounts.models import User
from citizen.organisation.actions import appoint, import_chart, install_roles
from citizen.organisation.models import Role
from tests.citizen.organisation.charts import chart, unit


@pytest.fixture
def town(db: None) -> None:
    """Roles and the small chart."""
    install_roles()
    import_chart(actor=None, document=chart())


@pytest.fixture
def person(town: None) -> Callable[..., User]:
    """Make an account with posts, given as role and unit code."""

    def make(name: str, *posts: tuple[str, str]) -> User:
        user = User.objects.create(username=name, email=f"{name}@people.example")
        for role, code in posts:
            appoint(actor=None, holder=user, unit=unit(code), role=Role.objects.get(pk=role), day=timezone.localdate())
        return User.objects.get(pk=user.pk)

    return make
