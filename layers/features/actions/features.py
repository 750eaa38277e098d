"""One feature: create, change, delete."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geo import crs as systems
from geo.audit.actions import record
from geo.errors import Conflict, NotFound, PreconditionFailed
from geo.events import publish
from geo.geometry import keep_untouched
from layers.features import areas, rules
from layers.features.actions.changesets import changeset_for
from layers.features.events import FeatureWritten
from layers.features.models import Changeset, Collection, Feature, FeatureVersion
from layers.features.models.history import Operation


class _Same(Enum):
    SAME = 0


SAME: Final = _Same.SAME
"""Stands for "leave it as it is", where None is a value of its own."""


@transaction.atomic
def create_feature(
    *,
    actor: Any,
    collection: Collection,
    geometry: BaseGeometry,
    properties: Mapping[str, Any],
    source: str,
    crs: str = systems.STORAGE,
    uid: UUID | None = None,
    key: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    reason: str = "",
    changeset: Changeset | None = None,
) -> Feature:
    """A new feature with its first version.

    Args:
        actor: the user who answers for it, or None for the system.
        geometry: in `crs`, x before y.
        properties: null means absent.
        source: ``web``, ``qgis``, ``import``, ``field``, ``system`` or ``api``.
        uid: made by the client, for sending again without making a twin: what the first sending made is
            answered.
        key: of the source's own, unique in the collection.
        valid_from, valid_until: first and last day in the world, both included.

    Raises:
        Invalid: geometry, properties or validity, by field.
        Conflict: the uid or the key is taken by something else.
    """
    if uid is not None and (twin := Feature.objects.filter(uid=uid).with_collection().first()):
        return _same_or_conflict(twin, collection)
    feature = Feature(
        uid=uid or uuid4(),
        collection=collection,
        key=key,
        geometry=rules.check_geometry(collection.geometry_type, systems.transform(geometry, crs, systems.STORAGE)),
        properties=rules.merge_properties({}, properties),
        valid_from=valid_from,
        valid_until=valid_until,
        changed_at=timezone.now(),
    )
    rules.check_properties(collection.document, feature.properties)
    rules.check_validity(valid_from, valid_until)
    try:
        with transaction.atomic():
            feature.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(error, key) from error
    _write_down(feature, Operation.CREATE, actor=actor, source=source, reason=reason, changeset=changeset)
    return feature


@transaction.atomic
def change_feature(
    *,
    actor: Any,
    feature: Feature,
    source: str,
    geometry: BaseGeometry | _Same = SAME,
    properties: Mapping[str, Any] | _Same = SAME,
    valid_from: date | _Same | None = SAME,
    valid_until: date | _Same | None = SAME,
    crs: str = systems.STORAGE,
    expected_version: int | None = None,
    reason: str = "",
    changeset: Changeset | None = None,
) -> Feature:
    """The feature with what changes; one that changes nothing makes no version.

    Args:
        geometry: in `crs`. Vertices that did not move keep their stored doubles
            (`geo.geometry.keep_untouched`).
        properties: merged by name: only those given change, null removes (RFC 7396).
        expected_version: what the editor had seen; None writes on whatever is there.

    Raises:
        PreconditionFailed: another version is there by now; its number is in ``version``.
        NotFound: deleted meanwhile.
        Invalid: geometry, properties or validity, by field.
    """
    stored = _lock(feature, expected_version)
    collection = stored.collection
    before = _state(stored)
    if geometry is not SAME:
        kept = keep_untouched(stored.geometry, geometry, crs)
        stored.geometry = rules.check_geometry(collection.geometry_type, kept)
    if properties is not SAME:
        stored.properties = rules.merge_properties(stored.properties, properties)
        rules.check_properties(collection.document, stored.properties)
    if valid_from is not SAME:
        stored.valid_from = valid_from
    if valid_until is not SAME:
        stored.valid_until = valid_until
    rules.check_validity(stored.valid_from, stored.valid_until)
    if _state(stored) == before:
        return stored
    _save_next(stored, "geometry", "properties", "valid_from", "valid_until")
    _write_down(stored, Operation.CHANGE, actor=actor, source=source, reason=reason, changeset=changeset)
    return stored


@transaction.atomic
def delete_feature(
    *,
    actor: Any,
    feature: Feature,
    source: str,
    expected_version: int | None = None,
    reason: str = "",
    changeset: Changeset | None = None,
) -> Feature:
    """End the feature; its history stays, and it can be brought back.

    Raises:
        PreconditionFailed: another version is there by now.
        NotFound: deleted meanwhile.
    """
    stored = _lock(feature, expected_version)
    stored.deleted_at = timezone.now()
    _save_next(stored, "deleted_at")
    _write_down(stored, Operation.DELETE, actor=actor, source=source, reason=reason, changeset=changeset)
    return stored


def _lock(feature: Feature, expected_version: int | None) -> Feature:
    locked = Feature.objects.with_collection().select_for_update(of=("self",))
    stored = locked.live().filter(pk=feature.pk).first()
    if stored is None:
        raise NotFound(_("This feature has been deleted. Its history is kept."))
    if expected_version is not None and stored.version != expected_version:
        raise PreconditionFailed(
            _("Somebody changed this meanwhile. Look at the newer version and repeat your change on it."),
            version=stored.version,
        )
    return stored


def _state(feature: Feature) -> tuple[Any, ...]:
    # WKB, since shapely's equality ignores heights.
    return feature.geometry.wkb, feature.properties, feature.valid_from, feature.valid_until


def _save_next(feature: Feature, *fields: str) -> None:
    feature.version += 1
    feature.changed_at = timezone.now()
    feature.save(update_fields=[*fields, "version", "changed_at"])


def _same_or_conflict(twin: Feature, collection: Collection) -> Feature:
    if twin.collection_id == collection.pk and twin.deleted_at is None:
        return twin
    raise Conflict(_("This client identifier belongs to another feature, or to a deleted one."))


def _taken(error: IntegrityError, key: str) -> Conflict:
    if "features_feature_key_unique" in str(error):
        return Conflict(_("The key “%(key)s” is taken in this layer.") % {"key": key})
    return Conflict(_("This client identifier was just used. Send it again to see what it made."))


def _write_down(
    feature: Feature,
    operation: Operation,
    *,
    actor: Any,
    source: str,
    reason: str,
    changeset: Changeset | None,
) -> None:
    changeset = changeset_for(changeset, actor=actor, source=source, reason=reason)
    FeatureVersion.objects.create(
        feature=feature,
        version=feature.version,
        collection_id=feature.collection_id,
        operation=operation,
        geometry=feature.geometry,
        properties=feature.properties,
        valid_from=feature.valid_from,
        valid_until=feature.valid_until,
        changeset=changeset,
        actor=actor,
        source=source,
        reason=reason,
        recorded_at=feature.changed_at,
    )
    areas.refresh_feature(feature.collection, feature.pk)
    record(
        actor=actor,
        action=f"features.{operation.value}_feature",
        obj=feature,
        data={"collection": feature.collection_id, "version": feature.version, "changeset": changeset.pk},
    )
    publish(
        FeatureWritten(
            collection_id=feature.collection_id,
            feature_id=feature.pk,
            version=feature.version,
            operation=operation.value,
            changeset_id=changeset.pk,
        )
    )
