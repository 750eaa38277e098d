"""What can be wrong with a coordinate reference system or with coordinates in it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from geo.errors import Invalid, Text


class UnknownCRS(Invalid):
    """A code that neither our table nor PROJ knows, or that names no horizontal system."""

    code = "unknown-crs"
    title = gettext_lazy("This coordinate reference system is not known.")


class UnidentifiedCRS(Invalid):
    """A definition that could mean several systems: a person has to say which.

    Attributes:
        proposals: codes that the definition may mean, the likeliest first; empty when there is no hint.
    """

    code = "crs-needed"
    title = gettext_lazy("The coordinate reference system must be stated.")

    def __init__(self, detail: Text = "", *, proposals: Sequence[str] = ()) -> None:
        super().__init__(detail, proposals=list(proposals))
        self.proposals = tuple(proposals)


class NoOperation(Invalid):
    """There is no transformation of known accuracy; a "ballpark" one is never taken."""

    code = "no-transformation"
    title = gettext_lazy("These coordinates cannot be transformed with a known accuracy.")


class OutOfDomain(Invalid):
    """Coordinates that are not finite, or lie where their system has no meaning."""

    code = "out-of-domain"
    title = gettext_lazy("These coordinates do not fit their reference system.")
