"""What becomes of the posts of a unit that ends."""

from datetime import date
from typing import Any

from citizen.organisation.actions.posts import appoint, end_post
from citizen.organisation.models import Post, Substitution, Unit


def hand_over_posts(*, actor: Any, unit: Unit, heir: Unit | None, day: date) -> None:
    """End the running posts of a unit; with an heir their holders go on there, and so do their substitutes.

    Without an heir nobody goes over: a post moved up to whatever unit is left would reach further than given.
    """
    for post in Post.objects.filter(unit=unit, valid_until=None).select_related("holder", "role"):
        last = max(day, post.valid_from)
        end_post(actor=actor, post=post, day=last)
        if heir is not None and post.holder.is_active:
            new = appoint(actor=actor, holder=post.holder, unit=heir, role=post.role, title=post.title, day=last)
            Substitution.objects.filter(post=post, valid_until__gt=last).update(post=new)
