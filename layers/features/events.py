"""What happened to things on the ground, told inside the transaction that did it."""

from dataclasses import dataclass

from geo.events import Event


@dataclass(frozen=True, kw_only=True)
class FeatureWritten(Event):
    """One feature got a new version.

    Attributes:
        operation: ``create``, ``change`` or ``delete``.
        version: the number of the new version.
    """

    collection_id: str
    feature_id: int
    version: int
    operation: str
    changeset_id: int


@dataclass(frozen=True, kw_only=True)
class CollectionLoaded(Event):
    """Many features of one collection were written at once; each is in the history under this changeset."""

    collection_id: str
    changeset_id: int
    inserted: int
    changed: int
    deleted: int


@dataclass(frozen=True, kw_only=True)
class CollectionChanged(Event):
    """A collection was made, or its schema, style or access changed."""

    collection_id: str
    created: bool
