"""PostGIS functions as ORM expressions, for whatever Django does not bring itself."""

from django.db.models import CharField, Func, IntegerField


class GeometryType(Func):
    """The type of a geometry in capitals, without Z: `POINT`, `MULTIPOLYGON` (`GeometryType` of PostGIS)."""

    function = "GeometryType"
    output_field = CharField()


class CoordinateDimension(Func):
    """How many numbers a vertex has: 2, or 3 with heights (`ST_CoordDim`)."""

    function = "ST_CoordDim"
    output_field = IntegerField()
