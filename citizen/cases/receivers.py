"""The catalogue ships with the product: it is there as soon as the tables are."""

from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from citizen.cases.actions import install_catalogue


@receiver(post_migrate, dispatch_uid="citizen.cases.catalogue")
def install(sender: AppConfig, using: str, plan: Any = (), **kwargs: Any) -> None:
    """After every `migrate`, unless it took the tables away."""
    if sender.label == "cases" and "cases_serviceversion" in connection.introspection.table_names():
        install_catalogue()
