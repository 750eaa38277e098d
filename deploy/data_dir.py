"""The folder of one installation's data: its lock, its secrets."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.failure import Failure

FOLDERS = ("files", "log", "cache", "static")
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""For passwords that a person types: nothing that looks like something else."""


def prepare(folder: Path) -> None:
    """Others can pass through (the database's user must, where it is not ours) and see nothing."""
    try:
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Failure(
            f"The data folder {folder} cannot be used ({error.strerror}).",
            "Set DATA_DIR to a folder of yours, or start as the user it belongs to.",
        ) from error


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Held while a command uses the folder; the kernel lets it go when we die. Raises Failure if held."""
    descriptor = os.open(folder / "running.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode().strip()
            raise Failure(
                f"Topos is already running on {folder} (process {holder}).",
                "End it with Ctrl-C, or use another DATA_DIR (and PORT) beside it.",
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def keep(file: Path, value: str) -> None:
    """Written whole or not at all, readable by its owner only."""
    if file.exists() and file.read_text() == value:
        return
    new = file.with_name(file.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(value)
    new.replace(file)


def secret_key(folder: Path, given: str) -> str:
    """The given one, else the one kept, else a new one, kept from now on."""
    file = folder / "secret-key"
    if given:
        return given
    if not file.exists():
        keep(file, secrets.token_urlsafe(48))
    return file.read_text()


def demo_password(folder: Path, given: str) -> tuple[str, bool]:
    """The password of the demo accounts, and whether it is new here."""
    file = folder / "demo-password"
    old = file.read_text().strip() if file.exists() else ""
    password = given or old or "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    keep(file, password)
    return password, password != old
