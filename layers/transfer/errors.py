"""What stops a transfer before any row is looked at."""

from django.utils.translation import gettext_lazy

from geo.errors import Invalid


class Unreadable(Invalid):
    """The file is not what it claims to be, is damaged, or is of a kind that is not read."""

    code = "unreadable-file"
    title = gettext_lazy("The file cannot be read.")


class LayerNeeded(Invalid):
    """The file holds several layers; `layers` of the answer names them."""

    code = "layer-needed"
    title = gettext_lazy("Say which layer of the file is meant.")


class EncodingNeeded(Invalid):
    """The text cannot be read in the encoding that was asked for or found."""

    code = "encoding-needed"
    title = gettext_lazy("The encoding of the text must be stated.")


class DoesNotFit(Invalid):
    """The numbers of the file do not fit the reference system that it declares, or that was stated."""

    code = "crs-does-not-fit"
    title = gettext_lazy("The coordinates do not fit the reference system.")
