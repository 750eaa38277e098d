"""Taking a file in, making a clean picture of it, attaching it, removing it."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from geo.audit.actions import record
from geo.errors import Conflict, NotFound
from geo.events import publish
from geo.files import pictures
from geo.files.errors import FileRefused
from geo.files.events import FileReady
from geo.files.events import FileRefused as FileWasRefused
from geo.files.exif import Suggestion
from geo.files.models import StoredFile, Upload
from geo.files.rules import KEEP_UNOWNED
from geo.files.storage import files
from geo.jobs import defer

State = StoredFile.State
QUARANTINE, READY = "quarantine", "ready"


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A file that is kept, and what its metadata suggests: to be told to the sender and forgotten."""

    file: StoredFile
    suggestion: Suggestion


@transaction.atomic
def accept(*, file: BinaryIO, owner: Model | None = None, actor: Any = None, uid: uuid.UUID | None = None) -> Accepted:
    """Keep a picture in quarantine, and have it made clean by a job.

    Looks at the header only. When this returns, the bytes are on disk; when the transaction is rolled back,
    they are swept away later.

    Args:
        file: readable and seekable, binary.
        owner: what it is attached to, a saved row; may follow with `attach`.
        uid: of the file to be; a random one by default.

    Raises:
        FileRefused: it is empty, too large, no picture of ours, or has too many pixels.
    """
    header = pictures.inspect(file)
    digest = _sha256(file)
    uid = uid or uuid.uuid4()
    file.seek(0)
    stored = StoredFile(
        uid=uid,
        media_type=header.media_type,
        size=header.size,
        sha256=digest,
        width=header.width,
        height=header.height,
        content=files().save(_name(QUARANTINE, uid), File(file)),
        owner_type="" if owner is None else owner._meta.label,
        owner_key="" if owner is None else str(owner.pk),
    )
    stored.save(force_insert=True)
    data = {"size": header.size, "media_type": header.media_type, "sha256": digest}
    record(actor=actor, action="files.accept_file", obj=stored, data=data)
    defer("files.process", uid=str(uid))
    return Accepted(file=stored, suggestion=header.suggestion)


def process(*, uid: uuid.UUID) -> StoredFile | None:
    """Put a clean picture in place of the original, or refuse it; answers None when that was done before.

    The picture is decoded outside of any transaction, which would otherwise stand open for seconds.
    """
    stored = StoredFile.objects.filter(uid=uid, state=State.QUARANTINED).first()
    if stored is None:
        return None
    with files().open(stored.content) as original:
        # Read before it is judged: a fault of the disk is no fault of the picture.
        data = BytesIO(original.read())
    try:
        clean = pictures.clean(data)
    except FileRefused as error:
        return _finish(stored, state=State.REFUSED, refusal=error.refusal, content="", size=0)
    return _finish(
        stored,
        state=State.READY,
        media_type=clean.media_type,
        content=files().save(_name(READY, uid, ".webp"), ContentFile(clean.content)),
        thumbnail=files().save(_name(READY, uid, ".small.webp"), ContentFile(clean.thumbnail)),
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        width=clean.width,
        height=clean.height,
    )


@transaction.atomic
def _finish(stored: StoredFile, **values: Any) -> StoredFile | None:
    """Take the outcome over, unless another worker was faster or the file was removed meanwhile."""
    original = stored.content
    made = [values.get("content", ""), values.get("thumbnail", "")]
    if not StoredFile.objects.filter(uid=stored.uid, state=State.QUARANTINED).update(**values):
        _delete_bytes(*made)
        return None
    for name, value in values.items():
        setattr(stored, name, value)
    publish(FileReady(file=stored) if stored.state == State.READY else FileWasRefused(file=stored))
    transaction.on_commit(lambda: _delete_bytes(original))
    return stored


@transaction.atomic
def attach(*, uid: uuid.UUID, owner: Model, actor: Any = None) -> StoredFile:
    """Attach an uploaded file to a saved row. Doing it twice does no harm.

    Args:
        uid: of the upload or file; knowing it is the permission.

    Raises:
        NotFound: there is no such upload, or it has expired.
        Conflict: it is not finished, or is attached to something else.
    """
    upload = Upload.objects.select_for_update().filter(uid=uid).first()
    if upload is not None and upload.file_id is None:
        raise Conflict(_("The upload is not finished. Send the rest first."), offset=upload.offset)
    stored = StoredFile.objects.select_for_update().filter(uid=uid).first()
    if stored is None:
        raise NotFound(_("There is no such upload, or it has expired. Send the file again."))
    place = {"owner_type": owner._meta.label, "owner_key": str(owner.pk)}
    if stored.owner_type:
        if (stored.owner_type, stored.owner_key) != tuple(place.values()):
            raise Conflict(_("This file is attached to something else. Send it again."))
        return stored
    StoredFile.objects.filter(uid=uid).update(**place)
    stored.owner_type, stored.owner_key = place["owner_type"], place["owner_key"]
    Upload.objects.filter(uid=uid).delete()  # and with it what the picture suggested
    record(actor=actor, action="files.attach_file", obj=stored, data=place)
    return stored


@transaction.atomic
def remove(*, file: StoredFile, actor: Any = None) -> None:
    """Delete a file for good: its row, its bytes, its upload."""
    names = (file.content, file.thumbnail)
    record(actor=actor, action="files.remove_file", obj=file)
    StoredFile.objects.filter(uid=file.uid).delete()
    transaction.on_commit(lambda: _delete_bytes(*names))


def remove_of(*, owner: Model, actor: Any = None) -> int:
    """Delete all files of a row, for its erasure; answers how many."""
    found = list(StoredFile.objects.of(owner))
    for file in found:
        remove(file=file, actor=actor)
    return len(found)


def sweep() -> int:
    """Delete files attached to nothing for a day, and bytes that no row knows (left by a crash).

    Returns:
        how many such leftovers there were.
    """
    stale = StoredFile.objects.unowned().filter(created_at__lt=Now() - KEEP_UNOWNED, upload__isnull=True)
    for file in stale.iterator():
        remove(file=file)
    orphans = list(_orphans())
    _delete_bytes(*orphans)
    return len(orphans)


def _orphans() -> Iterator[str]:
    """Names in the storage, older than a day, that no row carries; folder by folder."""
    storage = files()
    for base in (QUARANTINE, READY):
        for shard in storage.listdir(base)[0] if storage.exists(base) else ():
            names = {f"{base}/{shard}/{name}" for name in storage.listdir(f"{base}/{shard}")[1]}
            known = StoredFile.objects.filter(content__in=names).values_list("content", flat=True)
            small = StoredFile.objects.filter(thumbnail__in=names).values_list("thumbnail", flat=True)
            yield from (name for name in names - set(known) - set(small) if _is_old(name))


def _is_old(name: str) -> bool:
    return bool(files().get_modified_time(name) < timezone.now() - KEEP_UNOWNED)


def _name(folder: str, uid: uuid.UUID, suffix: str = "") -> str:
    return f"{folder}/{uid.hex[:2]}/{uid.hex}{suffix}"


def _delete_bytes(*names: str) -> None:
    for name in filter(None, names):
        files().delete(name)


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
