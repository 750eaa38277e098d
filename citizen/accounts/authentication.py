"""How API clients say who they are: Bearer token, or HTTP Basic with the token as password (QGIS, GDAL)."""

import base64
import binascii
import hashlib
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from citizen.accounts.actions import PREFIX, user_of_token
from citizen.accounts.models import User

CHALLENGE: Final = 'Basic realm="topos", charset="UTF-8"'
CHECKED_SECONDS: Final = 300
"""How long a checked password of the demonstration is remembered (as a keyed digest)."""


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer TOKEN`` (RFC 6750)."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        scheme, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        user = user_of_token(text.strip())
        if user is None:
            raise AuthenticationFailed(_refusal())
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class TokenBasicAuthentication(BaseAuthentication):
    """HTTP Basic (RFC 7617) with the token as password; in the demonstration the account's password too."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        scheme, _, encoded = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise AuthenticationFailed(_refusal()) from None
        user = user_of_token(secret) if secret.startswith(PREFIX) else _by_password(request, name, secret)
        if user is None or name not in (user.username, user.email):
            raise AuthenticationFailed(_refusal())
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def _refusal() -> str:
    return _("The token or password is not valid, or has ended.")


def _by_password(request: Request, name: str, password: str) -> User | None:
    """Check a password once in five minutes: a slow hash at every request would be a gift to floods."""
    if not settings.DEMO:
        return None
    seal = hashlib.blake2b(f"{name}\0{password}".encode(), key=settings.SECRET_KEY.encode()[:64]).hexdigest()
    key = f"basic:{seal}"
    known: Any = cache.get(key)
    if known is not None:
        return User.objects.filter(pk=known, is_active=True).first()
    user = authenticate(request._request, username=name, password=password)
    if isinstance(user, User):
        cache.set(key, user.pk, CHECKED_SECONDS)
        return user
    return None
