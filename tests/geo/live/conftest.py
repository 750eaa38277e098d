"""The stream process, as `make run` starts it, on the test database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def server(transactional_db: None) -> Iterator[str]:
    """Address of a granian ASGI process with the streams."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    process = subprocess.Popen(
        [*command, "geo.asgi:application"], cwd=ROOT, env=os.environ | {"DATABASE_URL": database_url()}
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/live/healthz")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def database_url() -> str:
    """The test database as an address for another process."""
    given = connection.get_connection_params()
    credentials = quote(given.get("user", "")) + (f":{quote(given['password'])}" if "password" in given else "")
    host, port = given.get("host", ""), given.get("port", "")
    if host.startswith("/"):
        return f"postgres://{credentials}@/{given['dbname']}?host={quote(host)}" + (f"&port={port}" if port else "")
    return f"postgres://{credentials}@{host or 'localhost'}:{port or 5432}/{given['dbname']}"


def wait_for(address: str, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(address)
