"""The catalogue: complete, and installed by version."""

import json
from pathlib import Path
from typing import Any

import pytest

from citizen.cases.actions import install_catalogue, save_calendar
from citizen.cases.models import Service, ServiceVersion, WorkingCalendar
from citizen.organisation.models import Unit
from geo.errors import Invalid
from layers.features.models import Collection

pytestmark = pytest.mark.usefixtures("municipality", "db")


def group(**changes: Any) -> dict[str, Any]:
    text = {"el": "Δοκιμή", "en": "Trial"}
    service = {
        "code": "trial", "icon": "marker", "title": text, "description": text,
        "keywords": {"el": ["δοκιμή"], "en": ["trial"]}, "unit": "roads",
        "target": {"amount": 8, "unit": "working_hours"},
    }  # fmt: skip
    return {"group": "trials", "title": text, "order": 500, "services": [service | changes]}


def install(folder: Path, content: dict[str, Any]) -> int:
    (folder / "trials.json").write_text(json.dumps(content), encoding="utf-8")
    return install_catalogue(folder)


def test_it_ships_with_the_product() -> None:
    assert Service.objects.offered().count() >= 30
    assert install_catalogue() == 0


def test_its_units_and_collections_are_those_of_the_demonstration() -> None:
    units = set(Unit.objects.on().values_list("code", flat=True))
    collections = set(Collection.objects.values_list("pk", flat=True))
    for version in ServiceVersion.objects.all():
        assert version.unit_code in units, version
        assert set(version.collections) <= collections, version
        assert WorkingCalendar.objects.filter(code=version.calendar_code).exists(), version


def test_a_changed_file_makes_a_new_version_and_old_ones_stay(tmp_path: Path) -> None:
    assert install(tmp_path, group()) == 1
    assert install(tmp_path, group()) == 0
    assert install(tmp_path, group(unit="green")) == 1
    service = Service.objects.coded("trial").get()
    assert service.current is not None
    assert (service.current.version, service.current.unit_code) == (2, "green")
    assert service.versions.get(version=1).unit_code == "roads"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": {"el": "Μόνο ελληνικά"}},
        {"target": {"amount": 0, "unit": "days"}},
        {"attaches": "features"},
        {"colour": "red"},
        {"questions": {"size": {"type": "string", "enum": ["s"], "x-title": {"el": "α", "en": "a"}}}},
        {"questions": {"size": {"type": "nonsense", "x-title": {"el": "α", "en": "a"}}}},
        {"required": ["size"], "questions": {"x": {"type": "string", "x-title": {"el": "α", "en": "a"}}}},
    ],
)
def test_an_incomplete_service_is_refused_whole(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        install(tmp_path, group(**changes))
    assert not Service.objects.filter(code="trial").exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weekly": {}}, "weekly"),
        ({"weekly": {"mon": [["15:00", "07:00"]]}}, "weekly.mon"),
        ({"weekly": {"someday": [["07:00", "15:00"]]}}, "weekly.someday"),
        ({"weekly": {"mon": [["07:00", "15:00"]]}, "patrons": ["02-30"]}, "patrons"),
        ({"weekly": {"mon": [["07:00", "15:00"]]}, "country": "ZZ"}, "country"),
    ],
)
def test_a_calendar_that_no_clock_could_run_on_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        save_calendar(actor=None, code="trial", title={"el": "Δ", "en": "T"}, **values)
    assert field in refused.value.fields


def test_a_calendar_is_changed_by_version() -> None:
    weekly = {"sat": [["09:00", "13:00"], ["17:00", "24:00"]]}
    for version in (1, 2):
        saved = save_calendar(actor=None, code="market", title={"el": "Λαϊκή", "en": "Market"}, weekly=weekly)
        assert saved.version == version
    assert saved.hours().weekly[5][1].end == 24 * 60
