"""Stored files and unfinished uploads."""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from geo.privacy import IMPERSONAL, OWNER, Personal


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def of(self, owner: models.Model) -> Self:
        """The files attached to `owner`, oldest first."""
        return self.filter(owner_type=owner._meta.label, owner_key=str(owner.pk)).order_by("created_at", "uid")

    def ready(self) -> Self:
        return self.filter(state=StoredFile.State.READY)

    def unowned(self) -> Self:
        return self.filter(owner_type="")


class StoredFile(models.Model):
    """A picture that somebody sent. Private: shown only by permission of the room that attached it.

    A file is *quarantined* as it came until a job has made a clean picture of it (*ready*; the original is
    deleted) or has found that it cannot be one (*refused*).

    Attributes:
        uid: cannot be guessed; part of its address.
        media_type: of what is stored now (RFC 6838).
        size: bytes of what is stored now; `sha256`: hexadecimal, of the same.
        width, height: pixels, as seen (orientation applied once ready).
        content: name in the storage ``files``; `thumbnail`: the small picture's, once ready.
        refusal: code of the reason when refused; `get_refusal_display` says it in the reader's language.
        owner_type, owner_key: model label and primary key of what it is attached to, ``""`` until then.
    """

    privacy = Personal(
        fields=("content", "thumbnail"),
        subject=OWNER,
        retention="as long as what it is attached to; a day when attached to nothing",
    )

    class State(models.TextChoices):
        QUARANTINED = "quarantined", _("being checked")
        READY = "ready", _("ready")
        REFUSED = "refused", _("refused")

    class Refusal(models.TextChoices):
        EMPTY = "empty", _("The file is empty. Choose another picture.")
        TOO_LARGE = "too_large", _("The file is larger than 15 MB. Send a smaller picture.")
        NOT_A_PICTURE = "not_a_picture", _("This is no JPEG, PNG, WebP or HEIC picture. Send one of these.")
        TOO_MANY_PIXELS = "too_many_pixels", _("The picture has more than 50 megapixels. Send a smaller one.")
        DAMAGED = "damaged", _("The picture is damaged or incomplete. Send it again.")

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.QUARANTINED)
    refusal = models.CharField(max_length=16, choices=Refusal, blank=True)
    media_type = models.CharField(max_length=64)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.CharField(max_length=200, blank=True)
    thumbnail = models.CharField(max_length=200, blank=True)
    owner_type = models.CharField(max_length=100, blank=True)
    owner_key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner_type", "owner_key"], name="files_storedfile_owner"),
            models.Index(fields=["created_at"], name="files_storedfile_unowned", condition=models.Q(owner_type="")),
        ]


class UploadQuerySet(models.QuerySet["Upload"]):
    def expired(self) -> Self:
        """Those nobody may continue any more."""
        return self.filter(expires_at__lte=Now())

    def unfinished(self) -> Self:
        return self.filter(file__isnull=True)


class Upload(models.Model):
    """A resumable upload (tus 1.0.0). Whoever knows its `uid` may continue it and attach its file.

    Attributes:
        length: bytes announced; `offset`: bytes received and committed.
        suggestion: ``{"longitude", "latitude", "taken_at"}`` read from the picture, for the sender only; it
            goes with this row when the file is attached or the upload ends.
    """

    privacy = Personal(fields=("suggestion",), subject=OWNER, retention="a day")

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    file = models.OneToOneField(StoredFile, models.CASCADE, null=True, related_name="upload")
    suggestion = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__gte=0, offset__lte=models.F("length")), name="files_upload_offset"
            )
        ]


class Chunk(models.Model):
    """A received part of an unfinished upload.

    Kept in the database, not in a folder: received means committed, any web server may take the next part,
    and what expires leaves nothing behind.
    """

    privacy = IMPERSONAL

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="chunks")
    offset = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="files_chunk_once")]
