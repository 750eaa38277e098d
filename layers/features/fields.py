"""The geometry column of the house: shapely in, shapely out, in the storage CRS."""

from typing import Any

import shapely
from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model
from shapely.geometry.base import BaseGeometry


class StorageGeometryField(GeometryField):
    """Any geometry in the storage CRS (``settings.STORAGE_SRID``), with or without heights.

    ``geometry(Geometry,2100)`` refuses coordinates with Z, so the column has no type modifier; a CHECK
    constraint on its SRID stands in the migration of each table. Values are shapely geometries; lookups also
    take GEOS geometries of any SRID.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["srid"] = settings.STORAGE_SRID
        kwargs.setdefault("spatial_index", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["srid"]  # a deployment's setting, no part of the schema's history
        kwargs.pop("spatial_index", None)
        return name, path, args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "geometry"

    def contribute_to_class(self, cls: type[Model], name: str, private_only: bool = False, **kwargs: Any) -> None:
        # Past GeometryField: its attribute proxy insists on GEOS values.
        Field.contribute_to_class(self, cls, name, private_only)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> BaseGeometry | None:
        if value is None or isinstance(value, BaseGeometry):
            return value
        return shapely.from_wkb(bytes(value.wkb))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, BaseGeometry):
            value = GEOSGeometry(memoryview(shapely.to_wkb(value)), srid=self.srid)
        return super().get_prep_value(value)
