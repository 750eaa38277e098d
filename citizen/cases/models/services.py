"""Services: what the municipality does for somebody. A complaint category is a service."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from citizen.cases.clock import Target, TargetUnit
from citizen.cases.texts import in_language
from geo.privacy import IMPERSONAL


class Audience(models.TextChoices):
    ANYONE = "anyone", _("anyone")
    AUTHENTICATED = "authenticated", _("people who have signed in")
    BUSINESS = "business", _("businesses")


class Identification(models.TextChoices):
    """How well the reporter must be known."""

    NONE = "none", _("anonymous is accepted")
    CONTACT = "contact", _("an e-mail address or a telephone number")
    ACCOUNT = "account", _("an account")


class Attaches(models.TextChoices):
    """Where a case of the service lies."""

    NOWHERE = "nowhere", _("nowhere; a point may be given")
    POINT = "point", _("a point")
    FEATURES = "features", _("a thing on the map, or a point")
    LINE = "line", _("a drawn line")
    POLYGON = "polygon", _("a drawn area")


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self) -> Self:
        """Those that can be asked for now, with their current version, in the order of the list."""
        return self.filter(active=True, current__isnull=False).select_related("current").order_by("order", "code")

    def coded(self, code: str) -> Self:
        return self.filter(code=code).select_related("current")


class Service(models.Model):
    """A stable code (CPSV-AP public service, Open311 service_code); its content is in the versions."""

    privacy = IMPERSONAL

    code = models.SlugField(_("code"), max_length=63, unique=True)
    group = models.SlugField(_("group"), max_length=63)
    group_title = models.JSONField(_("title of the group"))
    icon = models.CharField(_("icon"), max_length=63, blank=True, default="")
    order = models.PositiveIntegerField(_("order"), default=0)
    active = models.BooleanField(_("offered"), default=True)
    map_source = models.SlugField(_("map source"), max_length=63, default="requests", db_index=False)
    current = models.ForeignKey(
        "cases.ServiceVersion", verbose_name=_("current version"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="+", db_index=False,
    )  # fmt: skip

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return in_language(self.current.title) if self.current else self.code


class ServiceVersion(models.Model):
    """What the service asks and promises; never changed. A case keeps the version that it began under."""

    privacy = IMPERSONAL

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveIntegerField(_("version"))
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    title = models.JSONField(_("title"))
    description = models.JSONField(_("description"))
    keywords = models.JSONField(_("keywords"), default=dict)
    notice = models.JSONField(_("notice"), default=dict, blank=True)
    """Shown before sending, e.g. whom to call in an emergency; ``{}`` or a text in each language."""
    audience = models.CharField(_("audience"), max_length=16, choices=Audience, default=Audience.ANYONE)
    identification = models.CharField(
        _("identification"), max_length=16, choices=Identification, default=Identification.NONE
    )
    form = models.JSONField(_("form"), default=dict)
    """JSON Schema (draft 2020-12) of the answers; ``x-title`` and ``x-enum-titles`` in each language."""
    attaches = models.CharField(_("attaches to"), max_length=16, choices=Attaches, default=Attaches.POINT)
    collections = ArrayField(models.SlugField(max_length=63), verbose_name=_("collections"), default=list)
    unit_code = models.CharField(_("competent unit"), max_length=63)
    calendar_code = models.SlugField(_("calendar"), max_length=63, default="office")
    target_amount = models.PositiveIntegerField(_("target time"))
    target_unit = models.CharField(
        _("unit of the target time"),
        max_length=16,
        choices=[(TargetUnit.WORKING_HOURS.value, _("working hours")), (TargetUnit.DAYS.value, _("days"))],
    )
    point_public = models.BooleanField(_("point is public"), default=True)
    text_publishable = models.BooleanField(_("text may be published once cleared"), default=True)
    confidential = models.BooleanField(_("confidential"), default=False)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    tasks = models.JSONField(_("tasks"), default=list, blank=True)
    legal_basis = models.JSONField(_("legal basis"), default=dict, blank=True)
    retention_days = models.PositiveIntegerField(_("days until the reporter is made anonymous"), default=365)
    duplicate_radius = models.PositiveIntegerField(_("distance of duplicates in metres"), default=50)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a service")
        verbose_name_plural = _("versions of services")
        constraints = (
            models.UniqueConstraint(fields=("service", "version"), name="cases_serviceversion_unique"),
            models.CheckConstraint(condition=models.Q(target_amount__gt=0), name="cases_serviceversion_target"),
        )

    def __str__(self) -> str:
        return f"{in_language(self.title)} {self.version}"

    @property
    def target(self) -> Target:
        return Target(self.target_amount, TargetUnit(self.target_unit))
