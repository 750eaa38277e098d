"""What a definition or a range of numbers means, and when a person has to be asked."""

import pyproj
import pytest

from geo import crs

ESRI = (
    'PROJCS["{name}",GEOGCS["GCS",DATUM["{datum}",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",{north}],PARAMETER["Central_Meridian",{lon}],'
    'PARAMETER["Scale_Factor",{k}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
HAND = "+proj=tmerc +lat_0=0 +lon_0=24 +k=0.9996 +x_0=500000 +y_0=0 "


def esri(
    name: str = "Anything",
    datum: str = "D_GGRS_1987",
    north: float = 0.0,
    lon: float = 24.0,
    k: float = 0.9996,
):
    return ESRI.format(name=name, datum=datum, north=north, lon=lon, k=k)


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (esri("Greek_Grid"), "EPSG:2100"),
        (esri("HTRS07_TM07"), "EPSG:2100"),  # the name says nothing
        (HAND + "+datum=GGRS87", "EPSG:2100"),
        (HAND + "+ellps=GRS80 +towgs84=-199.87,74.79,246.62", "EPSG:2100"),
        (HAND + "+ellps=GRS80 +towgs84=-199.87,74.79,246.62,0,0,0,0 +units=m +no_defs", "EPSG:2100"),
        (esri("Greek_Grid", "D_Hellenic_Terrestrial_Reference_System_2007", -2_000_000.0), "EPSG:12195"),
        (esri("Greek_Grid", "D_ETRS_1989", -2_000_000.0), "EPSG:12195"),
        (esri(lon=27.0), "EPSG:12193"),
        (esri("x", "D_HTRS07", -2_000_000.0, 30.0, 1.0), "EPSG:12197"),
        ("EPSG:2100", "EPSG:2100"),
        *((pyproj.CRS(code).to_wkt(), f"EPSG:{code}") for code in (2100, 3857, 4121, 23034, 32635, 3035, 2178)),
        *((pyproj.CRS(code).to_wkt("WKT1_ESRI"), f"EPSG:{code}") for code in (2100, 3857, 4121, 23035, 32635, 3035)),
        *((pyproj.CRS(4326).to_wkt(flavour), "OGC:CRS84") for flavour in ("WKT1_ESRI", "WKT1_GDAL", "WKT2_2019")),
        (pyproj.CRS(2100).to_json(), "EPSG:2100"),
    ],
)
def test_a_definition_is_known_by_its_datum_and_its_numbers(definition, code) -> None:
    assert crs.identify(definition) == code


@pytest.mark.parametrize(
    ("definition", "proposals"),
    [
        (HAND + "+ellps=GRS80 +units=m", ("EPSG:2100",)),
        (esri("GGRS87 / Greek Grid", "D_unknown"), ("EPSG:2100",)),
        (esri("Greek_Grid", "D_WGS_1984"), ("EPSG:2100",)),
        (esri("Greek_Grid", "D_ETRS_1989"), ("EPSG:2100",)),  # which pyproj calls EPSG:25884, of the Baltic
        (pyproj.CRS(25884).to_wkt(), ("EPSG:2100",)),
        ("EPSG:25884", ("EPSG:2100",)),
        (esri("HTRS07", "D_unknown", -2_000_000.0), ("EPSG:12195",)),
        (esri("TM07 with the old datum", "D_GGRS_1987", -2_000_000.0), ("EPSG:12195",)),
        (HAND.replace("24", "21") + "+ellps=GRS80", ()),
        (
            'GEOGCS["GRS80",DATUM["D_unknown",SPHEROID["GRS80",6378137,298.257222101]],UNIT["Degree",0.0174]]',
            (),
        ),
        ("Greek_Grid", ()),
        ("GGRS87 / Greek Grid", ()),
        ('LOCAL_CS["Undefined"]', ()),
        ("PROJCS[", ()),
        ("", ()),
    ],
)
def test_what_could_mean_several_systems_is_asked(definition, proposals) -> None:
    with pytest.raises(crs.UnidentifiedCRS) as caught:
        crs.identify(definition)
    assert caught.value.proposals == proposals


@pytest.mark.parametrize(
    ("bounds", "code", "swapped"),
    [
        ((374573, 4315329, 726037, 4584839), "EPSG:2100", False),
        ((374573, 2315329, 726037, 2584839), "EPSG:12195", False),
        ((19.373, 34.801, 29.645, 41.749), "OGC:CRS84", False),
        ((2_640_169, 4_576_160, 2_650_000, 4_600_000), "EPSG:3857", False),
        ((4315329, 374573, 4584839, 726037), "EPSG:2100", True),
        ((34.801, 19.373, 41.749, 29.645), "OGC:CRS84", True),
    ],
)
def test_numbers_are_recognised_by_their_range(bounds, code, swapped) -> None:
    (candidate,) = crs.propose(bounds)
    assert (candidate.crs.code, candidate.swapped) == (code, swapped)


@pytest.mark.parametrize(
    "bounds", [(0, 0, 0, 0), (-81.7, 12.4, -81.3, 13.4), (float("nan"),) * 4, (19, 34, 400_000, 4e6)]
)
def test_numbers_from_elsewhere_fit_nothing(bounds) -> None:
    assert crs.propose(bounds) == []


def test_at_kastellorizo_the_local_grids_are_proposed_first(settings) -> None:
    settings.STORAGE_SRID = 12193
    assert crs.propose((730_000, 4_000_000, 735_000, 4_005_000))[0].crs.code == "EPSG:12193"


def test_the_ranges_are_told_for_people() -> None:
    assert "EPSG:2100 (GGRS87 / Greek Grid): x 100,000 – 900,000" in crs.ranges()


@pytest.mark.parametrize("code", [2100, 12193, 12195, 12197, 11093, 4121, 4326, 3857, 23034])
@pytest.mark.parametrize("flavour", ["WKT2_2019", "WKT1_ESRI"])
def test_the_definitions_that_are_written_into_files_are_recognised_again(code, flavour) -> None:
    written = pyproj.CRS.from_wkt(crs.wkt(crs.get(code))).to_wkt(flavour)
    assert crs.identify(written) == crs.get(code).code
