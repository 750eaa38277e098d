"""The only write door to features and collections: verbs with one transaction each."""

from layers.features.actions.calendar import announce_crossings
from layers.features.actions.changesets import begin_changeset, publish_changeset
from layers.features.actions.collections import (
    change_collection,
    change_schema,
    create_collection,
    retire_collection,
)
from layers.features.actions.features import change_feature, create_feature, delete_feature
from layers.features.actions.loading import load
from layers.features.actions.rows import LoadReport, Refusal, Row

__all__ = [
    "LoadReport",
    "Refusal",
    "Row",
    "announce_crossings",
    "begin_changeset",
    "change_collection",
    "change_feature",
    "change_schema",
    "create_collection",
    "create_feature",
    "delete_feature",
    "load",
    "publish_changeset",
    "retire_collection",
]
