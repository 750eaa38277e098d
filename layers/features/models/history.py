"""The history of features: every version in full, never changed."""

from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo.privacy import IMPERSONAL
from layers.features.fields import StorageGeometryField
from layers.features.models.changesets import Changeset, WriteSource
from layers.features.models.collections import Collection
from layers.features.models.features import Feature
from layers.features.validity import valid_on


class Operation(models.TextChoices):
    CREATE = "create", _("made")
    CHANGE = "change", _("changed")
    DELETE = "delete", _("deleted")


class FeatureVersionQuerySet(models.QuerySet["FeatureVersion"]):
    def as_of(self, day: date) -> Self:
        """On record at the end of this day: one version of each feature that was not deleted then."""
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        later = FeatureVersion.objects.filter(
            feature=models.OuterRef("feature"), version__gt=models.OuterRef("version"), recorded_at__lt=end
        )
        return self.filter(~models.Exists(later), recorded_at__lt=end).exclude(operation=Operation.DELETE)

    def at(self, day: date) -> Self:
        """Those valid in the world on this day."""
        return self.filter(valid_on(day))

    def of(self, collection: Collection | str) -> Self:
        return self.filter(collection_id=collection if isinstance(collection, str) else collection.pk)


class FeatureVersion(models.Model):
    """A feature as it was recorded once: what, who, when, why, by which door.

    A deletion is a version too; it repeats what was deleted.
    """

    privacy = IMPERSONAL

    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, db_index=False, related_name="versions")
    version = models.PositiveIntegerField(_("version"))
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, db_index=False, related_name="+")
    operation = models.CharField(_("operation"), max_length=8, choices=Operation)
    geometry = StorageGeometryField(_("geometry"))
    properties = models.JSONField(_("properties"))
    valid_from = models.DateField(_("valid from"), null=True)
    valid_until = models.DateField(_("valid until"), null=True)
    changeset = models.ForeignKey(Changeset, on_delete=models.PROTECT, related_name="versions")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    source = models.CharField(_("source"), max_length=8, choices=WriteSource)
    reason = models.TextField(_("reason"), blank=True, default="")
    recorded_at = models.DateTimeField(_("recorded"))

    objects = FeatureVersionQuerySet.as_manager()

    class Meta:
        db_table = "features_version"
        verbose_name = _("version of a feature")
        verbose_name_plural = _("versions of features")
        ordering = ("feature", "version")
        constraints = (models.UniqueConstraint(fields=("feature", "version"), name="features_version_unique"),)
        indexes = (GistIndex("collection", "geometry", name="features_version_place"),)

    def __str__(self) -> str:
        return f"{self.collection_id}/{self.feature_id} {self.version}"
