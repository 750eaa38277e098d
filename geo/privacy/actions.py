"""Access and erasure for one person, over everything that the rooms declared."""

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from geo.events import publish
from geo.privacy.declaration import Kept, Personal, Subject
from geo.privacy.events import PersonalDataErased, PersonalDataExported
from geo.privacy.registry import personal_models, rows_of


@transaction.atomic
def export(*, subject: Subject, actor: Any = None) -> dict[str, list[dict[str, Any]]]:
    """Everything we hold about the subject, as ``{"room.Model": [{field: value}]}`` (GDPR art. 15)."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model, declared in personal_models():
        if records := _export(rows_of(model, declared, subject), declared):
            found[model._meta.label] = records
    counts = {label: len(records) for label, records in found.items()}
    publish(PersonalDataExported(actor=actor, subject=subject, counts=counts))
    return found


@transaction.atomic
def erase(*, subject: Subject, reason: str, actor: Any = None) -> dict[str, int]:
    """Erase the subject's data everywhere, or nowhere when one room fails (GDPR art. 17).

    Args:
        reason: why, for the record; names no person.

    Returns:
        number of changed rows by model label; models that keep theirs by law are left out (`kept`).
    """
    # All rows are found before the first is touched: erasing an address would hide the rows found through it.
    found = [
        (model, declared, list(rows_of(model, declared, subject).values_list("pk", flat=True)))
        for model, declared in personal_models()
        if not isinstance(declared.erase, Kept)
    ]
    counts = {
        model._meta.label: _erase(model._base_manager.filter(pk__in=keys), declared, reason)
        for model, declared, keys in reversed(found)
        if keys
    }
    publish(PersonalDataErased(actor=actor, subject=subject, reason=reason, counts=counts))
    return counts


def kept(*, subject: Subject) -> dict[str, str]:
    """The models that keep rows about the subject, with the law that makes them."""
    return {
        model._meta.label: declared.erase.reason
        for model, declared in personal_models()
        if isinstance(declared.erase, Kept) and rows_of(model, declared, subject).exists()
    }


def _export(rows: QuerySet[Any], declared: Personal) -> list[dict[str, Any]]:
    if declared.export is None:
        return list(rows.values("pk", *declared.fields))
    return resolve(declared.export)(rows)


def _erase(rows: QuerySet[Any], declared: Personal, reason: str) -> int:
    if declared.erase is None:
        fields = {name: rows.model._meta.get_field(name) for name in declared.fields}
        return rows.update(**{name: _empty(field) for name, field in fields.items()})
    return int(resolve(declared.erase)(rows, reason=reason))


def resolve(name: Any) -> Any:
    """A callable, given itself or its dotted name (a model cannot import the verbs above it)."""
    return import_string(name) if isinstance(name, str) else name


def _empty(field: models.Field) -> Any:
    if field.null:
        return None
    return {} if isinstance(field, models.JSONField) else ""
