"""An access to personal data and its erasure are recorded; of the person, only digests."""

from collections.abc import Mapping

from geo.audit.actions import digest, record
from geo.events import receiver
from geo.privacy import Subject
from geo.privacy.events import PersonalDataErased, PersonalDataExported


@receiver(PersonalDataExported)
def record_export(event: PersonalDataExported) -> None:
    record(
        actor=event.actor,
        action="privacy.export_personal_data",
        data={"subject": _digests(event.subject), "counts": dict(event.counts)},
    )


@receiver(PersonalDataErased)
def record_erasure(event: PersonalDataErased) -> None:
    record(
        actor=event.actor,
        action="privacy.erase_personal_data",
        data={"subject": _digests(event.subject), "counts": dict(event.counts), "reason": event.reason},
    )


def _digests(subject: Subject) -> Mapping[str, str]:
    return {kind: digest(value) for kind, value in subject.known_by().items()}
