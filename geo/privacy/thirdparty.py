"""Tables of the libraries we build on, and how their personal data is treated."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet

from geo.privacy.declaration import IMPERSONAL, Impersonal, Kept, Personal


def delete(rows: QuerySet[Any], *, reason: str) -> int:
    """Erase by deleting the rows."""
    deleted, _ = rows.delete()
    return deleted


_WITH_ACCOUNT: Final = "as long as the account"

THIRD_PARTY: Final[Mapping[str, Impersonal | Personal]] = {
    "admin.LogEntry": Personal(
        fields=("object_repr", "change_message"),
        subject="user",
        erase=Kept(reason="Log of administration, security of processing (GDPR art. 32)."),
        retention="two years",
    ),
    "auth.Group": IMPERSONAL,
    "auth.Permission": IMPERSONAL,
    "contenttypes.ContentType": IMPERSONAL,
    # A session is found by its own key only; it ends by itself and when its account is erased.
    "sessions.Session": IMPERSONAL,
    "account.EmailAddress": Personal(fields=("email",), subject="user|email", erase=delete, retention=_WITH_ACCOUNT),
    "account.EmailConfirmation": Personal(
        fields=("key",), subject={"user": "email_address__user"}, erase=delete, retention="three days"
    ),
    "mfa.Authenticator": Personal(fields=("type",), subject="user", erase=delete, retention=_WITH_ACCOUNT),
    "gis.PostGISGeometryColumns": IMPERSONAL,
    "gis.PostGISSpatialRefSys": IMPERSONAL,
    # Jobs carry keys of rows, never the personal data itself.
    "procrastinate.ProcrastinateJob": IMPERSONAL,
    "procrastinate.ProcrastinateEvent": IMPERSONAL,
    "procrastinate.ProcrastinatePeriodicDefer": IMPERSONAL,
    "procrastinate.ProcrastinateWorker": IMPERSONAL,
}
"""By model label. A model that neither declares `privacy` nor stands here fails the system check."""
