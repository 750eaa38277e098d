from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A storage of its own for each test."""
    settings.STORAGES = settings.STORAGES | {
        "files": {"BACKEND": "geo.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    storages._storages.pop("files", None)
    return tmp_path
