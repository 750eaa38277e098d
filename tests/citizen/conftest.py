"""The demonstration municipality, seeded once a module and rolled back after it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from rest_framework.test import APIClient

from citizen.accounts.actions import issue_token
from citizen.accounts.models import User
from geo import demo, sources

PASSWORD = "demonstration-only"


@pytest.fixture(scope="module")
def municipality(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Chart, accounts, ground and services; no requests. Tests of the module build on it in savepoints."""
    kept = settings.DEMO_PASSWORD
    settings.DEMO_PASSWORD = PASSWORD
    with django_db_blocker.unblock(), transaction.atomic():
        for module, seed in demo.base_seeders():
            if module != "citizen.requests.demo":
                seed(demo.Amounts(), Random(module))
        sources.forget_provided()
        yield
        transaction.set_rollback(True)
    settings.DEMO_PASSWORD = kept
    sources.forget_provided()


@pytest.fixture
def api(municipality: None, db: None) -> APIClient:
    """A client that nobody has signed in."""
    return APIClient()


@pytest.fixture
def signed_in(municipality: None, db: None) -> Any:
    """A client of a demonstration account, by the token that `manage.py token` would print."""

    def client(username: str) -> APIClient:
        text = issue_token(actor=None, user=User.objects.get(username=username))
        made = APIClient()
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
        return made

    return client
