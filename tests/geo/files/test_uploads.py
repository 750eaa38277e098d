"""Resumable uploads as a client of tus 1.0.0 meets them."""

import base64
import hashlib
import io
import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.http.request import UnreadablePostError

from geo.changes.models import Cursor
from geo.errors import Conflict
from geo.files import rules
from geo.files.actions import append, attach, begin, expire
from geo.files.models import Chunk, StoredFile, Upload
from tests.geo.files.pictures import encoded

pytestmark = pytest.mark.django_db(transaction=True)
TUS = {"Tus-Resumable": "1.0.0"}
PICTURE = encoded()


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    settings.RATE_LIMITS = False


def create(client: Any, length: int | str = len(PICTURE)) -> Any:
    return client.post("/api/v1/uploads/", headers={**TUS, "Upload-Length": str(length)})


def send(client: Any, address: str, offset: int | str, data: bytes, **headers: str) -> Any:
    headers = {**TUS, "Upload-Offset": str(offset), **{k.replace("_", "-"): v for k, v in headers.items()}}
    return client.patch(address, data, content_type="application/offset+octet-stream", headers=headers)


def test_what_is_offered(client: Any) -> None:
    answer = client.options("/api/v1/uploads/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {"creation", "expiration", "checksum", "termination"}
    assert answer["Tus-Max-Size"] == str(rules.MAX_BYTES)


def test_an_upload_in_parts(client: Any) -> None:
    created = create(client)
    assert created.status_code == 201
    assert created["Tus-Resumable"] == "1.0.0"
    address = created["Location"]
    assert address.startswith("/api/v1/uploads/")
    third = len(PICTURE) // 3
    for start in range(0, len(PICTURE), third):
        part = PICTURE[start : start + third]
        answer = send(client, address, start, part)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(start + len(part)))
        standing = client.head(address, headers=TUS)
        assert standing["Upload-Offset"] == answer["Upload-Offset"]
        assert standing["Cache-Control"] == "no-store"
        assert "Upload-Expires" in standing
    stored = StoredFile.objects.get()
    assert stored.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert not Chunk.objects.exists()
    told = client.get(address).json()
    assert told["complete"]
    assert told["suggestion"]["longitude"] == pytest.approx(26.2075, abs=1e-6)


def test_attached_the_suggestion_is_gone(client: Any) -> None:
    address = create(client)["Location"]
    send(client, address, 0, PICTURE)
    uid = UUID(address.split("/")[-2])
    stored = attach(uid=uid, owner=Cursor(consumer="a"))
    assert (stored.uid, stored.owner_key) == (uid, "a")
    assert client.get(address).status_code == 404
    assert attach(uid=uid, owner=Cursor(consumer="a")) == stored


def test_an_unfinished_one_cannot_be_attached(client: Any) -> None:
    address = create(client)["Location"]
    send(client, address, 0, PICTURE[:10])
    with pytest.raises(Conflict):
        attach(uid=UUID(address.split("/")[-2]), owner=Cursor(consumer="a"))


def test_a_broken_line_keeps_what_has_arrived(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address = create(client)["Location"]
    source = io.BytesIO(PICTURE)

    def read(request: Any, size: int) -> bytes:
        if source.tell() >= 200:
            raise UnreadablePostError("line broken")
        return source.read(min(size, 100))

    with monkeypatch.context() as broken:
        broken.setattr("django.http.HttpRequest.read", read)
        send(client, address, 0, PICTURE)
    assert client.head(address, headers=TUS)["Upload-Offset"] == "200"
    assert send(client, address, 200, PICTURE[200:]).status_code == 204
    assert StoredFile.objects.get().sha256 == hashlib.sha256(PICTURE).hexdigest()


def test_a_wrong_offset_says_the_right_one(client: Any) -> None:
    address = create(client)["Location"]
    send(client, address, 0, PICTURE[:10])
    for offset in (0, 9, 11, len(PICTURE) + 5):
        answer = send(client, address, offset, PICTURE[10:20])
        assert (answer.status_code, answer.json()["offset"]) == (409, 10)


def test_of_two_at_once_one_wins(client: Any) -> None:
    upload = begin(length=len(PICTURE))
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def go() -> None:
        ready.wait()
        try:
            append(uid=upload.uid, offset=0, data=PICTURE)
            outcomes.append("taken")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    both = [threading.Thread(target=go) for _ in range(2)]
    [thread.start() for thread in both]
    [thread.join() for thread in both]
    assert sorted(outcomes) == ["conflict", "taken"]
    assert StoredFile.objects.count() == 1


def test_checksums(client: Any) -> None:
    address = create(client)["Location"]
    part = PICTURE[:50]
    wrong = base64.b64encode(hashlib.sha1(b"other").digest()).decode()
    answer = send(client, address, 0, part, Upload_Checksum=f"sha1 {wrong}")
    assert answer.status_code == 460
    assert client.head(address, headers=TUS)["Upload-Offset"] == "0"
    for algorithm, at in (("sha1", 0), ("sha256", 50)):
        data = PICTURE[at : at + 50]
        good = base64.b64encode(hashlib.new(algorithm, data).digest()).decode()
        assert send(client, address, at, data, Upload_Checksum=f"{algorithm} {good}").status_code == 204
    assert send(client, address, 100, part, Upload_Checksum="md5 AAAA").status_code == 400
    assert send(client, address, 100, part, Upload_Checksum="sha1 ???").status_code == 400


def test_more_than_announced(client: Any) -> None:
    address = create(client, 100)["Location"]
    assert send(client, address, 0, bytes(101)).status_code == 413
    assert client.head(address, headers=TUS)["Upload-Offset"] == "0"


def test_no_picture_ends_the_upload(client: Any) -> None:
    address = create(client, 100)["Location"]
    answer = send(client, address, 0, b"x" * 100)
    assert (answer.status_code, answer.json()["refusal"]) == (415, "not_a_picture")
    assert client.head(address, headers=TUS).status_code == 404
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("length", "status"),
    [("0", 400), (str(rules.MAX_BYTES + 1), 413), ("-1", 400), ("ten", 400), ("", 400), ("٣", 400)],
)
def test_a_length_that_cannot_be(client: Any, length: str, status: int) -> None:
    assert create(client, length).status_code == status


def test_the_protocol_is_asked_for(client: Any) -> None:
    answer = client.post("/api/v1/uploads/", headers={"Upload-Length": "5"})
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    address = create(client)["Location"]
    assert client.patch(address, b"x", content_type="image/jpeg", headers=TUS).status_code == 415
    assert client.head(f"/api/v1/uploads/{uuid4()}/", headers=TUS).status_code == 404


def test_cancelling(client: Any, folder: Any) -> None:
    for sent in (PICTURE[:10], PICTURE):
        address = create(client)["Location"]
        send(client, address, 0, sent)
        assert client.delete(address, headers=TUS).status_code == 204
        assert client.head(address, headers=TUS).status_code == 404
    assert not Chunk.objects.exists()
    assert not StoredFile.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_expiry(client: Any) -> None:
    old, finished, young = (create(client)["Location"] for _ in range(3))
    send(client, old, 0, PICTURE[:10])
    send(client, finished, 0, PICTURE)
    uids = [UUID(address.split("/")[-2]) for address in (old, finished)]
    Upload.objects.filter(uid__in=uids).update(expires_at=Now())
    assert send(client, old, 10, b"x").status_code == 410
    assert expire() == 2
    assert client.head(young, headers=TUS).status_code == 200
    assert not StoredFile.objects.exists()
    assert not Chunk.objects.exists()


def test_unfinished_uploads_have_a_quota(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.files.actions.uploading.MAX_UNFINISHED", 1)
    assert create(client).status_code == 201
    assert create(client).status_code == 507


def test_no_account_and_no_cookie_is_needed(client: Any) -> None:
    client.handler.enforce_csrf_checks = True
    assert create(client).status_code == 201


def test_beginning_is_limited_by_address(client: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "t"}}
    monkeypatch.setattr("geo.files.api.uploads.Creations.rate", "2/hour")
    assert [create(client).status_code for _ in range(3)] == [201, 201, 429]
