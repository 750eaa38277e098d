"""The demonstration's chart and accounts."""

import json
from pathlib import Path
from random import Random
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from citizen.accounts.models import User
from citizen.organisation.actions import appoint, import_chart, install_roles, set_municipality
from citizen.organisation.models import Municipality, Role, Unit
from geo.demo import Amounts, seeder

CHART: Final = Path(__file__).parent / "demo_data" / "chart.json"
ACCOUNTS: Final = {
    # username: (first name, last name, [(role, unit)])
    "citizen": ("Μαρία", "Επίδειξη", ()),
    "business": ("Καφενείο", "Επίδειξη", ()),
    "operator": ("Ελένη", "Τηλεφωνήτρια", (("operator", "citizen-service"),)),
    "technician": ("Νίκος", "Τεχνίτης", (("technician", "lighting"), ("technician", "roads"))),
    "head": ("Σοφία", "Προϊσταμένη", (("head", "technical-services"),)),
    "planner": ("Γιώργος", "Μηχανικός", (("planner", "planning"),)),
    "reviewer": ("Άννα", "Ελέγκτρια", (("reviewer", "planning"),)),
    "dispatcher": ("Κώστας", "Συντονιστής", (("dispatcher", "transport-office"),)),
    "cashier": ("Κατερίνα", "Ταμίας", (("cashier", "treasury"),)),
    "admin": ("Διαχειριστής", "Επίδειξη", (("admin", "municipality"),)),
}


@seeder(order=10)
def seed_chart(amounts: Amounts, random: Random, /) -> str:
    """Roles, municipality and chart."""
    if Municipality.objects.filter(demo=False).exists():
        return ""
    chart = json.loads(CHART.read_text(encoding="utf-8"))
    with transaction.atomic():
        install_roles()
        set_municipality(actor=None, chart=chart, demo=True)
        import_chart(actor=None, chart=chart)
    return f"{Unit.objects.on().count()} units"


@seeder(order=20)
def seed_accounts(amounts: Amounts, random: Random, /) -> str:
    """The accounts of the demonstration, all with the one password of the settings."""
    if not settings.DEMO_PASSWORD or not Municipality.objects.filter(demo=True).exists():
        return ""
    password = make_password(settings.DEMO_PASSWORD)
    for username, (first_name, last_name, posts) in ACCOUNTS.items():
        user, _made = User.objects.get_or_create(
            username=username,
            defaults={"first_name": first_name, "last_name": last_name, "email": f"{username}@topos.example"},
        )
        if not user.password or not check_password(settings.DEMO_PASSWORD, user.password):
            user.password = password
        user.is_superuser = user.is_staff = username == "admin"
        user.save()
        for role, unit in posts:
            appoint(
                actor=None, holder=user, unit=Unit.objects.on().get(code=unit), role=Role.objects.get(pk=role)
            )
    return f"{len(ACCOUNTS)} accounts"
