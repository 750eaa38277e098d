"""Codes in all their spellings, and what PostGIS is told about the systems it does not carry."""

import math

import pytest
from django.db import connection

from geo import crs
from geo.crs.postgis import ROWS


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("EPSG:2100", "EPSG:2100"),
        ("epsg:2100", "EPSG:2100"),
        (" 2100 ", "EPSG:2100"),
        (2100, "EPSG:2100"),
        ("EPSG::2100", "EPSG:2100"),
        ("urn:ogc:def:crs:EPSG::2100", "EPSG:2100"),
        ("urn:ogc:def:crs:EPSG:9.8:2100", "EPSG:2100"),
        ("http://www.opengis.net/def/crs/EPSG/0/2100", "EPSG:2100"),
        ("[http://www.opengis.net/def/crs/EPSG/0/2100]", "EPSG:2100"),
        ("http://www.opengis.net/gml/srs/epsg.xml#2100", "EPSG:2100"),
        ("EPSG:12195", "EPSG:12195"),
        ("ESRI:103898", "EPSG:12195"),
        ("EPSG:11093", "EPSG:11093"),
        ("ESRI:104048", "EPSG:11093"),
        ("EPSG:12193", "EPSG:12193"),
        ("ESRI:102964", "EPSG:12193"),
        ("EPSG:12197", "EPSG:12197"),
        ("ESRI:103899", "EPSG:12197"),
        ("EPSG:4120", "EPSG:4120"),
        ("EPSG:4121", "EPSG:4121"),
        ("EPSG:23034", "EPSG:23034"),
        ("EPSG:23035", "EPSG:23035"),
        ("EPSG:4326", "OGC:CRS84"),
        ("OGC:CRS84", "OGC:CRS84"),
        ("CRS84", "OGC:CRS84"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84"),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84"),
        ("EPSG:3857", "EPSG:3857"),
        ("ESRI:102100", "EPSG:3857"),
    ],
)
def test_every_spelling_means_one_system(spelling, code) -> None:
    assert crs.get(spelling).code == code


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "EPSG:",
        "EPSG:999999",
        "2100; DROP TABLE",
        "Greek Grid",
        "GGRS87 / Greek Grid",
        "/etc/passwd",
        "EPSG:5716",
    ],
)
def test_names_and_vertical_systems_are_not_codes(wrong) -> None:
    with pytest.raises(crs.UnknownCRS):
        crs.get(wrong)


def test_a_system_knows_its_uri_and_its_number_in_postgis() -> None:
    assert crs.get(2100).uri == "http://www.opengis.net/def/crs/EPSG/0/2100"
    assert crs.get("CRS84").uri == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    assert (crs.get("ESRI:103898").srid, crs.get("CRS84").srid) == (12195, 4326)


@pytest.mark.parametrize(("srid", "code"), [(2100, "EPSG:2100"), (12193, "EPSG:12193"), (12197, "EPSG:12197")])
def test_the_storage_system_is_a_setting_of_the_deployment(settings, srid, code) -> None:
    settings.STORAGE_SRID = srid
    assert crs.storage().code == code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("srid", "degrees", "expected", "tolerance"),
    [
        (12195, (23.717047236733, 37.976883182554), (475149.682, 2203287.924), 0.01),  # by way of EPSG:1272
        (12193, (29.592, 36.149), (733180.185, 4003585.761), 0.01),
        (12197, (29.592, 36.149), (463282.445, 2002152.885), 0.01),
    ],
)
def test_postgis_transforms_to_the_systems_it_lacks_with_their_shift(srid, degrees, expected, tolerance) -> None:
    row = next(row for row in ROWS if row.srid == srid)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM spatial_ref_sys WHERE srid = %s", [srid])
        cursor.execute(
            "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text) VALUES (%s, %s, %s, %s, %s)",
            row,
        )
        cursor.execute(
            "SELECT ST_X(g), ST_Y(g) FROM ST_Transform(ST_SetSRID(ST_Point(%s, %s), 4326), %s) g",
            [*degrees, srid],
        )
        assert math.dist(cursor.fetchone(), expected) < tolerance
