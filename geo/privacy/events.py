"""What others may want to know: an access and an erasure took place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.events import Event
from geo.privacy.declaration import Subject


@dataclass(frozen=True, kw_only=True)
class PersonalDataExported(Event):
    """A person was given their data (GDPR art. 15 and 20)."""

    actor: Any
    subject: Subject
    counts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class PersonalDataErased(Event):
    """A person's data was erased (GDPR art. 17)."""

    actor: Any
    subject: Subject
    reason: str
    counts: Mapping[str, int]
