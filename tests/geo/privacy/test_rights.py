"""Access and erasure walk over every declaration."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from geo.audit.actions import digest, record
from geo.audit.models import Row
from geo.privacy import Kept, Personal, Subject, actions, registry
from geo.privacy.actions import erase, export, kept

pytestmark = pytest.mark.django_db(transaction=True)


class Person(models.Model):
    """A table of its own for these tests; its declaration is swapped by them."""

    privacy: Any = None
    email = models.TextField(blank=True)
    name = models.TextField(blank=True)
    born = models.DateField(null=True)

    class Meta:
        apps = Apps()  # a registry of its own: the product does not know this model
        app_label = "files"
        managed = False
        db_table = "privacy_test_person"


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Person]]:
    Person.privacy = Personal(fields=("email", "name", "born"), subject="email", retention="a year")
    declared = lambda: iter([(Person, Person.privacy), (Row, Row.privacy)])  # noqa: E731
    monkeypatch.setattr(actions, "personal_models", declared)
    with connection.schema_editor() as editor:
        editor.create_model(Person)
    Person.objects.create(email="maria@example.org", name="Μαρία", born="1980-01-01")
    Person.objects.create(email="nikos@example.org", name="Νίκος")
    yield Person
    with connection.schema_editor() as editor:
        editor.delete_model(Person)


MARIA = Subject(email="Maria@example.org")


def test_export_finds_the_person_only(person: type[Person]) -> None:
    found = export(subject=MARIA)
    assert [row["name"] for row in found["files.Person"]] == ["Μαρία"]


def test_nobody_has_nothing(person: type[Person]) -> None:
    assert export(subject=Subject(user=5)) == {}
    assert export(subject=Subject(email="")) == {}


def test_erasing_empties_the_fields_of_that_person(person: type[Person]) -> None:
    assert erase(subject=MARIA, reason="asked for") == {"files.Person": 1}
    assert set(person.objects.values_list("email", "name", "born")) == {
        ("", "", None),
        ("nikos@example.org", "Νίκος", None),
    }
    assert export(subject=MARIA) == {}


def test_a_room_erases_in_its_own_way(person: type[Person]) -> None:
    def erase_rows(rows: Any, *, reason: str) -> int:
        return int(rows.update(name=reason))

    person.privacy = Personal(fields=("name",), subject="email", retention="-", erase=erase_rows)
    erase(subject=MARIA, reason="asked for")
    assert person.objects.get(email="maria@example.org").name == "asked for"


def test_all_or_nothing(person: type[Person]) -> None:
    def fail(rows: Any, *, reason: str) -> int:
        rows.update(name="half done")
        raise RuntimeError("no")

    person.privacy = Personal(fields=("name",), subject="email", retention="-", erase=fail)
    with pytest.raises(RuntimeError):
        erase(subject=MARIA, reason="asked for")
    assert not person.objects.filter(name="half done").exists()


def test_what_the_law_keeps_is_told(person: type[Person]) -> None:
    row = record(actor=type("U", (), {"pk": 7}), action="x.do_it")
    subject = Subject(user=7)
    assert "evidence" in kept(subject=subject)["audit.Row"]
    erase(subject=subject, reason="asked for")
    assert Row.objects.get(pk=row.pk).actor_id == "7"
    person.privacy = Personal(fields=("name",), subject="email", retention="-", erase=Kept(reason="art. 1"))
    assert kept(subject=MARIA) == {"files.Person": "art. 1"}


def test_both_rights_are_recorded_without_saying_who(person: type[Person]) -> None:
    export(subject=MARIA)
    erase(subject=MARIA, reason="asked for")
    exported, erased = Row.objects.filter(action__startswith="privacy.").order_by("id")
    assert exported.action == "privacy.export_personal_data"
    assert erased.action == "privacy.erase_personal_data"
    assert erased.data == {
        "subject": {"email": digest("maria@example.org")},
        "counts": {"files.Person": 1},
        "reason": "asked for",
    }


def test_the_command(person: type[Person]) -> None:
    out = StringIO()
    call_command("personal_data", "export", "--email", "maria@example.org", stdout=out)
    assert json.loads(out.getvalue())["files.Person"][0]["born"] == "1980-01-01"
    with pytest.raises(CommandError, match="--reason"):
        call_command("personal_data", "erase", "--email", "maria@example.org")
    with pytest.raises(CommandError, match="Say who"):
        call_command("personal_data", "export")
    with pytest.raises(CommandError, match="no account"):
        call_command("personal_data", "export", "--user", "nobody-of-that-name")
    out = StringIO()
    call_command("personal_data", "erase", "--email", "maria@example.org", "--reason", "x", stdout=out)
    assert json.loads(out.getvalue()) == {"erased": {"files.Person": 1}, "kept": {}}


def test_the_walk_covers_every_declared_model(db: None) -> None:
    labels = {model._meta.label for model, _ in registry.personal_models()}
    assert {"audit.Row", "files.StoredFile", "files.Upload"} <= labels
