"""Changesets: edits that belong together, and the way they take to the map."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from geo.privacy import IMPERSONAL


class WriteSource(models.TextChoices):
    """Through which door a write came."""

    WEB = "web", _("browser")
    QGIS = "qgis", _("QGIS")
    IMPORT = "import", _("import")
    FIELD = "field", _("field work")
    SYSTEM = "system", _("the system")
    API = "api", _("programme")


class Changeset(models.Model):
    """A set of edits by one author for one reason.

    ``draft → submitted → reviewed → published``; a submitted one may also be ``returned`` to its author or
    ``withdrawn`` by the author. What is published can be reverted by a new changeset that names it in
    `reverts`.
    """

    privacy = IMPERSONAL

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REVIEWED = "reviewed", _("reviewed")
        PUBLISHED = "published", _("published")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    source = models.CharField(_("source"), max_length=8, choices=WriteSource)
    reason = models.TextField(_("reason"), blank=True, default="")
    decision = models.CharField(_("decision number (ΑΔΑ)"), max_length=40, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    reverts = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reverted_by")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("changeset")
        verbose_name_plural = _("changesets")
        permissions = (("review_changeset", _("Can review edits of features")),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="published", published_at__isnull=False)
                | (~models.Q(state="published") & models.Q(published_at=None)),
                name="features_changeset_published_at",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.get_state_display()}"
