"""Bearer, Basic and session: who gets in, who does not, and what it costs."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from citizen.accounts import authentication
from citizen.accounts.actions import issue_token, revoke_token
from citizen.accounts.models import Token, User

PASSWORD = "correct horse battery"
ME = "/api/v1/me/"


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> Iterator[None]:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("maria", "maria@people.example", PASSWORD)


def basic(name: str, secret: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


def bearer(text: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {text}"}


def get(client: APIClient | None = None, **headers: Any) -> Any:
    return (client or APIClient()).get(ME, **headers)


def test_a_token_signs_in_by_bearer_and_by_basic(person: User, django_assert_num_queries: Any) -> None:
    text = issue_token(actor=None, user=person)
    assert get(**bearer(text)).json()["username"] == "maria"
    assert get(**basic("maria", text)).json()["username"] == "maria"
    assert get(**basic("maria@people.example", text)).json()["username"] == "maria"
    with django_assert_num_queries(3):  # token with its user, posts, grants
        get(**basic("maria", text))


def test_the_text_of_a_token_is_kept_nowhere(person: User) -> None:
    text = issue_token(actor=None, user=person)
    row = Token.objects.get()
    assert len(bytes(row.digest)) == 32
    assert text.encode() not in bytes(row.digest)
    assert len(text) >= len("topos_") + 43, "256 bits in base64"


def test_the_day_of_use_is_noted_once(person: User) -> None:
    text = issue_token(actor=None, user=person)
    get(**bearer(text))
    assert Token.objects.get().used_on == timezone.localdate()


@pytest.mark.parametrize("end", ["revoked", "expired", "closed", "forged", "anothers-name"])
def test_who_does_not_get_in(person: User, end: str) -> None:
    text = issue_token(actor=None, user=person)
    name = "maria"
    match end:
        case "revoked":
            revoke_token(actor=None, token=Token.objects.get())
        case "expired":
            Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "closed":
            User.objects.update(is_active=False)
        case "forged":
            text = text[:-1] + ("a" if text[-1] != "a" else "b")
        case _:
            name = "admin"
    answers = [get(**basic(name, text))] + ([get(**bearer(text))] if name == "maria" else [])
    for answer in answers:
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "unauthenticated"


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic /w==", "Bearer", "Bearer ", "Bearer x y z"])
def test_a_broken_header_is_refused(db: None, header: str) -> None:
    assert get(HTTP_AUTHORIZATION=header).status_code == 401


def test_programs_are_offered_basic_and_browsers_are_not(db: None) -> None:
    header = {"HTTP_AUTHORIZATION": "Bearer wrong"}
    assert "Basic" in get(**header)["WWW-Authenticate"]
    assert "Basic" not in get(**header, HTTP_SEC_FETCH_MODE="cors")["WWW-Authenticate"]


def test_the_password_counts_in_the_demonstration_only(person: User, settings: Any) -> None:
    settings.DEMO = True
    assert get(**basic("maria", PASSWORD)).status_code == 200
    settings.DEMO = False
    assert get(**basic("maria", PASSWORD)).status_code == 401


def test_a_checked_password_is_not_hashed_again(person: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.DEMO = True
    assert get(**basic("maria", PASSWORD)).status_code == 200
    monkeypatch.setattr(authentication, "authenticate", lambda *a, **k: pytest.fail("hashed again"))
    assert get(**basic("maria", PASSWORD)).status_code == 200


def test_a_changed_password_ends_the_old_one_at_once(person: User, settings: Any) -> None:
    settings.DEMO = True
    assert get(**basic("maria", PASSWORD)).status_code == 200
    person.set_password("another horse")
    person.save()
    assert get(**basic("maria", PASSWORD)).status_code == 401


def test_guessing_is_slowed_down(person: User, settings: Any) -> None:
    settings.DEMO = settings.RATE_LIMITS = True
    for _attempt in range(authentication.MOST_FAILURES):
        assert get(**basic("maria", "wrong")).status_code == 401
    answer = get(**basic("maria", PASSWORD))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert get(**basic("maria", issue_token(actor=None, user=person))).status_code == 200


def test_a_session_signs_in_and_its_writes_need_the_csrf_token(person: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(person)
    assert get(client).json()["authenticated"] is True
    assert client.post("/api/v1/me/tokens/", {"name": "x"}, format="json").status_code == 403
    token = client.cookies["csrftoken"].value
    made = client.post("/api/v1/me/tokens/", {"name": "x"}, format="json", HTTP_X_CSRFTOKEN=token)
    assert made.status_code == 201


def test_signing_in_on_the_page(person: User) -> None:
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client = APIClient()
    answer = client.post("/accounts/login/", {"login": "maria", "password": PASSWORD})
    assert answer.status_code == 302
    assert get(client).json()["username"] == "maria"


def test_one_s_own_tokens(person: User) -> None:
    client = APIClient()
    client.force_authenticate(person)
    made = client.post("/api/v1/me/tokens/", {"name": "QGIS"}, format="json").json()
    assert get(**bearer(made["token"])).status_code == 200
    (listed,) = client.get("/api/v1/me/tokens/").json()
    assert listed["name"] == "QGIS"
    assert "token" not in listed
    assert client.delete(f"/api/v1/me/tokens/{made['id']}/").status_code == 204
    assert get(**bearer(made["token"])).status_code == 401
    past = client.post("/api/v1/me/tokens/", {"expires_at": "2001-01-01T00:00Z"}, format="json")
    assert past.status_code == 400
    assert "expires_at" in past.json()["errors"]


def test_nobody_touches_the_tokens_of_others(person: User) -> None:
    issue_token(actor=None, user=person)
    other = APIClient()
    other.force_authenticate(User.objects.create_user("other"))
    assert other.get("/api/v1/me/tokens/").json() == []
    assert other.delete(f"/api/v1/me/tokens/{Token.objects.get().pk}/").status_code == 404
    assert APIClient().get("/api/v1/me/tokens/").status_code == 401


def test_the_command_prints_a_token_that_works(person: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("token", "maria")
    text = capsys.readouterr().out.strip()
    assert get(**bearer(text)).status_code == 200
    with pytest.raises(CommandError):
        call_command("token", "nobody")


def test_guessing_from_one_address_does_not_shut_out_another(person: User, settings: Any) -> None:
    settings.DEMO = settings.RATE_LIMITS = True
    for _attempt in range(authentication.MOST_FAILURES):
        get(**basic("maria", "wrong"), HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert get(**basic("maria", PASSWORD), HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429
    assert get(**basic("maria", PASSWORD), HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 200
