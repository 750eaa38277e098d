"""Structured logs: one JSON object a line, about what happened and never about whom.

No query string, no body, no header goes in; the address is cut to its network; texts pass through `scrub`.
Settings: ``LOGGING_CONFIG = "geo.logs.configure"`` and the middleware first of all.
"""

import ipaddress
import logging
import logging.config
import re
import time
import uuid
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponseBase

REMOVED: Final = "[removed]"

_NAMES: Final = re.compile(
    r"pass(word)?|secret|token|authorization|cookie|session|case.?key|^key$|e?.?mail|phone|mobile|\bafm\b|amka|"
    r"\b(first|last|full|sur).?name|contact|query|body",
    re.IGNORECASE,
)
"""Names under which nothing is ever logged."""

_TEXTS: Final = (
    (
        re.compile(r"(?i)\b(case-key|authorization|cookie)(\W+)(?:(?:bearer|basic)\s+)?[^\s,;\"']+"),
        rf"\1\2{REMOVED}",
    ),
    (re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>)]*"), r"\1"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), REMOVED),
    # +30 6970 000 000, 2253 012 345, 00306970000000
    (re.compile(r"(?<![\w.])(?:\+|00)\d{1,3}(?:[ .-]?\d){7,12}(?!\w)"), REMOVED),
    # 2026-000123 is a reference and stays.
    (re.compile(r"(?<![\w.-])(?!20\d\d-\d{6}\b)[26]\d(?:[ .-]?\d){8}(?![\w-])"), REMOVED),
    # An AFM has 9 digits, an AMKA 11.
    (re.compile(r"(?<![\w.-])(?:\d{9}|\d{11})(?![\w-]|\.\d)"), REMOVED),
)


def scrub(value: Any, name: str = "") -> Any:
    """The value without what may be about a person: by its name, or by what its text looks like."""
    if name and _NAMES.search(name):
        return REMOVED
    if isinstance(value, str):
        for pattern, instead in _TEXTS:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, Mapping):
        return {key: scrub(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub(inner) for inner in value]
    return value


def scrub_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: `scrub` over the whole event, tracebacks included."""
    kept = {"_record": event.get("_record"), "_from_structlog": event.get("_from_structlog")}
    clean = {name: scrub(value, name) for name, value in event.items() if name not in kept}
    return clean | {name: value for name, value in kept.items() if value is not None}


def _flatten(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django hangs its request on the record; it must not be printed."""
    event.pop("request", None)
    return event


_SHARED: Final[list[Any]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _flatten,
]


def configure(config: Mapping[str, Any] | None = None, *, level: str = "INFO") -> None:
    """Send structlog's and the standard library's events to standard error as scrubbed JSON lines.

    Args:
        config: Django's setting ``LOGGING``; its ``loggers`` are taken over.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": _formatter}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                # The access log says it already, without the address.
                "django.request": {"level": "ERROR"},
                "django.server": {"level": "WARNING"},
                # What is registered stands in the code; said anew by every process at its start.
                "procrastinate.periodic": {"level": "WARNING"},
                "procrastinate.blueprints": {"level": "WARNING"},
                # One line for every job deferred, in the middle of a request; the queue itself is the record.
                "procrastinate.jobs": {"level": "WARNING"},
                **(config or {}).get("loggers", {}),
            },
        }
    )


def _formatter() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.processors.format_exc_info,
            scrub_event,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


def network(address: str) -> str:
    """The address cut to /24 or /48: enough to see an attack, not enough to see a person."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def route_of(request: HttpRequest) -> str:
    """The template of the address (``api/v1/requests/<reference>/``), never the address itself."""
    match = request.resolver_match
    return "" if match is None else match.route


_access = structlog.get_logger("geo.access_log")
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestLogMiddleware:
    """One line for each request, and an id that all lines of the request carry (``X-Request-ID``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        _access.info(
            "request",
            method=request.method,
            route=route_of(request),
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
            network=network(client_address(request)),
        )
        return response


def client_address(request: HttpRequest) -> str:
    """The address of the client: what our own nginx saw, which replaces what was sent; or the peer."""
    return request.headers.get("X-Forwarded-For", "") or request.META.get("REMOTE_ADDR", "")
