"""Cases for the tests of this room, through the write door."""

from typing import Any

from citizen.accounts.models import User
from citizen.cases.actions import Contact, submit
from citizen.cases.models import Case, Service
from layers.features.locate import Place, locate

KALLONI = (26.207, 39.234)
REPORTER = Contact(name="Μαρία Παπαδοπούλου", email="maria@example.org", phone="6900000000")


def service(code: str = "pothole") -> Service:
    return Service.objects.offered().get(code=code)


def kalloni() -> Place:
    return locate(*KALLONI)


def submitted(code: str = "pothole", **values: Any) -> Case:
    """A case in Kalloni, as a citizen without an account submits it."""
    given: dict[str, Any] = {"description": "Μεγάλη λακκούβα", "place": kalloni(), "contact": REPORTER}
    return submit(service=service(code), **given | values)


def staff(username: str) -> User:
    """A demonstration account, fresh: nothing is remembered of its posts."""
    return User.objects.get(username=username)
