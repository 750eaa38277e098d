"""Every model says what personal data it holds, and no migration is missing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Model
from rooms import models


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_model_declares_its_personal_data(model: type[Model]) -> None:
    assert hasattr(model, "privacy") or model._meta.auto_created, (
        f"{model._meta.label}: say `privacy = IMPERSONAL` or `privacy = Personal(…)`"
    )


def test_system_checks_pass() -> None:
    call_command("check", fail_level="WARNING", stderr=StringIO())


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
