"""A person may take their data, and go."""

import pytest
from django.utils import timezone

from citizen.accounts.actions import issue_token
from citizen.accounts.models import Token, User
from geo.privacy import Subject
from geo.privacy.actions import erase, export


@pytest.fixture
def person(db: None) -> User:
    user = User.objects.create_user(
        "maria", "maria@people.example", "correct horse battery", first_name="Μαρία", phone="6900000000"
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    issue_token(actor=user, user=user, name="QGIS")
    return user


def test_everything_about_a_person_comes_out(person: User) -> None:
    found = export(subject=Subject(user=person.pk, email=person.email))
    assert found["accounts.User"][0]["phone"] == "6900000000"
    assert found["accounts.Token"][0]["name"] == "QGIS"
    assert found["account.EmailAddress"][0]["email"] == "maria@people.example"


def test_an_erased_account_is_empty_and_shut(person: User) -> None:
    erase(subject=Subject(user=person.pk, email=person.email), reason="asked for")
    user = User.objects.get(pk=person.pk)
    assert (user.first_name, user.last_name, user.email, user.phone) == ("", "", "", "")
    assert "maria" not in user.username
    assert not user.is_active
    assert not user.has_usable_password()
    assert not Token.objects.exists()
    assert not user.emailaddress_set.exists()
    assert user.date_joined <= timezone.now()
