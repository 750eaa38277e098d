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
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from citizen.accounts.actions import PREFIX, user_of_token
from citizen.accounts.models import User
from geo.logs import client_address

SCHEME: Final = 'Bearer realm="topos"'
"""Says that a refusal is 401; what is offered to whom stands in `geo.problems.challenge`."""

CHECKED_SECONDS: Final = 300
"""How long a checked password of the demonstration is remembered (as a keyed digest)."""

MOST_FAILURES: Final = 10
"""Wrong passwords from one address for one name, in `CHECKED_SECONDS`."""


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
        return SCHEME


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
        return SCHEME


def _refusal() -> str:
    return _("The token or password is not valid, or has ended.")


def _by_password(request: Request, name: str, password: str) -> User | None:
    """Check a password once in five minutes: a slow hash at every request would be a gift to floods."""
    if not settings.DEMO:
        return None
    checked, failures = _seal("checked", name, password), _seal("failed", name, client_address(request._request))
    if user := _remembered(checked):
        return user
    if settings.RATE_LIMITS and cache.get(failures, 0) >= MOST_FAILURES:
        raise Throttled(CHECKED_SECONDS)
    found = authenticate(request._request, username=name, password=password)
    if isinstance(found, User):
        cache.set(checked, (found.pk, found.get_session_auth_hash()), CHECKED_SECONDS)
        return found
    cache.set(failures, cache.get(failures, 0) + 1, CHECKED_SECONDS)
    return None


def _remembered(key: str) -> User | None:
    """The account behind a password that was right a moment ago, unless the password has changed since."""
    known: Any = cache.get(key)
    user = User.objects.filter(pk=known[0], is_active=True).first() if known else None
    return user if user and user.get_session_auth_hash() == known[1] else None


def _seal(purpose: str, *parts: str) -> str:
    """A cache key that tells nothing about its parts."""
    key = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return f"basic:{hashlib.blake2b(chr(0).join((purpose, *parts)).encode(), key=key).hexdigest()}"
