"""The systems that a Greek municipality meets, as we define them ourselves.

No PROJ release carries HTRS07 / TM07 under its EPSG code for good (9.8.0 did, 9.8.1 took it out again), and
9.6 and older carry none of the codes of Kastellorizo. So every system here is a projection from a
geographic frame, written as PROJ steps, and PROJ never chooses a datum shift between two of them (see
`geo.crs.operations`).

Sources: EPSG registry v13.101 (codes, parameters, areas); Esri's codes as aliases.
"""

from enum import Enum
from typing import NamedTuple

GRS80_TM = "+proj=tmerc +lat_0=0 +lon_0={lon} +k={k} +x_0=500000 +y_0={north} +ellps=GRS80"


class Frame(Enum):
    """What longitudes and latitudes refer to."""

    GGRS87 = "GGRS87"
    GGRS87_KASTELLORIZO = "GGRS87, Kastellorizo"  # the local realisation: 316 m from EPSG:1272
    HTRS07 = "HTRS07"
    WGS84 = "WGS 84"
    OTHER = "other"


class Bounds(NamedTuple):
    """Smallest and largest x (easting, longitude) and y (northing, latitude), in the units of the
    system.
    """

    min_x: float
    min_y: float
    max_x: float
    max_y: float

    def __str__(self) -> str:
        digits = ",.0f" if max(abs(self.max_x), abs(self.max_y)) > 1000 else ".6g"
        low_x, low_y, high_x, high_y = (format(value, digits) for value in self)
        return f"x {low_x} – {high_x}, y {low_y} – {high_y}"

    def holds(self, other: "Bounds") -> bool:
        """Whether the other box lies inside; False where it is not finite."""
        return (
            self.min_x <= other.min_x
            and self.min_y <= other.min_y
            and other.max_x <= self.max_x
            and other.max_y <= self.max_y
        )


class Definition(NamedTuple):
    """One row of our table.

    Attributes:
        code: the canonical name, `AUTHORITY:CODE`.
        projection: PROJ step from longitude and latitude in radians to x, y; empty for degrees.
        domain: where coordinates are accepted at all: Greece and its seas (19–30°E, 34–42°N) or, for
            Kastellorizo, the islands around it, rounded outwards.
        usual: the range by which a file is recognised; None where a range would tell nothing.
    """

    code: str
    name: str
    frame: Frame
    projection: str
    domain: Bounds
    usual: Bounds | None = None
    aliases: tuple[str, ...] = ()


_DEGREES = Bounds(19, 34, 30, 42)
_WORLD = Bounds(-180, -90, 180, 90)
_TM87 = Bounds(30_000, 3_750_000, 1_065_000, 4_700_000)
_TM07 = Bounds(30_000, 1_750_000, 1_065_000, 2_700_000)

DEFINITIONS = (
    Definition(
        "EPSG:2100",
        "GGRS87 / Greek Grid",
        Frame.GGRS87,
        GRS80_TM.format(lon=24, k=0.9996, north=0),
        _TM87,
        Bounds(100_000, 3_850_000, 900_000, 4_630_000),
    ),
    Definition(
        "EPSG:12195",
        "HTRS07 / TM07",
        Frame.HTRS07,
        GRS80_TM.format(lon=24, k=0.9996, north=-2_000_000),
        _TM07,
        Bounds(100_000, 1_850_000, 900_000, 2_630_000),
        ("ESRI:103898",),
    ),
    Definition(
        "OGC:CRS84",
        "WGS 84 (longitude, latitude)",
        Frame.WGS84,
        "",
        _WORLD,
        _DEGREES,
        ("EPSG:4326", "OGC:CRS84H", "EPSG:4979"),
    ),
    Definition(
        "EPSG:3857",
        "WGS 84 / Pseudo-Mercator",
        Frame.WGS84,
        "+proj=webmerc +lat_0=0 +lon_0=0 +x_0=0 +y_0=0 +ellps=WGS84",
        Bounds(-20037508.35, -20048966.11, 20037508.35, 20048966.11),
        Bounds(2_100_000, 4_000_000, 3_350_000, 5_200_000),
        ("EPSG:3785", "EPSG:900913", "ESRI:102100", "ESRI:102113"),
    ),
    Definition("EPSG:4121", "GGRS87", Frame.GGRS87, "", _DEGREES),
    Definition("EPSG:11093", "HTRS07", Frame.HTRS07, "", _DEGREES, None, ("ESRI:104048", "EPSG:11092")),
    Definition(
        "EPSG:12193",
        "GGRS87 / TM87 Kastellorizo",
        Frame.GGRS87_KASTELLORIZO,
        GRS80_TM.format(lon=27, k=0.9996, north=0),
        Bounds(700_000, 3_975_000, 760_000, 4_025_000),
        None,
        ("ESRI:102964",),
    ),
    Definition(
        "EPSG:12197",
        "HTRS07 / TM07 Kastellorizo",
        Frame.HTRS07,
        GRS80_TM.format(lon=30, k=1, north=-2_000_000),
        Bounds(430_000, 1_975_000, 490_000, 2_025_000),
        None,
        ("ESRI:103899",),
    ),
)

CRS84 = "OGC:CRS84"
GREEK_GRID = "EPSG:2100"
TM07 = "EPSG:12195"
WEB_MERCATOR = "EPSG:3857"
