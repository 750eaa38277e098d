"""Municipality, chart versions, units, roles, posts and substitutes. Dates are whole days, ends exclusive."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geo.privacy import IMPERSONAL, Personal


def _valid_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))


class Municipality(models.Model):
    """The one municipality of this installation."""

    privacy = IMPERSONAL

    names = models.JSONField(_("names"), help_text='{"el": "…", "en": "…"}')
    body = models.CharField(_("code of the body in references"), max_length=16, blank=True)
    contact = models.JSONField(_("how to reach it"), default=dict)
    demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("municipality")
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="organisation_one_municipality"),)

    def __str__(self) -> str:
        return str(self.names.get(get_language() or "el", self.names["el"]))


class ChartVersion(models.Model):
    """One edition of the chart, with the act that brought it. Cases keep the unit that they had."""

    privacy = IMPERSONAL

    valid_from = models.DateField(_("in force from"))
    act = models.CharField(_("legal act"), max_length=200, blank=True, help_text=_("decision or Gazette (ΦΕΚ)"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("chart version")
        verbose_name_plural = _("chart versions")

    def __str__(self) -> str:
        return f"{self.valid_from} {self.act}".strip()


class Kind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    GENERAL_DIRECTORATE = "general_directorate", _("general directorate")
    DIRECTORATE = "directorate", _("directorate")
    DEPARTMENT = "department", _("department")
    OFFICE = "office", _("office")


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date | None = None) -> Self:
        """Units that exist on that day (today)."""
        return self.filter(_valid_on(day or timezone.localdate()))

    def under(self, unit: "Unit") -> Self:
        """The unit and all below it: a prefix scan of the path, no recursion."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A node of the chart. `path` is the keys from the root as ``/1/4/9/``."""

    privacy = IMPERSONAL

    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    names = models.JSONField(_("names"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, db_index=False)
    version = models.ForeignKey(ChartVersion, models.PROTECT, related_name="units")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=Q(valid_until=None), name="organisation_unit_code_live"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="organisation_unit_days",
            ),
        )
        indexes = (
            models.Index(fields=("path",), name="organisation_unit_path", opclasses=("varchar_pattern_ops",)),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return str(self.names.get(get_language() or "el") or self.names["el"])

    @property
    def competent_unit_id(self) -> int:
        """See `geo.access`: a unit answers for itself."""
        return self.pk


class Scope(models.TextChoices):
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
        return self.filter(_valid_on(day or timezone.localdate()))

    def exercised_by(self, user: Any, day: date | None = None) -> Self:
        """Posts that the user holds or stands in for on that day."""
        day = day or timezone.localdate()
        stands_in = Substitution.objects.filter(_valid_on(day), substitute=user).values("post")
        return self.on(day).filter(Q(holder=user) | Q(pk__in=stands_in))


class Post(models.Model):
    """A post in a unit, with its role and the person who holds it."""

    privacy = Personal(
        fields=("holder",), subject={"user": "holder"},
        erase="citizen.organisation.erasure.keep_public_acts",
        retention="public acts of the municipality name who signed them; kept with the chart",
    )  # fmt: skip

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts", verbose_name=_("role"))
    title = models.JSONField(_("title"), default=dict, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("holder")
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "role", "holder"), condition=Q(valid_until=None), name="organisation_post_live"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role_id} @ {self.unit_id}"


class Substitution(models.Model):
    """Somebody stands in for the holder of a post for some days."""

    privacy = Personal(
        fields=("substitute",), subject={"user": "substitute"},
        erase="citizen.organisation.erasure.keep_public_acts", retention="as the post",
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
                condition=Q(valid_until__gt=F("valid_from")), name="organisation_substitution_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.post_id}"
