"""All declarations of the running product, by model."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from geo.privacy.declaration import Impersonal, Personal, Subject
from geo.privacy.thirdparty import THIRD_PARTY


def declaration(model: type[Model]) -> Impersonal | Personal | None:
    """What the model says about itself, or what we say about a library's model; None where nobody does."""
    own = getattr(model, "privacy", None)
    return own if own is not None else THIRD_PARTY.get(model._meta.label)


def personal_models() -> Iterator[tuple[type[Model], Personal]]:
    """Every concrete model with personal data, in the order of the installed apps."""
    for model in apps.get_models():
        declared = declaration(model)
        if isinstance(declared, Personal) and not model._meta.proxy:
            yield model, declared


def rows_of(model: type[Model], declared: Personal, subject: Subject) -> QuerySet[Any]:
    """The rows of a model that are about the subject; none when they share no identifier."""
    known = subject.known_by()
    condition = Q()
    for kind, lookup in declared.lookups().items():
        if kind in known:
            # Addresses and names are compared as people write them; keys exactly.
            exact = kind == "user"
            condition |= Q(**{lookup if exact else f"{lookup}__iexact": known[kind]})
    rows: QuerySet[Any] = model._base_manager.all()
    return rows.filter(condition).distinct() if condition else rows.none()
