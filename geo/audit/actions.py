"""Writing audit rows: one INSERT, in the transaction of what is being recorded."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model

from geo.audit.models import Row

_PURPOSE = b"geo.audit.digest"


def record(*, actor: Any, action: str, obj: Model | None = None, data: Mapping[str, Any] | None = None) -> Row:
    """Write that `actor` did `action` to `obj`.

    Args:
        actor: the user, or None for the system; an anonymous user counts as nobody.
        action: ``room.verb_noun``.
        obj: the saved row it was done to.
        data: JSON values. A personal value goes in as `digest` of it, never as itself.
    """
    row = entry(actor=actor, action=action, obj=obj, data=data)
    row.save(force_insert=True)
    return row


def record_many(rows: Iterable[Row], *, batch_size: int = 1000) -> None:
    """Write many rows made by `entry`, one INSERT for each batch."""
    Row.objects.bulk_create(rows, batch_size=batch_size)


def entry(*, actor: Any, action: str, obj: Model | None = None, data: Mapping[str, Any] | None = None) -> Row:
    """An unsaved row, with the arguments of `record`."""
    return Row(
        actor_id="" if actor is None or actor.pk is None else str(actor.pk),
        action=action,
        object_type="" if obj is None else obj._meta.label,
        object_key="" if obj is None else str(obj.pk),
        data=dict(data or {}),
    )


def digest(value: object) -> str:
    """A personal value as HMAC-SHA-256 in hexadecimal, under the deployment's own key.

    Equal values have equal digests, so that a claim can be checked; without the key nobody can try values.
    """
    text = " ".join(str(value).split()).casefold()
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    # A key of its own, when set, outlives a change of SECRET_KEY.
    base = getattr(settings, "AUDIT_DIGEST_KEY", "") or settings.SECRET_KEY
    return hmac.new(base.encode(), _PURPOSE, hashlib.sha256).digest()
