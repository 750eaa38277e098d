"""How an account is erased: the row stays as the author of public acts, the person goes out of it."""

from typing import Any

from django.db.models import QuerySet


def erase_users(rows: QuerySet[Any], *, reason: str) -> int:
    """Empty the person's columns, take the password, end the sessions (by the password's hash)."""
    changed = 0
    for user in rows.select_for_update():
        user.username = f"erased-{user.pk}"
        user.first_name = user.last_name = user.email = user.phone = ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
        changed += 1
    return changed


def erase_tokens(rows: QuerySet[Any], *, reason: str) -> int:
    """Tokens of an erased person are deleted."""
    return rows.delete()[0]
