"""Tables of the change log. Rows are written by triggers (`TrackChanges`) and by `geo.changes.log`."""

from django.db import models
from django.db.models.functions import Now

from geo.privacy import IMPERSONAL
from geo.snapshots import CurrentTransaction, SnapshotField, TransactionField


class Change(models.Model):
    """Something drawable changed inside a box, in the transaction that changed it.

    Attributes:
        source: id of the source (``geo.sources``).
        west, south, east, north: the box over old and new geometries, EPSG:3857, metres. Four numbers and no
            geometry: the log is read whole, never searched by place.
        count: number of rows that changed.
    """

    privacy = IMPERSONAL

    class Kind(models.TextChoices):
        INSERT = "insert"
        UPDATE = "update"
        DELETE = "delete"
        LOG = "log", "logged by hand"

    id = models.BigAutoField(primary_key=True)
    xid = TransactionField(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    source = models.TextField()
    kind = models.CharField(max_length=8, choices=Kind)
    count = models.BigIntegerField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["xid"], name="changes_change_xid")]


class Cursor(models.Model):
    """How far a lasting consumer has read."""

    privacy = IMPERSONAL

    consumer = models.CharField(max_length=64, primary_key=True)
    snapshot = SnapshotField()
    read_at = models.DateTimeField(db_default=Now())


class Horizon(models.Model):
    """One row: the first transaction whose changes are all still kept; older ones may be gone."""

    privacy = IMPERSONAL

    id = models.SmallIntegerField(primary_key=True, default=1)
    xid = TransactionField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="changes_horizon_single")]
