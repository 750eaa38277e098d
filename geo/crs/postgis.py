"""Rows for PostGIS's `spatial_ref_sys`: the Greek systems that its PROJ does not carry.

PostGIS 3.3 has no `ST_TransformPipeline`. A row without TOWGS84 would transform with no datum shift, 324.6
m wrong and in silence, so each row states its shift. These rows serve tiles and ad-hoc SQL; what is
imported or stored is transformed by `geo.crs` (0.5 m apart for TM07: EPSG:1272 against the seven
parameters of EPSG:12204).
"""

from typing import NamedTuple


class SpatialRefSys(NamedTuple):
    """Columns of `spatial_ref_sys`; the authority is our own, so that PROJ is not asked for a code it may
    lack.
    """

    srid: int
    auth_name: str
    auth_srid: int
    srtext: str
    proj4text: str


_SRTEXT = (
    'PROJCS["{name}",GEOGCS["{datum}",DATUM["{datum}",SPHEROID["GRS 1980",6378137,298.257222101],'
    'TOWGS84[{shift},0,0,0,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",{lon}],'
    'PARAMETER["scale_factor",{k}],PARAMETER["false_easting",500000],PARAMETER["false_northing",{north}],'
    'UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
)
_PROJ4 = (
    "+proj=tmerc +lat_0=0 +lon_0={lon} +k={k} +x_0=500000 +y_0={north} +ellps=GRS80"
    " +towgs84={shift},0,0,0,0 +units=m +no_defs"
)


def _row(srid: int, name: str, datum: str, shift: str, lon: int, k: float, north: int) -> SpatialRefSys:
    values = {"name": name, "datum": datum, "shift": shift, "lon": lon, "k": k, "north": north}
    return SpatialRefSys(srid, "TOPOS", srid, _SRTEXT.format(**values), _PROJ4.format(**values))


ROWS = (
    _row(12193, "GGRS87 / TM87 Kastellorizo", "GGRS87 Kastellorizo", "5.02,19.885,12.244", 27, 0.9996, 0),
    _row(12195, "HTRS07 / TM07", "HTRS07", "0,0,0", 24, 0.9996, -2_000_000),
    _row(12197, "HTRS07 / TM07 Kastellorizo", "HTRS07", "0,0,0", 30, 1, -2_000_000),
)
