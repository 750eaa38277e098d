"""A collection of benches and one of plots, through the write door."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from layers.features import actions
from layers.features.models import Collection

BENCHES: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1, "x-title": {"el": "Όνομα", "en": "Name"}},
        "seats": {"type": "integer", "minimum": 1, "x-title": {"el": "Θέσεις", "en": "Seats"}},
        "material": {
            "type": "string",
            "enum": ["wood", "stone"],
            "x-title": {"el": "Υλικό", "en": "Material"},
            "x-enum-titles": {"wood": {"el": "Ξύλο", "en": "Wood"}, "stone": {"el": "Πέτρα", "en": "Stone"}},
        },
        "covered": {"type": "boolean", "x-title": {"el": "Σκεπαστό", "en": "Covered"}},
        "note": {"type": "string", "x-audience": "staff", "x-title": {"el": "Σημείωση", "en": "Note"}},
    },
}


@pytest.fixture
def benches(db: None) -> Collection:
    return actions.create_collection(
        actor=None,
        id="benches",
        title={"el": "Παγκάκια", "en": "Benches"},
        geometry_type="point",
        schema=BENCHES,
    )


@pytest.fixture
def plots(db: None) -> Collection:
    return actions.create_collection(
        actor=None,
        id="plots",
        title={"el": "Τεμάχια", "en": "Plots"},
        geometry_type="polygon",
        schema={"type": "object", "properties": {"name": {"type": "string"}}},
    )


@pytest.fixture
def admin(db: None) -> Any:
    return get_user_model().objects.create_superuser("boss", "boss@example.org", "a-long-password")


@pytest.fixture
def desk(admin: Any) -> Client:
    """A signed-in administrator, by session, as our own client is."""
    client = Client()
    client.force_login(admin)
    return client
