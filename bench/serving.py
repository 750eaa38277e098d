"""The product's web workers on a scratch database, and clients that load them."""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
THREADS = 8
PASSWORD = "measurements only"


@dataclass(frozen=True)
class Turn:
    """One contestant's turn. Times in seconds."""

    requests: int
    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        return statistics.quantiles(self.times, n=1000)[round(share * 1000) - 1] if len(self.times) > 1 else 0.0


def environment(dsn: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": dsn,
        "SECRET_KEY": "measurements only",
        "DJANGO_SETTINGS_MODULE": "bench.product.settings",
        "RATE_LIMITS": "0",
        "DEMO": "1",
        "DEMO_PASSWORD": PASSWORD,
    }


def manage(dsn: str, *arguments: str) -> str:
    """Run a command of `manage.py`; its output."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment(dsn), cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


@contextmanager
def web(dsn: str) -> Iterator[int]:
    """granian as the supervisor starts it, without nginx; the port it answers on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--log-level", "warning",
         "geo.wsgi:application"],
        env=environment(dsn), cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise TimeoutError("the web workers do not answer")
        time.sleep(0.2)


Ask = Callable[[int], tuple[str, str, Any, dict[str, str]]]
"""Number of the request → method, address, JSON body or None, headers."""


def load(port: int, ask: Ask, *, connections: int, seconds: float) -> Turn:
    """Closed loop: each connection asks again when it has been answered.

    Raises:
        AssertionError: an answer was no success.
    """
    times: list[float] = []
    faults: list[str] = []
    end = time.monotonic() + seconds

    def run(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        number = place
        while time.monotonic() < end and not faults:
            method, address, body, headers = ask(number)
            number += connections
            began = time.perf_counter()
            sent = None if body is None else json.dumps(body).encode()
            connection.request(method, address, sent, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            content = answer.read()
            times.append(time.perf_counter() - began)
            if answer.status >= 400:
                faults.append(f"{answer.status} {content[:300]!r}")

    began = time.monotonic()
    threads = [threading.Thread(target=run, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[0]
    return Turn(len(times), time.monotonic() - began, times)
