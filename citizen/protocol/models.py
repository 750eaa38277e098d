"""The protocol book: one register for what comes in, goes out and stays inside.

Law 2690/1999 art. 12 (entry on the same day, running number), law 4727/2020 art. 15 (electronic protocol,
receipt with date and time). Written only by `citizen.protocol.actions`; a trigger refuses every other change.
"""

from typing import Final, Self

from django.db import models
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from citizen.protocol.references import MIN_DIGITS, Reference
from geo.privacy import IMPERSONAL, Kept, Personal

BODY_LENGTH: Final = 16


class Direction(models.TextChoices):
    IN = "in", _("incoming")
    OUT = "out", _("outgoing")
    INTERNAL = "internal", _("internal")


class Counter(models.Model):
    """The last number drawn by a body in a year. Its row is the lock that makes the numbers gapless."""

    privacy = IMPERSONAL

    body = models.CharField(_("body"), max_length=BODY_LENGTH, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("protocol counter")
        verbose_name_plural = _("protocol counters")
        constraints = (models.UniqueConstraint(fields=("body", "year"), name="protocol_counter_unique"),)

    def __str__(self) -> str:
        return str(Reference(self.body, self.year, self.value))


class EntryQuerySet(models.QuerySet["Entry"]):
    def referenced(self, reference: Reference) -> Self:
        """The entry with this reference (unique index)."""
        return self.filter(body=reference.body, year=reference.year, number=reference.number)

    def book(self, *, body: str = "", year: int) -> Self:
        """The yearly book of a body, in order."""
        return self.filter(body=body, year=year).order_by("number")


_DASH: Final = models.Value("-", models.TextField())


def _text(field: str) -> Cast:
    return Cast(field, models.TextField())


def _padded() -> Cast:
    # lpad() also cuts: a seventh digit must not be lost.
    width = Greatest(models.Value(MIN_DIGITS), Length(_text("number")))
    return Cast(LPad(_text("number"), width, models.Value("0")), models.TextField())


class Entry(models.Model):
    """One line of the book. Cancelled lines keep their number and say why; no line is ever deleted."""

    privacy = Personal(
        fields=("sender",),
        subject={"case": "uid"},
        erase=Kept(reason="The protocol book is kept by law 2690/1999 art. 12 and the archives' decrees."),
        retention="As the archives' decrees ask (768/1980, 480/1985); the book itself is never cleared.",
    )

    uid = models.UUIDField(_("identifier"), primary_key=True, default=uuid7, editable=False)
    body = models.CharField(_("body"), max_length=BODY_LENGTH, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    reference = models.GeneratedField(
        expression=models.Case(
            models.When(body="", then=Concat(_text("year"), _DASH, _padded())),
            default=Concat(_text("body"), _DASH, _text("year"), _DASH, _padded()),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name=_("reference"),
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    subject = models.TextField(_("subject"))
    sender = models.TextField(_("sender or recipient"), blank=True, default="")
    external_number = models.CharField(_("their number"), max_length=100, blank=True, default="")
    enclosures = models.PositiveSmallIntegerField(_("enclosures"), default=0)
    at = models.DateTimeField(_("entered"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.TextField(_("reason for cancelling"), blank=True, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("protocol entry")
        verbose_name_plural = _("protocol entries")
        constraints = (
            models.UniqueConstraint(fields=("body", "year", "number"), name="protocol_entry_unique"),
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None, cancel_reason="")
                | (models.Q(cancelled_at__isnull=False) & ~models.Q(cancel_reason="")),
                name="protocol_entry_cancelled_with_reason",
            ),
        )
        permissions = (("cancel_entry", _("Can cancel entries of the protocol")),)

    def __str__(self) -> str:
        return str(Reference(self.body, self.year, self.number))
