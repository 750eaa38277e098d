"""The tables of the load test, declared as any room declares its own."""

from geo.access import PUBLIC
from geo.sources import Attribute, Source, register


def _declare(table: str, geometry_type: str, *columns: str) -> None:
    register(
        Source(
            id=table,
            title={"en": table},
            geometry_type=geometry_type,
            relation=table,
            geometry="t.geom",
            attributes=tuple(Attribute(name=column, sql=f"t.{column}") for column in columns),
            where={PUBLIC: "true"},
        )
    )


_declare("request", "point", "category", "status", "priority")
_declare("parcel", "polygon", "land_use", "owner_kind")
_declare("line", "line", "kind")
