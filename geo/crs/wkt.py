"""Definitions to be written into files: WKT2 (ISO 19162), our own where PROJ has none.

Without a transformation beside it the definition of TM07 is a trap: PROJ 9.5 goes from there to the Greek
Grid by a "ballpark" step, 324.6 m wrong. So the code stands in it, and `geo.crs` never transforms by
definitions.
"""

import pyproj

from geo.crs.definitions import Frame
from geo.crs.registry import CRS

_GRS80 = 'ELLIPSOID["GRS 1980",6378137,298.257222101,LENGTHUNIT["metre",1]]'
_DEGREE = 'ANGLEUNIT["degree",0.0174532925199433]'
_DATUMS = {
    Frame.HTRS07: ("HTRS07", "Hellenic Terrestrial Reference System 2007"),
    Frame.GGRS87_KASTELLORIZO: ("GGRS87", "Greek Geodetic Reference System 1987"),
}
_PROJECTED = """PROJCRS["{name}",
  BASEGEOGCRS["{frame}",
    DATUM["{datum}",
      {ellipsoid}],
    PRIMEM["Greenwich",0,{degree}]],
  CONVERSION["{name}",
    METHOD["Transverse Mercator",ID["EPSG",9807]],
    PARAMETER["Latitude of natural origin",0,{degree},ID["EPSG",8801]],
    PARAMETER["Longitude of natural origin",{lon_0},{degree},ID["EPSG",8802]],
    PARAMETER["Scale factor at natural origin",{k},SCALEUNIT["unity",1],ID["EPSG",8805]],
    PARAMETER["False easting",{x_0},LENGTHUNIT["metre",1],ID["EPSG",8806]],
    PARAMETER["False northing",{y_0},LENGTHUNIT["metre",1],ID["EPSG",8807]]],
  CS[Cartesian,2],
    AXIS["easting (E)",east,ORDER[1],LENGTHUNIT["metre",1]],
    AXIS["northing (N)",north,ORDER[2],LENGTHUNIT["metre",1]],
  ID["EPSG",{srid}]]"""
_GEOGRAPHIC = """GEOGCRS["{frame}",
  DATUM["{datum}",
    {ellipsoid}],
  PRIMEM["Greenwich",0,{degree}],
  CS[ellipsoidal,2],
    AXIS["latitude",north,ORDER[1],{degree}],
    AXIS["longitude",east,ORDER[2],{degree}],
  ID["EPSG",{srid}]]"""


def wkt(crs: CRS) -> str:
    """The definition of a system, as files carry it."""
    if crs.frame not in _DATUMS:
        return str((crs.proj or pyproj.CRS.from_epsg(crs.srid)).to_wkt())
    frame, datum = _DATUMS[crs.frame]
    numbers = dict(part[1:].split("=") for part in crs.projection.split() if "=" in part)
    template = _PROJECTED if crs.projection else _GEOGRAPHIC
    values = numbers | {"name": crs.name, "frame": frame, "datum": datum, "srid": crs.srid}
    return template.format(ellipsoid=_GRS80, degree=_DEGREE, **values)
