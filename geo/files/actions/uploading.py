"""Resumable uploads: begin, continue, cancel, let expire."""

import uuid
from datetime import datetime
from tempfile import TemporaryFile

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from geo.errors import Conflict, NotFound, TooLarge
from geo.files.actions.storing import accept, remove
from geo.files.errors import FileRefused, Full, Gone, Refusal
from geo.files.models import Chunk, StoredFile, Upload
from geo.files.rules import KEEP_UNOWNED, MAX_BYTES, MAX_UNFINISHED, MAX_UNFINISHED_BYTES


@transaction.atomic
def begin(*, length: int) -> Upload:
    """Announce an upload of `length` bytes.

    Raises:
        FileRefused: it would be empty or too large.
        Full: too many uploads are unfinished.
    """
    if length <= 0:
        raise FileRefused(Refusal.EMPTY)
    if length > MAX_BYTES:
        raise FileRefused(Refusal.TOO_LARGE)
    held = Upload.objects.unfinished().aggregate(count=Count("uid"), bytes=Sum("offset"))
    if held["count"] >= MAX_UNFINISHED or (held["bytes"] or 0) >= MAX_UNFINISHED_BYTES:
        raise Full()
    return Upload.objects.create(length=length, expires_at=_expiry())


def append(*, uid: uuid.UUID, offset: int, data: bytes) -> Upload:
    """Add bytes at `offset`; the last ones make the file. Received means committed when this returns.

    Raises:
        NotFound: there is no such upload. Gone: it has expired.
        Conflict: `offset` is not where the upload stands; the answer's ``offset`` says where.
        TooLarge: more bytes than announced.
        FileRefused: it is complete and no picture of ours; the upload has ended.
    """
    outcome = _append(uid=uid, offset=offset, data=data)
    if isinstance(outcome, FileRefused):
        raise outcome
    return outcome


@transaction.atomic
def _append(*, uid: uuid.UUID, offset: int, data: bytes) -> Upload | FileRefused:
    upload = _locked(uid)
    if offset != upload.offset:
        raise Conflict(_("The upload stands elsewhere. Ask where, and go on from there."), offset=upload.offset)
    if offset + len(data) > upload.length:
        raise TooLarge(_("These are more bytes than were announced."), length=upload.length)
    if data:
        Chunk.objects.create(upload=upload, offset=offset, data=data)
        upload.offset += len(data)
        upload.expires_at = _expiry()
        upload.save(update_fields=["offset", "expires_at"])
    if upload.offset < upload.length or upload.file_id is not None:
        return upload
    try:
        return _complete(upload)
    except FileRefused as refused:
        # Answered, not raised: that the upload has ended must be committed.
        upload.delete()
        return refused


def _complete(upload: Upload) -> Upload:
    with TemporaryFile() as file:
        for data in upload.chunks.order_by("offset").values_list("data", flat=True).iterator(chunk_size=4):
            file.write(data)
        accepted = accept(file=file, uid=upload.uid)
    upload.file, upload.suggestion = accepted.file, accepted.suggestion
    upload.save(update_fields=["file", "suggestion"])
    upload.chunks.all().delete()
    return upload


@transaction.atomic
def cancel(*, uid: uuid.UUID) -> None:
    """End an upload and delete what it has brought.

    Raises:
        NotFound: there is no such upload. Gone: it has expired.
    """
    _end(_locked(uid))


def expire() -> int:
    """End the uploads whose time is over; answers how many."""
    ended = 0
    for uid in Upload.objects.expired().values_list("uid", flat=True).iterator():
        with transaction.atomic():
            # Looked at again under the lock: it may have been continued or attached meanwhile.
            if upload := Upload.objects.select_for_update().expired().filter(uid=uid).first():
                _end(upload)
                ended += 1
    return ended


def _end(upload: Upload) -> None:
    stored = StoredFile.objects.filter(uid=upload.file_id).first() if upload.file_id else None
    upload.delete()
    if stored is not None and not stored.owner_type:
        remove(file=stored)


def _locked(uid: uuid.UUID) -> Upload:
    upload = Upload.objects.select_for_update().filter(uid=uid).first()
    if upload is None:
        raise NotFound(_("There is no such upload, or it has expired. Send the file again."))
    if upload.expires_at <= timezone.now():
        raise Gone(_("There is no such upload, or it has expired. Send the file again."))
    return upload


def _expiry() -> datetime:
    return timezone.now() + KEEP_UNOWNED
