from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

DECLARATIONS = ("sources", "service", "declarations", "receivers", "tasks", "demo")
"""Modules of a room in which it tells the floors below what it has; imported once, as the admin does."""


class GeoConfig(AppConfig):
    name = "geo"
    label = "geo"

    def ready(self) -> None:
        autodiscover_modules(*DECLARATIONS)
