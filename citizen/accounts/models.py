"""Accounts and API tokens."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo.access import PUBLIC
from geo.privacy import Personal

AudienceProvider = Callable[[Any], frozenset[str]]
_audience_providers: list[AudienceProvider] = []


def audience_provider(function: AudienceProvider) -> AudienceProvider:
    """Register a callable that answers the audiences of a user; the rooms above know what posts are held."""
    _audience_providers.append(function)
    return function


class User(AbstractUser):
    """A person with an account: citizen, business or member of staff; posts make the difference."""

    privacy = Personal(
        fields=("username", "first_name", "last_name", "email", "phone"),
        subject={"user": "pk", "username": "username", "email": "email", "phone": "phone"},
        erase="citizen.accounts.erasure.erase_users",
        retention="until the person closes the account, or two years after the last sign-in",
    )

    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="el")

    objects: ClassVar[DjangoUserManager[Self]] = DjangoUserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    @cached_property
    def audiences(self) -> frozenset[str]:
        """See `geo.access`: ``public`` and what the providers add; one look-up an instance."""
        return frozenset({PUBLIC}).union(*(provider(self) for provider in _audience_providers))


class TokenQuerySet(models.QuerySet["Token"]):
    def usable(self) -> Self:
        """Neither revoked nor past its end."""
        now = timezone.now()
        return self.filter(revoked_at=None).filter(models.Q(expires_at=None) | models.Q(expires_at__gt=now))


class Token(models.Model):
    """A key for programs. Only its SHA-256 is kept: 256 random bits need no slow hash."""

    privacy = Personal(
        fields=("name",), subject={"user": "user"}, retention="with the account",
        erase="citizen.accounts.erasure.erase_tokens",
    )  # fmt: skip

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name or f"token {self.pk}"
