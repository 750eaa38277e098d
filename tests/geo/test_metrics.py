"""Metrics by route, for those who watch from inside."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from prometheus_client.core import GaugeMetricFamily, Metric

from geo import metrics

pytestmark = pytest.mark.django_db


def scrape(**meta: str) -> str:
    return metrics.metrics(RequestFactory().get("/metrics", **meta)).content.decode()


def test_requests_are_counted_by_route_and_never_by_address() -> None:
    request = RequestFactory().get("/api/v1/requests/2026-000123/?q=maria")

    def view(request: Any) -> HttpResponse:
        request.resolver_match = ResolverMatch(view, (), {}, route="api/v1/requests/<reference>/")
        return HttpResponse()

    metrics.MetricsMiddleware(view)(request)
    metrics.MetricsMiddleware(lambda request: HttpResponse(status=404))(RequestFactory().get("/wp-login.php"))
    metrics.MetricsMiddleware(lambda request: HttpResponse(status=404))(RequestFactory().generic("BREW", "/x"))
    text = scrape()
    assert 'topos_http_requests_total{method="GET",route="api/v1/requests/<reference>/",status="200"} 1.0' in text
    assert 'topos_http_requests_total{method="GET",route="unmatched",status="404"} 1.0' in text
    assert 'topos_http_requests_total{method="other",route="unmatched",status="404"} 1.0' in text
    assert "topos_http_request_seconds_bucket" in text
    assert "2026-000123" not in text
    assert "wp-login" not in text


def test_the_queue_and_what_rooms_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_registered", list(metrics._registered))

    @metrics.gauges
    def bins() -> Iterable[Metric]:
        yield GaugeMetricFamily("topos_bins", "Bins.", value=7)

    text = scrape()
    assert "topos_bins 7.0" in text
    assert "# TYPE topos_jobs gauge" in text


@pytest.mark.parametrize(
    "meta",
    [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, {"HTTP_X_REAL_IP": "1.2.3.4"}],
)
def test_not_from_outside(meta: dict[str, str]) -> None:
    with pytest.raises(Http404):
        scrape(**meta)


def test_with_a_token_from_anywhere(settings: Any) -> None:
    settings.METRICS_TOKEN = "right"
    with pytest.raises(Http404):
        scrape()
    assert scrape(REMOTE_ADDR="203.0.113.7", HTTP_AUTHORIZATION="Bearer right")


def test_several_workers_answer_as_one(tmp_path: Path) -> None:
    """Two processes count, a third is asked."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    count = "from geo.metrics import REQUESTS; REQUESTS.labels('GET', 'x', '200').inc()"
    ask = "from geo import metrics; print(metrics.generate_latest(metrics._processes()).decode())"
    setup = "import django; django.setup(); "
    for _ in range(2):
        subprocess.run([sys.executable, "-c", setup + count], env=environment, check=True, timeout=60)
    answer = subprocess.run(
        [sys.executable, "-c", setup + ask],
        env=environment,
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    assert 'route="x",status="200"} 2.0' in answer.stdout
