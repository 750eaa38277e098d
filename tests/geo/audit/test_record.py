"""Recording costs one INSERT and holds no personal value."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from django.test.utils import CaptureQueriesContext

from geo.audit.actions import digest, entry, record, record_many
from geo.audit.models import Row
from geo.files.models import StoredFile

pytestmark = pytest.mark.django_db


def test_one_insert(django_assert_num_queries: CaptureQueriesContext) -> None:
    file = StoredFile()
    with django_assert_num_queries(1) as queries:  # type: ignore[operator]
        record(actor=SimpleNamespace(pk=7), action="files.accept_file", obj=file, data={"size": 3})
    assert queries[0]["sql"].startswith("INSERT")
    row = Row.objects.get()
    assert (row.actor_id, row.action, row.data) == ("7", "files.accept_file", {"size": 3})
    assert (row.object_type, row.object_key) == ("files.StoredFile", str(file.pk))
    assert row.xid > 0
    assert row.at is not None


@pytest.mark.parametrize("nobody", [None, SimpleNamespace(pk=None)])
def test_the_system_and_the_anonymous_are_nobody(nobody: object) -> None:
    assert record(actor=nobody, action="x.do_it").actor_id == ""


def test_many_rows_in_one_statement(django_assert_num_queries: CaptureQueriesContext) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        record_many(entry(actor=None, action="x.do_it", data={"n": n}) for n in range(100))
    assert Row.objects.count() == 100


def test_digests_are_keyed_and_forgiving() -> None:
    assert digest("Maria@Example.org ") == digest("maria@example.org")
    assert digest("6970000000") != digest("6970000001")
    assert len(digest("x")) == 64


def test_digests_depend_on_the_deployment(settings: SimpleNamespace) -> None:
    before = digest("maria@example.org")
    settings.AUDIT_DIGEST_KEY = "another"
    assert digest("maria@example.org") != before


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_rows_cannot_be_changed_by_mistake(verb: str) -> None:
    record(actor=None, action="x.do_it")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Row.objects.update(action="y") if verb == "update" else Row.objects.all().delete()
