"""Appointing, ending and standing in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizen.organisation.models import Post, Role, Substitution, Unit
from geo.audit import actions as audit
from geo.errors import Invalid


@transaction.atomic
def appoint(
    *,
    actor: Any,
    holder: Any,
    unit: Unit,
    role: Role,
    title: Mapping[str, str] | None = None,
    day: date | None = None,
) -> Post:
    """Give somebody a post from a day on (today); the same running post twice is the same.

    Raises:
        Invalid: the unit has ended, or the account is closed.
    """
    if unit.valid_until is not None:
        raise Invalid(fields={"unit": [_("This unit has ended. Choose its successor.")]})
    if not holder.is_active:
        raise Invalid(fields={"holder": [_("This account is closed. Open it first.")]})
    post, made = Post.objects.get_or_create(
        holder=holder, unit=unit, role=role, valid_until=None,
        defaults={"title": dict(title or {}), "valid_from": day or timezone.localdate()},
    )  # fmt: skip
    if made:
        audit.record(
            actor=actor,
            action="organisation.appoint",
            obj=post,
            data={"role": role.pk, "unit": unit.code, "holder": holder.pk},
        )
    return post


@transaction.atomic
def end_post(*, actor: Any, post: Post, day: date | None = None) -> Post:
    """End a post; from that day (today) on it counts no more, and neither do its substitutions.

    Raises:
        Invalid: the day is before the post began.
    """
    day = day or timezone.localdate()
    if day < post.valid_from:
        raise Invalid(fields={"valid_until": [_("The end is before the beginning.")]})
    post.valid_until = day
    post.save(update_fields=("valid_until",))
    audit.record(actor=actor, action="organisation.end_post", obj=post, data={"until": day})
    return post


@transaction.atomic
def substitute(*, actor: Any, post: Post, by: Any, first: date, until: date) -> Substitution:
    """Have somebody stand in for a post, from `first` to the day before `until`.

    Raises:
        Invalid: the days are not in order, or the substitute is the holder or has a closed account.
    """
    if until <= first:
        raise Invalid(fields={"valid_until": [_("The end must be after the first day.")]})
    if by.pk == post.holder_id:
        raise Invalid(fields={"substitute": [_("The holder cannot stand in for themselves.")]})
    if not by.is_active:
        raise Invalid(fields={"substitute": [_("This account is closed. Open it first.")]})
    row = Substitution.objects.create(post=post, substitute=by, valid_from=first, valid_until=until)
    audit.record(
        actor=actor,
        action="organisation.substitute",
        obj=row,
        data={"post": post.pk, "substitute": by.pk, "from": first, "until": until},
    )
    return row
