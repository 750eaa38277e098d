"""A model that does not say what personal data it holds is an error: the product does not start."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db.models import Model
from django.utils.module_loading import import_string

from geo.privacy.declaration import KINDS, Personal
from geo.privacy.registry import declaration


def check_privacy(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django's hook: all concrete models of the given apps, or of all."""
    configs = app_configs if app_configs is not None else apps.get_app_configs()
    return [message for config in configs for model in config.get_models() for message in check_model(model)]


def check_model(model: type[Model]) -> Iterator[CheckMessage]:
    """What is wrong with one model's declaration."""
    if model._meta.proxy or model._meta.abstract:
        return
    declared = declaration(model)
    if declared is None:
        yield Error(
            f"{model._meta.label} does not say what personal data it holds.",
            hint="Set `privacy = IMPERSONAL` or `privacy = Personal(…)` on the model (geo.privacy); "
            "for a library's model add a line to geo.privacy.thirdparty.",
            obj=model,
            id="privacy.E001",
        )
    elif isinstance(declared, Personal):
        yield from _check_fields(model, declared)
        yield from _check_subject(model, declared)
        yield from _check_doors(model, declared)


def _check_fields(model: type[Model], declared: Personal) -> Iterator[CheckMessage]:
    for name in declared.fields:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            yield Error(f"{model._meta.label} declares an unknown field “{name}”.", obj=model, id="privacy.E002")
    if not declared.fields or not declared.retention.strip():
        yield Error(
            f"{model._meta.label} must name its personal fields and its retention.",
            obj=model,
            id="privacy.E003",
        )


def _check_subject(model: type[Model], declared: Personal) -> Iterator[CheckMessage]:
    for kind, lookup in declared.lookups().items():
        try:
            if kind not in KINDS:
                raise LookupError(f"it is none of {', '.join(KINDS)}")
            # Resolves the path through foreign keys; the database is not asked.
            model._base_manager.filter(**{f"{lookup}__isnull": False})
        except (FieldError, LookupError) as error:
            yield Error(
                f"{model._meta.label} cannot be found by {kind} ({lookup}): {error}",
                obj=model,
                id="privacy.E004",
            )


def _check_doors(model: type[Model], declared: Personal) -> Iterator[CheckMessage]:
    for door in (declared.export, declared.erase):
        if isinstance(door, str):
            try:
                import_string(door)
            except ImportError as error:
                yield Error(f"{model._meta.label}: {error}", obj=model, id="privacy.E005")
