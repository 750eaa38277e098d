"""Where the bytes are: Django's storage ``files``, private, a folder unless the settings say otherwise."""

import os
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages


class DurableStorage(FileSystemStorage):
    """A folder whose files have reached the disk when `save` returns: acknowledged means kept."""

    def __init__(self, **options: Any) -> None:
        options = {
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
            "base_url": None,
        } | options
        super().__init__(**options)

    def _save(self, name: str, content: File) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(saved))
        _sync(path)
        # The names of the file and of folders made for it live in the folders above.
        for folder in path.parents:
            _sync(folder)
            if folder == Path(self.location):
                break
        return saved


def files() -> Storage:
    """The storage of stored files."""
    return storages["files"]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
