"""What the write door of cases answers when it says no."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citizen.cases.states import State
from geo.errors import Conflict, Invalid


class NotAllowed(Conflict):
    """This state does not follow the present one; ``allowed`` names those that do."""

    code = "transition-not-allowed"
    title = gettext_lazy("This state cannot follow the present one.")

    def __init__(self, source: str, target: str, allowed: Iterable[str]) -> None:
        names = sorted(str(state) for state in allowed)
        labels = ", ".join(str(State(name).label) for name in names)
        values = {"source": State(source).label, "target": State(target).label, "allowed": labels}
        text = (
            _("“%(source)s” cannot become “%(target)s”. It can become: %(allowed)s.")
            if names
            else _("“%(source)s” is an end: a new request has to be submitted.")
        )
        super().__init__(text % values, state=str(source), allowed=names)


class AlreadySubmitted(Conflict):
    """A case with this idempotency key, or this number of the same source system, is there already."""

    code = "already-submitted"
    title = gettext_lazy("This was submitted already.")


class NotOffered(Invalid):
    code = "service-not-offered"
    title = gettext_lazy("This service is not offered.")
