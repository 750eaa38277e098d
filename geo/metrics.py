"""``/metrics`` for Prometheus: requests by route, the queue, and what the rooms register.

With several web workers set ``PROMETHEUS_MULTIPROC_DIR`` to a folder that is emptied at each start; then each
answers for all. What is counted in the database is counted at the scrape, by whichever worker is asked.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from geo.logs import route_of

REQUESTS: Final = Counter("topos_http_requests_total", "Requests answered.", ["method", "route", "status"])
SECONDS: Final = Histogram(
    "topos_http_request_seconds", "Time to answer.", ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2, 5, 10),
)  # fmt: skip
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Gauges = Callable[[], Iterable[Metric]]
_registered: Final[list[Gauges]] = []


def gauges(function: Gauges) -> Gauges:
    """Have the decorated function answer metric families at each scrape: one cheap query, no person."""
    if function not in _registered:
        _registered.append(function)
    return function


class MetricsMiddleware:
    """Counts requests by the template of their address, never by the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in _METHODS else "other"
        route = route_of(request) or "unmatched"
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(method, route).observe(time.perf_counter() - began)
        return response


def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics in Prometheus' text format; for this machine, or with the token ``METRICS_TOKEN``."""
    if not _may_scrape(request):
        raise Http404
    text = generate_latest(_processes()) + generate_latest(_database())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_scrape(request: HttpRequest) -> bool:
    token = getattr(settings, "METRICS_TOKEN", "")
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # What came through nginx came from outside.
    proxied = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"))
    return not proxied and request.META.get("REMOTE_ADDR", "") in {"127.0.0.1", "::1", ""}


def _processes() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


class _Registered:
    def collect(self) -> Iterable[Metric]:
        for function in _registered:
            yield from function()


def _database() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Registered())
    return registry


@gauges
def queue() -> Iterable[Metric]:
    """Jobs that wait, run, or have failed for good, by queue."""
    family = GaugeMetricFamily("topos_jobs", "Jobs by state.", labels=["queue", "state"])
    sql = (
        "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs"
        " WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2"
    )
    for name, status, count in _rows(sql):
        family.add_metric([name, status], count)
    yield family


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
