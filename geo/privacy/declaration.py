"""How a model says what personal data it holds (GDPR art. 5, 15, 17, 20, 30; law 4624/2019).

    class Street(models.Model):
        privacy = IMPERSONAL

    class Applicant(models.Model):
        privacy = Personal(
            fields=("name", "email", "phone"),
            subject="user|email|phone",
            erase="citizen.cases.actions.erase_applicants",
            retention="five years after the case is closed",
        )

Built-in types only: models are declared before Django has loaded them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

KINDS: Final = ("user", "username", "email", "phone", "afm", "case")
"""What a person can be known by: key or name of an account, an address, a number, a case's reference."""

OWNER: Final = "owner"
"""As ``subject``: another room owns the rows, and its own declaration exports and erases them."""


class Impersonal:
    """Says that a model holds nothing about a person."""

    def __repr__(self) -> str:
        return "IMPERSONAL"


IMPERSONAL: Final = Impersonal()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """As ``erase``: the rows stay, because a law says so (GDPR art. 17(3)).

    Attributes:
        reason: the law, in one sentence; it is told to the person.
    """

    reason: str


Export = Callable[[QuerySet[Any]], list[dict[str, Any]]]
Erase = Callable[..., int]


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Says which columns are about a person, how to find that person's rows, and how they go.

    Attributes:
        fields: names of the fields with personal data.
        subject: how a row names its person. Either kinds joined by ``|`` where the field has the kind's own
            name (``"user|email"``), or ``{kind: lookup}`` (``{"email": "applicant__email"}``), or `OWNER`.
        export: ``export(rows) -> list[dict]`` with JSON values, or its dotted name.
            Default: key and `fields`.
        erase: ``erase(rows, *, reason) -> int`` (rows changed), or its dotted name, or `Kept`. Called inside
            one transaction. Default: each of `fields` becomes empty: NULL where allowed, else ``""``.
        retention: how long the rows are kept and why; shown in the record of processing (GDPR art. 30).
    """

    fields: tuple[str, ...]
    subject: str | Mapping[str, str]
    retention: str
    export: Export | str | None = None
    erase: Erase | str | Kept | None = None

    def lookups(self) -> Mapping[str, str]:
        """ORM lookup by kind of identifier; empty when another room owns the rows."""
        if isinstance(self.subject, str):
            return {} if self.subject == OWNER else {kind: kind for kind in self.subject.split("|")}
        return self.subject


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The person who asks. Give every identifier that was verified to be theirs, and none that was not.

    Attributes:
        user: primary key of the account. The others are plain text.
    """

    user: Any = None
    username: str = ""
    email: str = ""
    phone: str = ""
    afm: str = ""
    case: str = ""

    def known_by(self) -> dict[str, Any]:
        """The identifiers that are given, by kind."""
        return {kind: value for kind in KINDS if (value := getattr(self, kind)) not in (None, "")}
