"""Pure checks of what is written: no database, no clock."""

from layers.features.rules.collections import check_collection, check_schema
from layers.features.rules.geometry import check_geometry, storable
from layers.features.rules.properties import check_properties, merge_properties, property_problems
from layers.features.rules.validity import check_validity

__all__ = [
    "check_collection",
    "check_geometry",
    "check_properties",
    "check_schema",
    "check_validity",
    "merge_properties",
    "property_problems",
    "storable",
]
