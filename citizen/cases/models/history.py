"""The history of a case: rows are only added (a trigger refuses the rest)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from citizen.cases.models.cases import Case
from citizen.cases.states import State, Who
from citizen.organisation.models import Unit
from geo.privacy import Kept, Personal


class EventKind(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    MOVED = "moved", _("new state")
    ASSIGNED = "assigned", _("assigned")
    REROUTED = "rerouted", _("sent to another unit")
    MESSAGE = "message", _("message")
    ATTACHED = "attached", _("file attached")
    CLEARED = "cleared", _("cleared for the public")
    HIDDEN = "hidden", _("hidden from the public")
    WARNED = "warned", _("target is near")
    ESCALATED = "escalated", _("target is past")
    CONTACT_ERASED = "contact_erased", _("contact erased")
    KEY_RENEWED = "key_renewed", _("tracking key renewed")


class CaseEvent(models.Model):
    """What happened once. Only the two notes can later be emptied, when they name a person (`erased_at`).

    Attributes:
        note: for staff; public_note: for everybody who may see the case.
        data: JSON values without personal data.
    """

    privacy = Personal(
        fields=("note", "public_note"),
        subject={"user": "actor"},
        erase=Kept(reason="The history of an administrative procedure is evidence (GDPR art. 17(3)(b), (e))."),
        retention="as the case; single notes that name a person can be emptied",
    )

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("what"), max_length=16, choices=EventKind)
    who = models.CharField(
        _("by"),
        max_length=8,
        choices=[
            (Who.DESK.value, _("desk")),
            (Who.REPORTER.value, _("reporter")),
            (Who.SYSTEM.value, _("system")),
        ],
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    from_state = models.CharField(_("from"), max_length=20, choices=State, blank=True, default="")
    to_state = models.CharField(_("to"), max_length=20, choices=State, blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(_("note"), blank=True, default="")
    public_note = models.TextField(_("public note"), blank=True, default="")
    data = models.JSONField(_("more"), default=dict)
    erased_at = models.DateTimeField(_("notes emptied"), null=True)

    class Meta:
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of cases")
        ordering = ("case", "id")
        indexes = (models.Index(fields=("case", "id"), name="cases_event_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
