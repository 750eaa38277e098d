"""What passes between the desk and the reporter, and who the reporter is: all of it can be erased."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from citizen.cases.models.cases import Case
from geo.files.models import StoredFile
from geo.privacy import OWNER, Personal


class Direction(models.TextChoices):
    FROM_REPORTER = "from_reporter", _("from the reporter")
    TO_REPORTER = "to_reporter", _("to the reporter")
    INTERNAL = "internal", _("internal note")


class Message(models.Model):
    """A message of a case. The reporter sees the first two directions."""

    privacy = Personal(
        fields=("text",),
        subject={
            "user": "case__applicant__user",
            "email": "case__applicant__email",
            "phone": "case__applicant__phone",
        },
        retention="as the case; emptied with the reporter's contact",
    )

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages", db_index=False)
    at = models.DateTimeField(_("when"))
    direction = models.CharField(_("direction"), max_length=16, choices=Direction)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("case", "id")
        indexes = (models.Index(fields=("case", "id"), name="cases_message_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.direction}"


class Attachment(models.Model):
    """A picture of a case; public only when a desk has cleared it."""

    privacy = Personal(fields=("file",), subject=OWNER, retention="as the case")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="attachments", db_index=False
    )
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    by_reporter = models.BooleanField(_("sent by the reporter"), default=True)
    added_at = models.DateTimeField(_("added"))
    cleared_at = models.DateTimeField(_("cleared for the public"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("case", "id")
        indexes = (models.Index(fields=("case", "id"), name="cases_attachment_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.file_id}"


class Applicant(models.Model):
    """Who asked, apart from the case, so that it can go without touching the case.

    Declared last in the room: erasure walks over the models in order, and finds messages through it.
    """

    privacy = Personal(
        fields=("user", "name", "email", "phone"),
        subject="user|email|phone",
        erase="citizen.cases.actions.erase_applicants",
        retention="until the service's days after the end of the case have passed, or until asked for",
    )

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="applicant")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=32, blank=True, default="")
    language = models.CharField(_("language"), max_length=2, default="el")
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("reporter")
        verbose_name_plural = _("reporters")
        indexes = (
            models.Index(fields=("email",), name="cases_applicant_email", condition=~models.Q(email="")),
            models.Index(fields=("phone",), name="cases_applicant_phone", condition=~models.Q(phone="")),
        )

    def __str__(self) -> str:
        return str(self.pk)
