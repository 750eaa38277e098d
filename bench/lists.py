"""Public list, desk list and reference look-up with many cases. Full size: a million."""

import base64
import re
import time
from typing import Any

from bench import scratch, serving
from bench.report import Options, Report
from bench.tiles import parameters

DATABASE = "topos_bench_lists"
FULL = 1_000_000
CONNECTIONS = 4
LISTS = {
    "public list": "/api/v1/requests/?limit=100",
    "public list, box": "/api/v1/requests/?limit=100&bbox=26.15,39.2,26.25,39.3",
    "public list, service and state": "/api/v1/requests/?limit=100&service=pothole&state=in_progress,assigned",
    "public list, since": "/api/v1/requests/?limit=100&since=2026-01-01T00:00:00Z",
    "desk list": "/api/v1/cases/?limit=100",
    "desk list, unit and state": "/api/v1/cases/?limit=100&unit=roads&state=in_progress",
    "desk list, overdue": "/api/v1/cases/?limit=100&overdue=true",
}


def main(options: Options) -> Report:
    amount = round(FULL * options.scale)
    report = Report(f"Lists with {amount:,} cases", ["what", "p50, ms", "p95, ms", "requests/s"])
    with scratch.database(parameters(), DATABASE) as dsn:
        serving.manage(dsn, "migrate", "-v0")
        serving.manage(dsn, "seed")
        began = time.monotonic()
        said = serving.manage(dsn, "seed", "--requests", str(amount))
        seeded = time.monotonic() - began
        with serving.web(dsn) as port:
            for what, address in LISTS.items():
                report.rows.append(measured(port, what, lambda _number, a=address: ("GET", a, None, HEAD), options))
            report.rows.append(measured(port, "reference look-up", look_up(amount), options))
    rate = re.search(r"synthetic requests \(([0-9.]+) s\)", said)
    report.notes.append(
        f"{CONNECTIONS} connections, {options.seconds:g} s each. Bar: p95 below 150 ms. Seeded in {seeded:.0f} s"
        + (f", {amount / float(rate[1]):,.0f} cases a second." if rate else ".")
    )
    return report


HEAD = {"Authorization": "Basic " + base64.b64encode(f"head:{serving.PASSWORD}".encode()).decode()}


def look_up(amount: int) -> serving.Ask:
    def ask(number: int) -> tuple[str, str, Any, dict[str, str]]:
        return "GET", f"/api/v1/cases/2026-{1 + number * 7919 % (amount // 3):06d}/", None, ADMIN

    return ask


ADMIN = {"Authorization": "Basic " + base64.b64encode(f"admin:{serving.PASSWORD}".encode()).decode()}


def measured(port: int, what: str, ask: serving.Ask, options: Options) -> list[object]:
    serving.load(port, ask, connections=CONNECTIONS, seconds=1)
    turn = serving.load(port, ask, connections=CONNECTIONS, seconds=options.seconds)
    return [what, round(1000 * turn.percentile(0.5), 1), round(1000 * turn.percentile(0.95), 1), round(turn.rate)]
