"""The verbs of accounts."""

import hashlib
import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from citizen.accounts.models import Token, User
from geo.audit import actions as audit

PREFIX = "topos_"
"""Makes a leaked token recognisable to scanners."""


def digest(text: str) -> bytes:
    """SHA-256 of a token's text: 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


@transaction.atomic
def issue_token(*, actor: User | None, user: User, name: str = "", expires_at: datetime | None = None) -> str:
    """Make a token and return its text: this is the only time it can be seen."""
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(user=user, name=name, digest=digest(text), expires_at=expires_at)
    audit.record(actor=actor, action="accounts.issue_token", obj=token, data={"user": user.pk})
    return text


@transaction.atomic
def revoke_token(*, actor: User | None, token: Token) -> None:
    """End a token at once."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    audit.record(actor=actor, action="accounts.revoke_token", obj=token, data={"user": token.user_id})


def user_of_token(text: str) -> User | None:
    """The active user whose usable token this is: one indexed look-up; the day of use is noted once a day."""
    token = Token.objects.usable().select_related("user").filter(digest=digest(text)).first()
    if token is None or not token.user.is_active:
        return None
    today = timezone.localdate()
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)
    return token.user


@transaction.atomic
def make_administrator(*, username: str, email: str, password: str | None) -> User:
    """Make or keep the account that may do everything; its address counts as verified.

    Args:
        password: None keeps the one that it has.

    Raises:
        ValidationError: the password is too weak; by field.
    """
    user = User.objects.select_for_update().filter(username=username).first() or User(username=username)
    user.email = email or user.email
    user.is_active = user.is_staff = user.is_superuser = True
    if password is not None and not user.check_password(password):
        validate_password(password, user)
        user.set_password(password)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    audit.record(actor=None, action="accounts.make_administrator", obj=user)
    return user
