"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tiles import pool

ROOT = Path(__file__).resolve().parent.parent

os.environ.setdefault("SECRET_KEY", "tests only")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.settings")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the checkout; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real files (../shared) is not on this machine")
    return folder


@pytest.fixture(autouse=True)
def _tiles_let_go() -> Iterator[None]:
    """A test database can only be dropped when the pool of the tiles has let go of it."""
    yield
    pool.close()
