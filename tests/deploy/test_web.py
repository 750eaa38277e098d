"""What nginx does in front of the running product."""

import json
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from deploy.settings import Settings
from deploy.web import configuration
from tests.deploy.product import Product, temporary


def ask(product: Product, method: str, path: str, body: bytes = b"", **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", product.port, timeout=20)
    connection.request(method, path, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return connection.getresponse()


@pytest.fixture(scope="module")
def limited() -> Iterator[Product]:
    for product in temporary(rate_limits=True):
        product.start()
        product.wait_ready()
        yield product


@pytest.mark.parametrize("path", ["/", "/requests/2026-000001", "/requests/2026-000001/"])
def test_pages_come_with_their_policy_and_are_not_kept(running: Product, path: str) -> None:
    answer = ask(running, "GET", path)
    assert answer.status == 200
    assert "<!doctype html>" in answer.read().decode().lower()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_built_files_are_kept_for_ever(running: Product) -> None:
    page = ask(running, "GET", "/").read().decode()
    asset = re.search(r'"(/assets/[^"]+\.js)"', page)
    assert asset
    assert "immutable" in ask(running, "GET", asset[1]).headers["Cache-Control"]


def test_the_sockets_behind_are_open_to_their_owner_and_to_nobody_else(running: Product) -> None:
    """Root would not notice: it may connect whatever the mode is."""
    folder = running.data_dir / "run"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("web.sock", "stream.sock"):
        assert (folder / name).stat().st_mode & 0o600 == 0o600


def test_metrics_are_not_public(running: Product) -> None:
    assert ask(running, "GET", "/metrics").status == 404


def test_location_has_its_capital(running: Product) -> None:
    answer = ask(running, "GET", "/admin")
    assert answer.status in {301, 302}
    assert [name for name, _ in answer.getheaders() if name.lower() == "location"] == ["Location"]


def test_an_upload_that_is_too_large_is_a_problem_in_the_form_of_the_api(running: Product) -> None:
    answer = ask(running, "POST", "/accounts/login/", body=b"x" * 3_000_000)
    assert answer.status == 413
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.read())["code"] == "too_large"


def test_the_log_keeps_no_query_string_and_no_whole_address(running: Product) -> None:
    ask(running, "GET", "/tiles/none.json?key=very-secret")
    log = running.data_dir / "log" / "access.log"
    running.flush_log()
    text = log.read_text()
    rows = [json.loads(row) for row in text.splitlines()]
    assert any(row["path"] == "/tiles/none.json" for row in rows)
    assert "very-secret" not in text
    assert {row["client"] for row in rows} == {"127.0.0.0"}


def test_too_many_submissions_are_held_back_and_told_when_to_come_again(limited: Product) -> None:
    answers = [ask(limited, "POST", "/api/v1/requests/", body=b"{}", Accept_Language="en") for _ in range(40)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert refused[0].headers["Retry-After"] == "10"
    assert json.loads(refused[0].read())["title"] == "Too many requests"
    greek = ask(limited, "POST", "/api/v1/requests/", body=b"{}", Accept_Language="el")
    assert json.loads(greek.read())["title"] == "Πάρα πολλά αιτήματα"
    assert ask(limited, "GET", "/api/v1/requests/").status != 429


def test_limits_can_be_off(running: Product) -> None:
    assert {ask(running, "POST", "/api/v1/requests/", body=b"{}").status for _ in range(60)}.isdisjoint({429})


def test_only_behind_a_proxy_is_the_client_named_by_a_header() -> None:
    plain = Settings.read({})
    secure = replace(plain, public_url="https://map.example.gr")
    assert "real_ip_header" not in configuration.render(plain, Path("/run/x"))
    text = configuration.render(secure, Path("/run/x"))
    assert "real_ip_header X-Forwarded-For" in text
    assert "X-Forwarded-Proto https" in text
