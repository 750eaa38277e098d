"""`manage.py setup` makes an empty municipality that works, all or nothing, and again without harm."""

import json
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from citizen.accounts.models import User
from citizen.organisation.models import Municipality, Post, Unit
from geo.access import allowed
from geo.demo import Amounts, base_seeders
from layers.features.locate import locate
from layers.features.models import Feature
from tests.citizen.organisation.charts import chart

SQUARE = [[[26.0, 39.0], [26.2, 39.0], [26.2, 39.2], [26.0, 39.2], [26.0, 39.0]]]
PASSWORD = "a long sentence of words"


def areas(*names: str) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"NAME": name}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
            for name in names
        ],
    }


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    (tmp_path / "boundary.geojson").write_text(json.dumps(areas("Town")))
    (tmp_path / "chart.json").write_text(json.dumps(chart()))
    monkeypatch.setenv("TOPOS_ADMIN_PASSWORD", PASSWORD)
    return tmp_path


def setup(files: Path, **more: Any) -> str:
    said = {
        "boundary": str(files / "boundary.geojson"),
        "chart": str(files / "chart.json"),
        "admin": "chief",
        "admin_email": "chief@town.example",
        "name_el": "Δήμος",
        "name_en": "Town",
    }
    out = StringIO()
    call_command("setup", stdout=out, **(said | more))
    return out.getvalue()


def test_an_empty_municipality_that_works(files: Path) -> None:
    setup(files)
    chief = User.objects.get(username="chief")
    assert chief.check_password(PASSWORD)
    assert allowed(chief, "organisation.manage_chart")
    assert Post.objects.get(holder=chief).unit.code == "town"
    assert locate(26.1, 39.1).inside
    assert not locate(26.5, 39.1).inside
    body = APIClient().get("/api/v1/municipality/").json()
    assert body["name"] == {"el": "Δήμος", "en": "Town"}
    assert body["demo"] is False
    assert body["bounds"] == pytest.approx([26.0, 39.0, 26.2, 39.2], abs=1e-4)


def test_again_it_changes_nothing(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup(files)
    before = Feature.objects.values_list("pk", "version").get()
    monkeypatch.delenv("TOPOS_ADMIN_PASSWORD")
    setup(files)
    assert Feature.objects.values_list("pk", "version").get() == before
    assert (User.objects.count(), Post.objects.count(), Municipality.objects.count()) == (1, 1, 1)
    assert User.objects.get().check_password(PASSWORD)


def test_the_row_of_a_file_of_many(files: Path) -> None:
    (files / "boundary.geojson").write_text(json.dumps(areas("Town", "City")))
    with pytest.raises(CommandError, match="boundary-where"):
        setup(files)
    assert not User.objects.exists(), "all or nothing"
    setup(files, boundary_where="NAME=town")
    assert Feature.objects.count() == 1
    with pytest.raises(CommandError):
        setup(files, boundary_where="NAME=Village")


def test_the_lau_file_of_all_municipalities(files: Path, shared: Path) -> None:
    lau = shared / "data/01-boundaries/municipalities_2019_lau_gr.geojson"
    setup(files, boundary=str(lau), boundary_where="NAME=Náxos - Mikrés Kykládes")
    assert locate(25.376, 37.105).inside, "Naxos town"
    assert not locate(26.207, 39.234).inside, "Kalloni"


def test_the_demonstration_is_not_overwritten(files: Path) -> None:
    Municipality.objects.create(pk=1, names={"el": "α", "en": "a"}, demo=True)
    with pytest.raises(CommandError, match=r"demonstration|επίδειξη"):
        setup(files)
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"boundary": "/nowhere.geojson"}, "nowhere"),
        ({"chart": "/nowhere.json"}, "nowhere"),
        ({"admin": None}, "--admin"),
        ({"admin_email": None}, "--admin-email"),
        ({"boundary_where": "Town"}, "“Town”|«Town»"),
        ({"crs": "EPSG:2100"}, "2100"),
    ],
)
def test_what_is_missing_or_wrong_is_named(files: Path, more: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        setup(files, **more)
    assert not Municipality.objects.exists()
    assert not User.objects.exists()


def test_a_weak_or_missing_password(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOPOS_ADMIN_PASSWORD", "12345")
    with pytest.raises(CommandError):
        setup(files)
    monkeypatch.delenv("TOPOS_ADMIN_PASSWORD")
    with pytest.raises(CommandError, match="TOPOS_ADMIN_PASSWORD"):
        setup(files)
    assert not User.objects.exists()


def test_a_line_is_no_boundary(files: Path) -> None:
    line = areas("Town")
    line["features"][0]["geometry"] = {"type": "LineString", "coordinates": SQUARE[0]}
    (files / "boundary.geojson").write_text(json.dumps(line))
    with pytest.raises(CommandError, match=r"polygon|πολύγωνο"):
        setup(files)


def test_a_real_municipality_gets_no_demonstration(db: None, settings: Any) -> None:
    settings.DEMO_PASSWORD = PASSWORD
    Municipality.objects.create(pk=1, names={"el": "α", "en": "a"}, demo=False)
    for _module, seed in base_seeders():
        if seed.__module__.startswith("citizen.organisation"):
            seed(Amounts(), Random(1))
    assert not Unit.objects.exists()
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_before_setup_it_says_what_to_do() -> None:
    answer = APIClient().get("/api/v1/municipality/", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert "setup" in answer.json()["detail"]
