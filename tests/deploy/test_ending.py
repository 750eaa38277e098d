"""No process is left behind, however it ends; the next start takes up what was there."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from deploy.supervise import proc
from tests.deploy.product import ROOT, Product, temporary


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """One folder of data for the module: every start after the first is quick."""
    yield from temporary()


@pytest.fixture
def started(product: Product) -> Product:
    if not product.is_running:
        product.start()
        product.wait_ready()
    return product


def test_ctrl_c_ends_everything_and_the_second_start_is_quick(started: Product) -> None:
    assert started.signal(signal.SIGINT) == 0
    assert started.left() == set()
    began = time.monotonic()
    started.start()
    started.wait_ready()
    assert time.monotonic() - began < 15


def test_nothing_outlives_a_killed_supervisor_and_it_starts_again(started: Product) -> None:
    started.signal(signal.SIGKILL)
    started.wait_gone()
    started.start()
    started.wait_ready()
    assert started.status("/readyz") == 200


def test_nothing_outlives_a_killed_make(started: Product) -> None:
    started.stop()
    make = shutil.which("make")
    assert make
    started.start((make, "--silent", "run", f"PYTHON={sys.executable}"))
    started.wait_ready()
    started.signal(signal.SIGKILL)
    started.wait_gone()


def test_leftovers_of_the_worst_crash_are_cleared(started: Product) -> None:
    """The supervisor killed while the postmaster cannot react to it."""
    os.kill(started.pids()["postgres"], signal.SIGSTOP)  # it cannot react to the death of the supervisor
    started.signal(signal.SIGKILL)
    assert any(proc.entry_of(pid) for pid in started.left())
    started.start()
    started.wait_ready()


def test_two_supervisors_on_one_folder(started: Product) -> None:
    outcome = _again(started, PORT=str(started.port + 1))
    assert outcome.returncode == 1
    assert "already running" in outcome.stderr
    assert started.status("/readyz") == 200


def test_a_taken_port_is_said_before_anything_starts(started: Product, fresh_folder: str) -> None:
    outcome = _again(started, DATA_DIR=fresh_folder)
    assert outcome.returncode == 1
    assert f"Port {started.port} is taken" in outcome.stderr
    assert "PORT=" in outcome.stderr


@pytest.fixture
def fresh_folder(tmp_path: object) -> str:
    return f"{tmp_path}/data"


def _again(product: Product, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy", "run"],
        cwd=ROOT,
        env={**product.environment, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
