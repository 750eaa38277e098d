"""The chart of the demonstration municipality, and the posts of its accounts."""

from pathlib import Path
from random import Random
from typing import Final

from django.conf import settings
from django.db import transaction

from citizen.accounts.models import User
from citizen.organisation.actions import appoint, import_chart, install_roles, set_municipality
from citizen.organisation.chart_files import read_document
from citizen.organisation.models import Municipality, Post, Role, Unit
from geo.demo import Amounts, seeder

CHART: Final = Path(__file__).parent / "demo_data" / "chart.json"
POSTS: Final = (
    ("operator", "operator", "citizen-service", "Υπάλληλος εξυπηρέτησης", "Service officer"),
    ("technician", "technician", "lighting", "Τεχνίτης φωτισμού", "Lighting technician"),
    ("technician", "technician", "roads", "Τεχνίτης οδοποιίας", "Roads technician"),
    (
        "head",
        "head",
        "technical-services",
        "Διευθύντρια Τεχνικών Υπηρεσιών",
        "Director of Technical Services",
    ),
    ("planner", "planner", "planning", "Μηχανικός χωροταξίας", "Planning engineer"),
    ("reviewer", "reviewer", "planning", "Ελέγκτρια γεωδεδομένων", "Reviewer of geodata"),
    ("dispatcher", "dispatcher", "transport-office", "Συντονιστής κίνησης", "Fleet dispatcher"),
    ("cashier", "cashier", "treasury", "Ταμίας", "Cashier"),
    ("admin", "admin", "municipality", "Διαχειριστής συστήματος", "System administrator"),
)
"""Username, role, unit, title in Greek and in English."""


@seeder(order=10)
@transaction.atomic
def seed_chart(amounts: Amounts, random: Random, /) -> str:
    """Roles, municipality and chart; nothing where a real municipality has been set up."""
    if Municipality.objects.filter(demo=False).exists():
        return ""
    document = read_document(CHART)
    install_roles()
    set_municipality(actor=None, values=document, demo=True)
    # What somebody reorganised in the demonstration stays.
    if Unit.objects.exists():
        return ""
    import_chart(actor=None, document=document)
    return f"{Unit.objects.on().count()} units"


@seeder(order=21)
@transaction.atomic
def seed_posts(amounts: Amounts, random: Random, /) -> str:
    """Posts for the demonstration accounts that never had one."""
    if not (settings.DEMO and Municipality.objects.filter(demo=True).exists()):
        return ""
    users = {user.username: user for user in User.objects.filter(posts=None, is_active=True)}
    roles, units = Role.objects.in_bulk(), {unit.code: unit for unit in Unit.objects.filter(valid_until=None)}
    before = Post.objects.count()
    for username, role, unit, el, en in POSTS:
        if username in users and unit in units:
            title = {"el": el, "en": en}
            appoint(actor=None, holder=users[username], unit=units[unit], role=roles[role], title=title)
    made = Post.objects.count() - before
    return f"{made} posts" if made else ""
