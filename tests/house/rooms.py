"""What the contracts of the house walk over: its rooms, models, routes and texts."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"geo": 0, "layers": 1, "tiles": 1, "citizen": 2}
ROOM_ORDER = {
    "layers": ("features", "presets", "transfer"),
    "citizen": ("accounts", "organisation", "protocol", "cases", "requests"),
}


def rooms() -> list[AppConfig]:
    """The Django apps that are ours."""
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in FLOORS]


def models() -> list[type[Model]]:
    """Every concrete model of the house, the hidden tables of many-to-many relations among them."""
    return [model for room in rooms() for model in room.get_models(include_auto_created=True)]


def height(model: type[Model]) -> tuple[int, int]:
    """Floor and place on the floor of a model's room; a foreign key may never point to a greater one."""
    floor, _, room = model._meta.app_config.name.partition(".")  # type: ignore[union-attr]
    order = ROOM_ORDER.get(floor, ())
    return FLOORS[floor], order.index(room) if room in order else 0


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    """Address template and pattern of every route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern
