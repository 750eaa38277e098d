"""Under load, whatever is killed with -9: every acknowledged reference is there, no gap, no twin."""

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg
import pytest

from tests.deploy.product import Product, temporary

CONNECTIONS = 16
BACK_WITHIN = 30
REPORT = {
    "service": "pothole",
    "description": "Λακκούβα, υπό φορτίο",
    "longitude": 26.207,
    "latitude": 39.234,
    "contact": {"email": "load@example.gr"},
}


@dataclass
class Load:
    """Sixteen reporters who resend, with the same ``client_id``, until they are answered."""

    url: str
    stop: threading.Event = field(default_factory=threading.Event)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Reference by client_id."""
    last: float = 0.0
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)
        with httpx.Client(base_url=self.url, timeout=20, trust_env=False) as client:
            while not self.stop.is_set():
                self._report(client, str(uuid.uuid4()))

    def _report(self, client: httpx.Client, client_id: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = client.post("/api/v1/requests/", json={**REPORT, "client_id": client_id})
            except httpx.HTTPError:
                time.sleep(0.2)
                continue
            if answer.status_code == 201:
                self.acknowledged[client_id] = answer.json()["protocol_number"]
                self.last = time.monotonic()
                return
            if answer.status_code < 500:
                self.faults.append(answer.text)
                return
            time.sleep(0.2)
        self.faults.append(f"{client_id} was not answered for a minute")


@pytest.fixture(scope="module")
def loaded() -> Iterator[tuple[Product, Load]]:
    for product in temporary(demo=True):
        product.start()
        product.wait_ready()
        load = Load(product.url)
        threads = [threading.Thread(target=load.run, daemon=True) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        yield product, load
        load.stop.set()
        for thread in threads:
            thread.join(timeout=70)


def kills(product: Product) -> list[tuple[str, Callable[[], None]]]:
    return [
        ("a web worker", product.kill_worker),
        ("granian", lambda: product.kill("web")),
        ("the job worker", lambda: product.kill("jobs")),
        ("PostgreSQL", lambda: product.kill("postgres")),
    ]


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_and_no_number_missing_or_doubled(loaded: tuple[Product, Load]) -> None:
    product, load = loaded
    wait_for_more(load, since=time.monotonic(), patience=60)
    for name, kill in kills(product):
        time.sleep(2)
        kill()
        killed = time.monotonic()
        wait_for_more(load, since=killed + 0.5, patience=BACK_WITHIN, what=name)
    time.sleep(2)
    load.stop.set()
    time.sleep(3)
    assert load.faults == []
    assert len(load.acknowledged) > 100

    references = list(load.acknowledged.values())
    assert len(references) == len(set(references)), "a number was given twice"
    public = listed(product)
    assert set(references) <= public, f"lost: {sorted(set(references) - public)[:5]}"
    year = int(references[0].split("-")[0])
    assert gaps(product, year) == [], "the book has a gap"


def wait_for_more(load: Load, *, since: float, patience: float, what: str = "") -> None:
    """Until a report is acknowledged that was answered after `since`."""
    deadline = time.monotonic() + patience
    while load.last < since:
        assert time.monotonic() < deadline, f"no answer {patience} s after the end of {what}: {load.faults[-3:]}"
        time.sleep(0.1)


def listed(product: Product) -> set[str]:
    """Every reference of the public list, page by page, through the front door."""
    found: set[str] = set()
    with httpx.Client(timeout=30, trust_env=False) as client:
        address: str | None = f"{product.url}/api/v1/requests/?limit=1000"
        while address:
            page: dict[str, Any] = json.loads(client.get(address).text)
            found |= {row["properties"]["reference"] for row in page["features"]}
            address = page["next"]
    return found


def gaps(product: Product, year: int) -> list[int]:
    """Numbers that the year's book lacks, asked of the product's own database."""
    with psycopg.connect((product.data_dir / "database-url").read_text().strip()) as connection:
        rows = connection.execute(
            "SELECT n FROM generate_series(1, (SELECT max(number) FROM protocol_entry WHERE year = %(year)s)) AS n "
            "EXCEPT SELECT number FROM protocol_entry WHERE year = %(year)s ORDER BY 1 LIMIT 5",
            {"year": year},
        ).fetchall()
    return [row[0] for row in rows]
