"""Logs say what happened, and never about whom."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.http import HttpResponse
from django.test import RequestFactory

from geo.logs import REMOVED, RequestLogMiddleware, configure, network, scrub


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What is logged from here on, parsed."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure()
    stream = io.StringIO()
    handler = next(each for each in root.handlers if each not in before)
    handler.setStream(stream)  # type: ignore[attr-defined]
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = before, level


@pytest.mark.parametrize(
    "secret",
    [
        "maria.papadopoulou@example.gr", "6970000000", "697 000 0000", "697-000-0000", "+30 6970000000",
        "+306970000000", "00306970000000", "2253012345", "22530 12345", "123456789", "01018012345",
    ],
)  # fmt: skip
def test_what_is_about_a_person_is_removed_from_texts(secret: str) -> None:
    text = scrub(f"mail to {secret}, failed")
    assert secret not in text
    assert REMOVED in text
    assert text.endswith("failed")


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-05-01T10:20:30+03:00", "2026-000123", "9.81", "z14/9331/6266",
        "550e8400-e29b-41d4-a716-446655440000",
        "a1b2c3123456789d", "took 12345678 rows", "EPSG:2100", "0.123456789", "port 8000",
    ],
)  # fmt: skip
def test_what_is_not_stays(harmless: str) -> None:
    assert scrub(harmless) == harmless


@pytest.mark.parametrize("text", ["Case-Key: abc-DEF_1", "case-key=abc-DEF_1", "Authorization: Bearer abc-DEF_1"])
def test_keys_are_removed(text: str) -> None:
    assert "abc-DEF_1" not in scrub(text)


def test_query_strings_are_removed() -> None:
    assert scrub("GET /api/v1/search/?q=papadopoulos failed") == "GET /api/v1/search/ failed"
    assert scrub("https://x.example/a?b=c") == "https://x.example/a"


@pytest.mark.parametrize("name", ["password", "token", "email", "phone", "afm", "Case-Key", "case_key", "contact"])
def test_names_that_say_it_all(name: str) -> None:
    assert scrub({"outer": {name: 42}}) == {"outer": {name: REMOVED}}


def test_addresses_are_cut_to_their_network() -> None:
    assert network("203.0.113.77") == "203.0.113.0/24"
    assert network("2001:db8:1:2::5") == "2001:db8:1::/48"
    assert network("::ffff:203.0.113.77") == "203.0.113.0/24"
    assert network("unix:") == ""


def test_the_product_logs_this_way() -> None:
    assert structlog.is_configured()
    formatters = [handler.formatter for handler in logging.getLogger().handlers]
    assert any(isinstance(formatter, structlog.stdlib.ProcessorFormatter) for formatter in formatters)


def test_every_line_is_json_and_scrubbed(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger("geo.x").info("sent", to=["maria@example.gr"], email="x", count=3)
    logging.getLogger("some.library").warning("to %s", "maria@example.gr")
    try:
        raise ValueError("maria@example.gr, 6970000000")
    except ValueError:
        logging.getLogger("geo.y").exception("failed")
    own, foreign, failed = lines()
    assert own["event"] == "sent"
    assert (own["to"], own["email"], own["count"], own["level"]) == ([REMOVED], REMOVED, 3, "info")
    assert foreign["event"] == f"to {REMOVED}"
    assert "ValueError" in failed["exception"]
    assert "maria@" not in str(lines())
    assert "6970000000" not in str(lines())


def test_the_access_log(lines: Callable[[], list[dict[str, Any]]]) -> None:
    request = RequestFactory().get(
        "/api/v1/requests/2026-000123/?q=maria", headers={"Case-Key": "secret", "X-Forwarded-For": "203.0.113.77"}
    )

    def view(request: Any) -> HttpResponse:
        logging.getLogger("geo.inside").info("inside")
        return HttpResponse(status=201)

    response = RequestLogMiddleware(view)(request)
    inside, line = lines()
    assert set(line) == {
        "event", "logger", "level", "timestamp", "request_id", "method", "route", "status", "ms", "network"
    }  # fmt: skip
    assert (line["method"], line["status"], line["network"]) == ("GET", 201, "203.0.113.0/24")
    assert line["ms"] >= 0
    assert inside["request_id"] == line["request_id"] == response.headers["X-Request-ID"]
    assert "2026-000123" not in str(line)


@pytest.mark.parametrize(("given", "kept"), [("abcdef-123456", True), ("x", False), ("a b\nc" * 9, False)])
def test_a_request_id_from_outside_is_taken_when_it_is_one(given: str, kept: bool) -> None:
    request = RequestFactory().get("/")
    request.META["HTTP_X_REQUEST_ID"] = given
    response = RequestLogMiddleware(lambda request: HttpResponse())(request)
    assert (response.headers["X-Request-ID"] == given) is kept
