"""The tables of the spine of features."""

from layers.features.models.areas import AreaPiece
from layers.features.models.changesets import Changeset
from layers.features.models.collections import Collection, CollectionQuerySet, Schema
from layers.features.models.features import Feature, FeatureQuerySet
from layers.features.models.history import FeatureVersion, FeatureVersionQuerySet

__all__ = [
    "AreaPiece",
    "Changeset",
    "Collection",
    "CollectionQuerySet",
    "Feature",
    "FeatureQuerySet",
    "FeatureVersion",
    "FeatureVersionQuerySet",
    "Schema",
]
