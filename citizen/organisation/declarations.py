"""What the chart adds to an account: its audiences."""

from typing import Any

from citizen.accounts.models import audience_provider
from citizen.organisation.grants import grants
from geo.access import STAFF


@audience_provider
def chart_audiences(user: Any) -> frozenset[str]:
    """``staff`` for whoever exercises a post, and the codes of the roles; nothing for a closed account."""
    if not user.is_active:
        return frozenset()
    roles = frozenset(grant.role for grant in grants(user))
    return roles | {STAFF} if roles or user.is_superuser else frozenset()
