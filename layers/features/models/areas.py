"""Areas in small pieces, for point-in-area joins that stay fast on long coastlines."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from geo.privacy import IMPERSONAL
from layers.features.fields import StorageGeometryField
from layers.features.models.collections import Collection
from layers.features.models.features import Feature


class AreaPiece(models.Model):
    """A piece of at most 128 vertices of an area that locates (ST_Subdivide), in the storage CRS.

    Derived: kept by the write door (`layers.features.areas`), in the transaction of the write.
    """

    privacy = IMPERSONAL

    feature = models.ForeignKey(Feature, on_delete=models.CASCADE, related_name="+")
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, db_index=False, related_name="+")
    geometry = StorageGeometryField()

    class Meta:
        indexes = (GistIndex("collection", "geometry", name="features_piece_place"),)

    def __str__(self) -> str:
        return f"{self.collection_id}/{self.feature_id}"
