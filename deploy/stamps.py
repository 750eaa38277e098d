"""Work is done again only when what it was made from has changed: a stamp keeps the digest of the inputs."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *words: str) -> str:
    """SHA-256 over the names and bytes of the files, in order of name, and any further words."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file).encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    for word in words:
        total.update(word.encode() + b"\0")
    return total.hexdigest()


def fresh(stamp: Path, value: str) -> bool:
    """Whether the work that `stamp` stands for was done from these very inputs."""
    return stamp.is_file() and stamp.read_text() == value


def set_stamp(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
