"""A scratch database beside the product's own, with the load test's tables."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from bench.report import Skipped

SHARED = Path(__file__).resolve().parents[2] / "shared"


def loadtest() -> Path:
    """The folder of the load test.

    Raises:
        Skipped: it is not on this machine.
    """
    folder = SHARED / "loadtest"
    if not folder.is_dir():
        raise Skipped("the load test (../shared/loadtest) is not on this machine.")
    return folder


@contextmanager
def database(parameters: dict[str, Any], name: str) -> Iterator[str]:
    """An empty database in the cluster of `parameters` (libpq's), as an address; dropped at the end."""
    with psycopg.connect(**(parameters | {"dbname": "postgres"}), autocommit=True) as cluster:
        cluster.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        cluster.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield address(parameters, name)
        finally:
            cluster.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def address(parameters: dict[str, Any], name: str) -> str:
    user, password = quote(parameters.get("user", "")), parameters.get("password")
    who = f"{user}:{quote(password)}@" if password else f"{user}@" if user else ""
    host = quote(parameters.get("host", ""), safe="/")
    place = f"/{name}?host={host}" if host.startswith("/") else f"{host or 'localhost'}/{name}"
    port = f"{'&' if '?' in place else '?'}port={parameters['port']}" if parameters.get("port") else ""
    return f"postgresql://{who}{place}{port}"


def fill(dsn: str, script: Path, scale: float) -> None:
    """Run the load test's SQL with `scale` times as many rows."""
    text = re.sub(r"^\\.*$", "", script.read_text(), flags=re.MULTILINE)
    requests, parcels, lines, outlines = (max(1, round(n * scale)) for n in (1_000_000, 200_000, 50_000, 60))
    for full, wanted in (
        ("generate_series(1, 1000000)", f"generate_series(1, {requests})"),
        ("generate_series(1, 200000)", f"generate_series(1, {parcels})"),
        ("generate_series(1, 50000)", f"generate_series(1, {lines})"),
        ("i > 199940", f"i > {parcels - outlines}"),
    ):
        assert full in text, full
        text = text.replace(full, wanted)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        for statement in re.split(r";[ \t]*(?:--[^\n]*)?\n|;[ \t]*(?=VACUUM)", text):
            if re.sub(r"--[^\n]*", "", statement).strip():
                connection.execute(statement.encode())
