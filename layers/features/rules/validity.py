"""Validity in the world."""

from datetime import date

from django.utils.translation import gettext as _

from geo.errors import Invalid


def check_validity(valid_from: date | None, valid_until: date | None) -> None:
    """Raise unless the first day is not after the last.

    Raises:
        Invalid: field ``valid_until``.
    """
    if valid_from and valid_until and valid_until < valid_from:
        raise Invalid(fields={"valid_until": [_("The last day must not be before the first.")]})
