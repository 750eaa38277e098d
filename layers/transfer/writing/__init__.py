"""Files written from streams of features: one small module for each format."""

from layers.transfer.writing.columns import Column, columns
from layers.transfer.writing.geojson import write_geojson
from layers.transfer.writing.tables import Table, write_geopackage, write_shapefile

__all__ = ["Column", "Table", "columns", "write_geojson", "write_geopackage", "write_shapefile"]
