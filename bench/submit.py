"""Submitting through HTTP, against a view that writes the same rows without thinking."""

import statistics
import uuid
from typing import Any

from bench import scratch, serving
from bench.report import Options, Report
from bench.tiles import parameters

DATABASE = "topos_bench_submit"
CONNECTIONS = 16
CONTESTANTS = {"ours": "/api/v1/requests/", "bare": "/bare/"}


def main(options: Options) -> Report:
    report = Report(
        f"Submitting at {CONNECTIONS} connections",
        ["view", "requests/s", "÷ bare", "p50, ms", "p95, ms"],
    )
    turns: dict[str, list[serving.Turn]] = {name: [] for name in CONTESTANTS}
    with scratch.database(parameters(), DATABASE) as dsn:
        serving.manage(dsn, "migrate", "-v0")
        serving.manage(dsn, "seed")
        with serving.web(dsn) as port:
            for address in CONTESTANTS.values():
                serving.load(port, asking(address), connections=CONNECTIONS, seconds=1)
            for _ in range(options.rounds):
                for name, address in CONTESTANTS.items():
                    turn = serving.load(port, asking(address), connections=CONNECTIONS, seconds=options.seconds)
                    turns[name].append(turn)
    rates = {name: statistics.median(turn.rate for turn in own) for name, own in turns.items()}
    for name, own in turns.items():
        p50, p95 = (round(1000 * statistics.median(turn.percentile(share) for turn in own)) for share in (0.5, 0.95))
        report.rows.append([name, round(rates[name]), rates[name] / rates["bare"], p50, p95])
    report.notes.append(
        f"granian with {serving.WORKERS} workers; {options.rounds} turns of {options.seconds:g} s each, medians; "
        "client and server share the cores. Bar: ours ÷ bare at least 0.4, p95 below 200 ms."
    )
    return report


def asking(address: str) -> serving.Ask:
    """Reports of potholes around Kalloni, each with its own ``client_id``."""

    def ask(number: int) -> tuple[str, str, Any, dict[str, str]]:
        body = {
            "service": "pothole",
            "description": "Λακκούβα στον δρόμο, μεγάλη και βαθιά",
            "longitude": 26.2 + number % 97 * 1e-4,
            "latitude": 39.23 + number % 89 * 1e-4,
            "contact": {"email": "load@example.gr"},
            "client_id": str(uuid.uuid4()),
        }
        return "POST", address, body, {}

    return ask
