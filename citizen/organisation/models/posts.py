"""Who holds which post, in which role, and who stands in for whom."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citizen.organisation.days import valid_on
from citizen.organisation.models.chart import Unit
from geo.privacy import IMPERSONAL, Personal


class Scope(models.TextChoices):
    """How far a role reaches from the unit of the post."""

    UNIT = "unit", _("the unit itself")
    SUBTREE = "subtree", _("the unit and all below it")
    EVERYWHERE = "everywhere", _("the whole municipality")


class Role(models.Model):
    """What the holder of a post may do, and how far that reaches."""

    privacy = IMPERSONAL

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    names = models.JSONField(_("names"))
    permissions = ArrayField(models.CharField(max_length=80), verbose_name=_("permissions"), default=list)
    scope = models.CharField(_("reach"), max_length=12, choices=Scope)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.code


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date | None = None) -> Self:
        """Posts that are held on that day (today)."""
        return self.filter(valid_on(day))

    def exercised_by(self, user: Any, day: date | None = None) -> Self:
        """Posts that the user holds or stands in for on that day."""
        stands_in = Substitution.objects.filter(valid_on(day), substitute=user).values("post")
        return self.on(day).filter(Q(holder=user) | Q(pk__in=stands_in))


class Post(models.Model):
    """A post in a unit, with its role and the person who holds it."""

    privacy = Personal(
        fields=("holder",), subject={"user": "holder"},
        erase="citizen.organisation.erasure.end_posts",
        retention="public acts of the municipality name who signed them; kept with the chart",
    )  # fmt: skip

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts", verbose_name=_("role"))
    title = models.JSONField(_("title"), default=dict, blank=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("holder"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "role", "holder"),
                condition=Q(valid_until=None),
                name="organisation_post_live",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="organisation_post_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role_id} @ {self.unit_id}"


class Substitution(models.Model):
    """Somebody stands in for the holder of a post for some days."""

    privacy = Personal(
        fields=("substitute",), subject={"user": "substitute"},
        erase="citizen.organisation.erasure.end_substitutions", retention="as the post",
    )  # fmt: skip

    post = models.ForeignKey(Post, models.CASCADE, related_name="substitutions", verbose_name=_("post"))
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="substitutions", verbose_name=_("substitute")
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="organisation_substitution_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.post_id}"
