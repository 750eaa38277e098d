"""Changesets: every write stands in one."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geo.errors import Conflict
from layers.features.models import Changeset


def begin_changeset(*, actor: Any, source: str, reason: str = "", decision: str = "") -> Changeset:
    """A draft that later edits name."""
    return Changeset.objects.create(author=actor, source=source, reason=reason, decision=decision)


@transaction.atomic
def publish_changeset(*, changeset: Changeset) -> Changeset:
    """Mark a changeset as published now.

    Raises:
        Conflict: it was withdrawn, returned or published before.
    """
    locked = Changeset.objects.select_for_update().get(pk=changeset.pk)
    if locked.state not in {Changeset.State.DRAFT, Changeset.State.REVIEWED}:
        raise Conflict(
            _("This changeset is “%(state)s” and cannot be published.") % {"state": locked.get_state_display()}
        )
    locked.state = Changeset.State.PUBLISHED
    locked.published_at = timezone.now()
    locked.save(update_fields=["state", "published_at"])
    return locked


def changeset_for(changeset: Changeset | None, *, actor: Any, source: str, reason: str) -> Changeset:
    """The changeset given, or a new one that is published at once, as single edits without review are."""
    if changeset is not None:
        return changeset
    return Changeset.objects.create(
        author=actor,
        source=source,
        reason=reason,
        state=Changeset.State.PUBLISHED,
        published_at=timezone.now(),
    )
