"""The only door to GDAL: two drivers, local files under names of our own, no network.

GDAL registers all its drivers when pyogrio is imported, among them such as read other files and addresses
named inside a file (VRT, WFS, …). Here everything is taken out again but what the house reads and writes;
GDAL_SKIP is obeyed at every registration, so a later one brings nothing back.
"""

import logging
from typing import Final

import pyogrio
from pyogrio import _ogr, raw, read_info

DRIVERS: Final = frozenset({"GPKG", "ESRI Shapefile"})

pyogrio.set_gdal_config_options(
    {
        "GDAL_SKIP": ",".join(sorted(set(pyogrio.list_drivers()) - DRIVERS)),
        "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
        "SHAPE_RESTORE_SHX": "YES",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    }
)
_ogr._register_drivers()
if set(pyogrio.list_drivers()) != DRIVERS:
    raise ImportError(f"GDAL must open nothing but {sorted(DRIVERS)}, it has {sorted(pyogrio.list_drivers())}")

# What GDAL has to say about a file is told in the report, or is an error with its message.
logging.getLogger("pyogrio").setLevel(logging.CRITICAL)

__all__ = ["DRIVERS", "raw", "read_info"]
