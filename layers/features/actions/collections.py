"""Collections: made, described anew, retired."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geo import sources
from geo.audit.actions import record
from geo.errors import Conflict
from geo.events import publish
from layers.features import areas, rules
from layers.features.events import CollectionChanged
from layers.features.models import Collection, Feature, Schema

DESCRIPTION: Final = frozenset({"title", "style", "tile_profile", "access", "theme", "locates", "preset"})
"""What `change_collection` may change; identifier and geometry type stay."""


@transaction.atomic
def create_collection(
    *,
    actor: Any,
    id: str,
    title: Mapping[str, str],
    geometry_type: str,
    schema: Mapping[str, Any],
    style: Mapping[str, Any] | None = None,
    tile_profile: Mapping[str, Any] | None = None,
    access: Mapping[str, Any] | None = None,
    theme: str = "",
    locates: str = "",
    preset: str = "",
) -> Collection:
    """A new collection with the first version of its schema.

    Raises:
        Invalid: by field (`layers.features.rules.check_collection`).
        Conflict: the id is taken.
    """
    rules.check_collection(id=id, title=title, geometry_type=geometry_type, locates=locates, document=schema)
    if Collection.objects.filter(pk=id).exists():
        raise Conflict(_("There is a layer “%(id)s” already.") % {"id": id})
    collection = Collection(
        id=id,
        title=dict(title),
        geometry_type=geometry_type,
        schema=Schema.objects.create(collection_id=id, version=1, document=dict(schema)),
        style=dict(style or {}),
        tile_profile=dict(tile_profile or {}),
        access=dict(access or {"read": "public"}),
        theme=theme,
        locates=locates,
        preset=preset,
    )
    collection.access.setdefault("read", "public")
    collection.save(force_insert=True)
    _tell(collection, actor, "features.create_collection", created=True)
    return collection


@transaction.atomic
def change_collection(*, actor: Any, collection: Collection, **changes: Any) -> Collection:
    """Describe a collection anew: any of `DESCRIPTION`.

    Raises:
        Invalid: by field.
    """
    unknown = changes.keys() - DESCRIPTION
    if unknown:
        raise TypeError(f"a collection's {sorted(unknown)} cannot be changed")
    stored = _lock(collection)
    relocated = changes.get("locates", stored.locates) != stored.locates
    for name, value in changes.items():
        setattr(stored, name, value)
    rules.check_collection(
        id=stored.pk,
        title=stored.title,
        geometry_type=stored.geometry_type,
        locates=stored.locates,
        document=stored.document,
    )
    stored.save()
    if relocated:
        areas.refresh_collection(stored)
    _tell(stored, actor, "features.change_collection")
    return stored


@transaction.atomic
def change_schema(*, actor: Any, collection: Collection, document: Mapping[str, Any]) -> Collection:
    """A new version of the schema; the same document makes none.

    Features stay as they are. Each is checked against the new version when it is next written.

    Raises:
        Invalid: field ``schema``; ``locates`` when a property is missing that the collection's role needs.
    """
    stored = _lock(collection)
    if stored.document == document:
        return stored
    rules.check_collection(
        id=stored.pk,
        title=stored.title,
        geometry_type=stored.geometry_type,
        locates=stored.locates,
        document=document,
    )
    stored.schema = Schema.objects.create(collection=stored, version=stored.schema.version + 1, document=dict(document))
    stored.save()
    _tell(stored, actor, "features.change_schema")
    return stored


@transaction.atomic
def retire_collection(*, actor: Any, collection: Collection) -> Collection:
    """Take a collection out of use; its features and their history stay on record.

    Raises:
        Conflict: it still has features that are not deleted.
    """
    stored = _lock(collection)
    if Feature.objects.live().of(stored).exists():
        raise Conflict(_("The layer still has features. Delete them first; their history is kept."))
    stored.retired_at = timezone.now()
    stored.save()
    _tell(stored, actor, "features.retire_collection")
    return stored


def _lock(collection: Collection) -> Collection:
    locked = Collection.objects.select_related("schema").select_for_update(of=("self",), no_key=True)
    return locked.get(pk=collection.pk)


def _tell(collection: Collection, actor: Any, action: str, *, created: bool = False) -> None:
    record(actor=actor, action=action, obj=collection, data={"schema": collection.schema.version})
    publish(CollectionChanged(collection_id=collection.pk, created=created))
    transaction.on_commit(sources.forget_provided)
