"""The accounts of the demonstration, all with the one password of the settings."""

from random import Random
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from citizen.accounts.models import User
from geo.demo import Amounts, seeder

ACCOUNTS: Final = {
    "citizen": ("Μαρία", "Πολίτου"),
    "business": ("Καφενείον", "Η Επίδειξις"),
    "operator": ("Ελένη", "Τηλεφωνήτρια"),
    "technician": ("Νίκος", "Τεχνίτης"),
    "head": ("Σοφία", "Προϊσταμένη"),
    "planner": ("Γιώργος", "Μηχανικός"),
    "reviewer": ("Άννα", "Ελέγκτρια"),
    "dispatcher": ("Κώστας", "Συντονιστής"),
    "cashier": ("Κατερίνα", "Ταμία"),
    "admin": ("Πέτρος", "Διαχειριστής"),
}
"""Invented people: username, first name, last name. Their addresses are in a domain of nobody (RFC 2606)."""


@seeder(order=20)
@transaction.atomic
def seed_accounts(amounts: Amounts, random: Random, /) -> str:
    """One account for each part in the demonstration; the password changes only with the setting."""
    if not (settings.DEMO and settings.DEMO_PASSWORD):
        return ""
    there = {user.username: user for user in User.objects.filter(username__in=ACCOUNTS)}
    password = _password(there)
    missing = [name for name in ACCOUNTS if name not in there]
    User.objects.bulk_create([_account(name, password) for name in missing])
    User.objects.filter(username__in=ACCOUNTS).exclude(password=password).update(password=password)
    # Signing in asks for an address that has been verified.
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=user, email=user.email, verified=True, primary=True)
            for user in User.objects.filter(username__in=missing)
        ]
    )
    return f"{len(missing)} accounts" if missing else ""


def _account(name: str, password: str) -> User:
    first_name, last_name = ACCOUNTS[name]
    administrator = name == "admin"
    return User(
        username=name,
        first_name=first_name,
        last_name=last_name,
        email=f"{name}@topos.example",
        password=password,
        is_staff=administrator,
        is_superuser=administrator,
    )


def _password(there: dict[str, User]) -> str:
    """One hash for all of them: ten slow hashes at every start would be felt."""
    for encoded in sorted({user.password for user in there.values()}):
        if check_password(settings.DEMO_PASSWORD, encoded):
            return encoded
    return make_password(settings.DEMO_PASSWORD)
