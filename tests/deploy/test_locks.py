"""The locks hold versions and hashes, and no address of anything."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ("requirements.txt", "requirements-dev.txt")
NODE = "frontend/package-lock.json"


@pytest.mark.parametrize("name", PYTHON)
def test_python_locks_hold_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("name", PYTHON)
def test_every_python_package_is_locked_by_version_and_hash(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    rows = [row for row in text.splitlines() if row and not row.lstrip().startswith("#")]
    assert len(rows) > 20
    for row in rows:
        assert re.match(r"^[\w.\-\[\],]+==\S+", row), row
        assert "--hash=sha256:" in row, row


def test_the_lock_of_the_tests_holds_the_lock_of_the_product() -> None:
    running, testing = (set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.M)) for name in PYTHON)
    assert running <= testing


def test_every_declared_package_is_locked() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = set(re.findall(r"^([\w.\-]+)(?:\[.*\])?==", (ROOT / PYTHON[1]).read_text(), re.M))
    wanted = declared["project"]["dependencies"] + declared["dependency-groups"]["dev"]
    names = {re.split(r"[\[~=<>! ;]", line)[0].lower() for line in wanted}
    assert names <= locked


def test_node_lock_holds_no_address() -> None:
    assert list(_addresses(json.loads((ROOT / NODE).read_text())["packages"])) == []


def _addresses(packages: dict[str, Any]) -> Iterator[str]:
    for name, package in packages.items():
        if "resolved" in package or "://" in str(package.get("version", "")):
            yield name


def test_every_node_package_is_locked_by_integrity() -> None:
    packages = json.loads((ROOT / NODE).read_text())["packages"]
    assert len(packages) > 20
    assert all("integrity" in package or package.get("link") or not name for name, package in packages.items())
