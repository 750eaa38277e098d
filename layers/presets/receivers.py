"""The presets come with the migrations: a database without them is not ready."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from geo.audit.models import Row
from layers.features.models import Collection
from layers.presets.actions import install_presets


# Django sends the signal only for rooms with tables, and this room has none: it listens to the room below.
@receiver(post_migrate, sender=apps.get_app_config("features"), dispatch_uid="presets.install")
def install_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, plan: Any = (), **kwargs: Any) -> None:
    """Runs at the end of every `migrate`; does nothing where the files have not changed."""
    if using == DEFAULT_DB_ALIAS and _is_forward(plan) and _tables_stand():
        install_presets()


def _is_forward(plan: Any) -> bool:
    return not any(backward for _migration, backward in plan or ())


def _tables_stand() -> bool:
    # A migration of one app alone ends here too, before the tables of others stand.
    there = set(connection.introspection.table_names())
    return {Collection._meta.db_table, Row._meta.db_table} <= there
