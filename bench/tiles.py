"""Tiles over HTTP against the same tiles straight from the database (prepared ST_AsMVT, asyncpg)."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import scratch
from bench.report import Options, Report

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "topos_bench_tiles"
WORKERS = 2
CONNECTIONS = 8
ZOOMS = ("8-16", "8-10", "14-16")
CONTESTS = {"points": ("request", "raw_request.sql"), "parcels": ("parcel", "raw_parcel.sql")}
TUNED = ("jit=off", "max_parallel_workers_per_gather=0")
"""Settings of the database for the raw statement; our pool sets the same for itself."""


def main(options: Options) -> Report:
    folder = scratch.loadtest()
    report = Report(
        "Tiles, uncached, against raw prepared ST_AsMVT",
        [
            "what",
            "zooms",
            "ours, requests/s",
            "raw, requests/s",
            "ours ÷ raw",
            "ours p95, ms",
            "kB, ours",
            "kB, raw",
        ],
    )
    with scratch.database(parameters(), DATABASE) as dsn:
        began = time.monotonic()
        scratch.fill(dsn, folder / "sql/01_dataset.sql", options.scale)
        loaded = time.monotonic() - began
        with server(dsn) as address:
            for what, (layer, statement) in CONTESTS.items():
                for zooms in ZOOMS:
                    url = f"{address}/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt"
                    report.rows.append(contest(what, zooms, url, dsn, folder / "sql" / statement, options))
    report.notes.append(
        f"{CONNECTIONS} connections, granian with {WORKERS} workers, {options.rounds} turns of "
        f"{options.seconds:g} s each, medians; scale {options.scale:g} of a million points and 200,000 "
        f"parcels (loaded in {loaded:.0f} s). Client and server share the cores. The raw statement stops at "
        "10,000 rows a tile; ours counts all points, and simplifies parcels below z14."
    )
    return report


def contest(what: str, zooms: str, url: str, dsn: str, statement: Path, options: Options) -> tuple[object, ...]:
    """One row: both in turns over the same tiles."""
    tools, ours, raw = statement.parents[1], [], []
    shared = ["-c", str(CONNECTIONS), "-d", str(options.seconds), "--zoom", zooms]
    settings = [part for setting in TUNED for part in ("--set", setting)]
    tiles = str(tools / "tiles.txt")
    for _ in range(options.rounds):
        ours.append(_run(tools / "load.py", url, tiles, *shared))
        raw.append(
            _run(
                tools / "pgload.py",
                "--dsn",
                dsn,
                "--sql",
                str(statement),
                "--tiles",
                tiles,
                *shared,
                *settings,
            )
        )
        if wrong := set(ours[-1]["status"]) - {"200"}:
            raise RuntimeError(f"the server answered {', '.join(wrong)}")
    ratios = [mine["rps"] / theirs["rps"] for mine, theirs in zip(ours, raw, strict=True)]
    return (
        what,
        zooms,
        _median(ours, "rps"),
        _median(raw, "rps"),
        statistics.median(ratios),
        _median(ours, "p95_ms"),
        _median(ours, "mean_bytes") / 1000,
        _median(raw, "mean_bytes") / 1000,
    )


def _run(tool: Path, *arguments: str) -> dict[str, Any]:
    answer = subprocess.run([sys.executable, str(tool), *arguments], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return float(statistics.median(run[name] for run in runs))


def parameters() -> dict[str, Any]:
    """libpq's parameters of the cluster that the product uses."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django  # noqa: PLC0415  settings must be named first
    from django.db import connection  # noqa: PLC0415

    django.setup()
    known = connection.get_connection_params()
    wanted = ("user", "password", "host", "port")
    return {name: known[name] for name in wanted if name in known}


@contextmanager
def server(dsn: str) -> Iterator[str]:
    """Our server on that database, with the load test's tables as its sources."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS), "--no-ws"]
    process = subprocess.Popen(
        [
            *command,
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-ws",
            "--log-level",
            "error",
            "geo.wsgi:application",
        ],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": dsn, "DJANGO_SETTINGS_MODULE": "bench.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/tiles/request/8/0/0.mvt")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)
