"""A model that does not say what it holds about people does not get through the system check."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from geo.privacy import IMPERSONAL, OWNER, Personal
from geo.privacy.checks import check_model, check_privacy
from geo.privacy.registry import declaration


def errors(privacy: Any = None) -> list[str]:
    members = {"__module__": __name__, "name": models.TextField(), "email": models.TextField()}
    members |= {"Meta": type("Meta", (), {"app_label": "files"})}
    with isolate_apps("geo.files"):
        model = type("Probe", (models.Model,), members | ({} if privacy is None else {"privacy": privacy}))
        return [str(message.id) for message in check_model(model)]


def test_silence_is_an_error() -> None:
    assert errors() == ["privacy.E001"]


@pytest.mark.parametrize(
    "privacy",
    [
        IMPERSONAL,
        Personal(fields=("name",), subject="email", retention="a year"),
        Personal(fields=("name",), subject={"username": "name"}, retention="a year"),
        Personal(fields=("name",), subject=OWNER, retention="a year", erase="geo.privacy.thirdparty.delete"),
    ],
)
def test_a_full_declaration_passes(privacy: Any) -> None:
    assert errors(privacy) == []


@pytest.mark.parametrize(
    ("privacy", "expected"),
    [
        (Personal(fields=("nick",), subject="email", retention="a year"), "privacy.E002"),
        (Personal(fields=(), subject="email", retention="a year"), "privacy.E003"),
        (Personal(fields=("name",), subject="email", retention=" "), "privacy.E003"),
        (Personal(fields=("name",), subject="phone", retention="a year"), "privacy.E004"),
        (Personal(fields=("name",), subject="name", retention="a year"), "privacy.E004"),
        (
            Personal(fields=("name",), subject="email", retention="a year", erase="geo.nowhere.x"),
            "privacy.E005",
        ),
    ],
)
def test_a_declaration_that_cannot_work_is_an_error(privacy: Any, expected: str) -> None:
    assert errors(privacy) == [expected]


def test_the_libraries_tables_are_known() -> None:
    for model in apps.get_models():
        if model._meta.app_config.name.startswith(("django.", "allauth", "procrastinate")):
            assert declaration(model) is not None, model._meta.label


def test_the_product_passes() -> None:
    assert check_privacy([apps.get_app_config(room) for room in ("audit", "changes", "files")]) == []
