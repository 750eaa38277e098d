"""A file from being acknowledged to being seen or gone."""

import io
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from geo.audit.models import Row
from geo.changes.models import Cursor
from geo.errors import Conflict, NotFound
from geo.files import access, pictures
from geo.files.actions import accept, attach, process, remove, remove_of, sweep
from geo.files.errors import FileRefused
from geo.files.models import StoredFile
from geo.files.rules import KEEP_UNOWNED
from tests.geo.files.pictures import encoded

pytestmark = pytest.mark.django_db(transaction=True)
State = StoredFile.State


def owner(key: str = "a") -> Cursor:
    """Some saved row of the ground."""
    return Cursor(consumer=key)


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_accepted_means_kept_and_a_job_is_on_its_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(os.readlink(f"/proc/self/fd/{fd}")), sync(fd)))
    data = encoded()
    accepted = accept(file=io.BytesIO(data), owner=owner())
    stored = StoredFile.objects.get()
    assert (stored.state, stored.media_type, stored.size) == (State.QUARANTINED, "image/jpeg", len(data))
    assert (folder / stored.content).read_bytes() == data
    assert {str(folder / stored.content), str(folder)} <= set(synced), "file and folder have reached the disk"
    assert accepted.suggestion["latitude"] == pytest.approx(39.2319, abs=1e-6)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("files.process", {"uid": str(stored.uid)})
    assert Row.objects.get(object_key=stored.uid).action == "files.accept_file"


@pytest.mark.parametrize("kind", [SimpleUploadedFile, None])
def test_files_of_a_form_are_taken(kind: Any, folder: Path) -> None:
    data = encoded()
    if kind:
        file = kind("../../picture.png", data)
    else:
        file = TemporaryUploadedFile("picture.gif", "text/html", len(data), None)
        file.write(data)
    assert accept(file=file).file.media_type == "image/jpeg"


def test_the_place_is_stored_nowhere(folder: Path) -> None:
    accepted = accept(file=io.BytesIO(encoded()), owner=owner())
    process(uid=accepted.file.uid)
    row = StoredFile.objects.values().get()
    assert "39.23" not in str(row)
    assert not any("39.23" in str(entry.data) for entry in Row.objects.all())


def test_the_clean_picture_replaces_the_original(folder: Path) -> None:
    uid = accept(file=io.BytesIO(encoded()), owner=owner()).file.uid
    done = process(uid=uid)
    stored = StoredFile.objects.get()
    assert done == stored
    assert (stored.state, stored.media_type, stored.width, stored.height) == (
        State.READY,
        "image/webp",
        800,
        600,
    )
    assert names(folder) == {stored.content, stored.thumbnail}
    assert process(uid=uid) is None, "a job that runs twice does no harm"
    assert names(folder) == {stored.content, stored.thumbnail}


def test_what_cannot_be_decoded_is_refused_and_deleted(folder: Path) -> None:
    data = encoded()
    uid = accept(file=io.BytesIO(data[: len(data) * 2 // 3])).file.uid
    process(uid=uid)
    stored = StoredFile.objects.get()
    assert (stored.state, stored.refusal, stored.content) == (State.REFUSED, "damaged", "")
    assert names(folder) == set()


def test_a_picture_removed_while_it_was_made_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = accept(file=io.BytesIO(encoded())).file
    made = pictures.clean

    def clean(file: Any) -> Any:
        remove(file=stored)
        return made(file)

    monkeypatch.setattr("geo.files.pictures.clean", clean)
    assert process(uid=stored.uid) is None
    assert names(folder) == set()


def test_a_file_that_is_refused_leaves_no_trace(folder: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        accept(file=io.BytesIO(b"<html>"))
    body = caught.value.body()
    assert (body["status"], body["code"], body["refusal"]) == (415, "file-not-a-picture", "not_a_picture")
    assert set(body["errors"]) == {"file"}
    assert set(caught.value.for_field("photos").body()["errors"]) == {"photos"}
    assert not StoredFile.objects.exists()
    assert names(folder) == set()


def test_attaching_twice_is_attaching_once() -> None:
    uid = accept(file=io.BytesIO(encoded())).file.uid
    attach(uid=uid, owner=owner())
    attach(uid=uid, owner=owner())
    assert [file.uid for file in StoredFile.objects.of(owner())] == [uid]
    with pytest.raises(Conflict):
        attach(uid=uid, owner=owner("b"))
    with pytest.raises(NotFound):
        attach(uid=uuid4(), owner=owner())


def test_an_owner_that_is_erased_takes_its_files_along(folder: Path) -> None:
    for _ in range(2):
        accept(file=io.BytesIO(encoded()), owner=owner())
    kept = accept(file=io.BytesIO(encoded()), owner=owner("b")).file
    assert remove_of(owner=owner()) == 2
    assert names(folder) == {kept.content}


def age(path: Path) -> None:
    day = KEEP_UNOWNED.total_seconds() + 60
    os.utime(path, (path.stat().st_atime - day, path.stat().st_mtime - day))


def test_sweeping_takes_what_nobody_knows_and_nothing_else(folder: Path) -> None:
    kept = accept(file=io.BytesIO(encoded()), owner=owner()).file
    with transaction.atomic():
        lost = accept(file=io.BytesIO(encoded()), owner=owner()).file
        transaction.set_rollback(True)
    assert sweep() == 0, "younger than a day: its transaction may be running"
    for name in (kept.content, lost.content):
        age(folder / name)
    assert sweep() == 1
    assert names(folder) == {kept.content}


def test_sweeping_takes_what_was_never_attached(folder: Path) -> None:
    accept(file=io.BytesIO(encoded()))
    sweep()
    assert StoredFile.objects.count() == 1
    StoredFile.objects.update(created_at=Now() - KEEP_UNOWNED * 2)
    sweep()
    assert not StoredFile.objects.exists()
    assert names(folder) == set()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> StoredFile:
    monkeypatch.setattr(access, "_rules", {})
    access.register("changes.Cursor", lambda request, file: request.headers.get("Case-Key") == file.owner_key)
    uid = accept(file=io.BytesIO(encoded()), owner=owner("secret")).file.uid
    process(uid=uid)
    return StoredFile.objects.get()


def test_a_picture_is_served_to_whom_its_room_allows(shown: StoredFile, client: Any) -> None:
    address = f"/api/v1/files/{shown.uid}/"
    assert client.get(address).status_code == 404
    answer = client.get(address, headers={"Case-Key": "secret"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "private, no-cache"
    headers = {"Case-Key": "secret", "If-None-Match": answer["ETag"]}
    assert client.get(address, headers=headers).status_code == 304
    small = client.get(f"{address}thumbnail/", headers=headers)
    assert small.status_code == 200
    assert int(small["Content-Length"]) < shown.size


def test_nginx_may_send_the_bytes(shown: StoredFile, client: Any, settings: Any) -> None:
    settings.FILES_ACCEL = "/_files/"
    answer = client.get(f"/api/v1/files/{shown.uid}/", headers={"Case-Key": "secret"})
    assert answer["X-Accel-Redirect"] == f"/_files/{shown.content}"
    assert answer.content == b""


def test_what_is_not_ready_or_has_no_rule_is_shown_to_nobody(shown: StoredFile, client: Any) -> None:
    StoredFile.objects.update(state=State.QUARANTINED)
    headers = {"Case-Key": "secret"}
    assert client.get(f"/api/v1/files/{shown.uid}/", headers=headers).status_code == 404
    StoredFile.objects.update(state=State.READY, owner_type="")
    assert client.get(f"/api/v1/files/{shown.uid}/", headers=headers).status_code == 404


def test_two_rules_for_one_owner_are_a_mistake(shown: StoredFile) -> None:
    with pytest.raises(ValueError, match="two rules"):
        access.register("changes.Cursor", lambda request, file: True)
