"""Whatever is killed comes back by itself, and the product answers again."""

import time

import pytest

from tests.deploy.product import Product

LONGEST = 30
"""Seconds, by the issue; a few are usual."""


@pytest.mark.parametrize("name", ["web", "nginx", "postgres", "jobs", "stream"])
def test_a_killed_process_comes_back(running: Product, name: str) -> None:
    before = running.pids()[name]
    running.kill(name)
    deadline = time.monotonic() + LONGEST
    while running.pids().get(name, before) == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert running.wait_answering() < LONGEST
    assert running.status("/") == 200


def test_a_killed_web_worker_comes_back(running: Product) -> None:
    running.kill_worker()
    assert running.wait_answering() < LONGEST


def test_everything_killed_at_once_comes_back(running: Product) -> None:
    for name in ("postgres", "jobs", "web", "nginx", "stream"):
        running.kill(name)
    assert running.wait_answering() < LONGEST
