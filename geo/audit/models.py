"""Audit rows, their chain, and the anchors of the chain."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from geo.privacy import IMPERSONAL, Kept, Personal
from geo.snapshots import CurrentTransaction, SnapshotField, TransactionField


class Row(models.Model):
    """Who did what to what, when. Never changed, never deleted (triggers refuse it, the chain would show it).

    Attributes:
        actor_id: primary key of the account as text, ``""`` for the system or for somebody without account.
            No foreign key: accounts stand above and may be erased.
        action: verb and noun, ``cases.submit_case``.
        object_type, object_key: model label and primary key of what was dealt with.
        data: what else matters; personal values only as `geo.audit.digest`.
    """

    privacy = Personal(
        fields=("actor_id",),
        subject={"user": "actor_id"},
        erase=Kept(
            reason="Who decided what in an administrative procedure is evidence (GDPR art. 17(3)(b), (e)); "
            "the account's key says nothing about a person once the account is erased."
        ),
        retention="as long as the archive of the procedure it documents",
    )

    id = models.BigAutoField(primary_key=True)
    xid = TransactionField(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    actor_id = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=100)
    object_type = models.CharField(max_length=100, blank=True)
    object_key = models.CharField(max_length=100, blank=True)
    data = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [
            models.Index(fields=["xid"], name="audit_row_xid"),
            models.Index(fields=["object_type", "object_key", "id"], name="audit_row_object"),
        ]


class Seal(models.Model):
    """One link of the chain: the hash of a row together with the hash before it.

    Attributes:
        seq: 1, 2, 3 … without a gap.
        row_id: the row's key; no foreign key, so that a deleted row shows as a break and not as an error.
    """

    privacy = IMPERSONAL

    seq = models.BigIntegerField(primary_key=True)
    row_id = models.BigIntegerField(unique=True)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)


class Anchor(models.Model):
    """The head of the chain after one run of the sealing job; written into the log as well.

    Attributes:
        snapshot: what that run had seen; the next one begins there.
    """

    privacy = IMPERSONAL

    seq = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)
    snapshot = SnapshotField()
    at = models.DateTimeField(db_default=Now())
