"""Where the cluster and the sockets live."""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.failure import Failure

LONGEST_SOCKET = 107
"""Bytes that a path of a Unix socket may have on Linux (sun_path, less its closing zero)."""
LONGEST_NAME = "/sockets/.s.PGSQL.5432"
SYSTEM_USER = "postgres"


@dataclass(frozen=True)
class Place:
    """`home` holds `cluster` and `sockets`; `user` is whom the database runs as (None: ourselves)."""

    home: Path
    user: str | None

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def sockets(self) -> Path:
        return self.home / "sockets"


def choose(data_dir: Path) -> Place:
    """PostgreSQL refuses to run as root, so root has it run by the user that the package made."""
    user = SYSTEM_USER if os.geteuid() == 0 else None
    reachable = _is_short(data_dir) and (user is None or _can_enter(user, data_dir))
    return Place(data_dir if reachable else _elsewhere(data_dir), user)


def home(data_dir: Path) -> Path:
    """For sockets of our own: DATA_DIR, or the place elsewhere where its path is too long for them."""
    return data_dir if _is_short(data_dir) else _elsewhere(data_dir)


def _is_short(folder: Path) -> bool:
    return len(os.fsencode(str(folder) + LONGEST_NAME)) <= LONGEST_SOCKET


def prepare(place: Place, data_dir: Path) -> None:
    """Make the folders; the one elsewhere says whose it is."""
    if place.home != data_dir:
        place.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        (place.home / "belongs-to").write_text(f"{data_dir}\n")
    for folder in (place.cluster, place.sockets):
        folder.mkdir(mode=0o700, exist_ok=True)
        if place.user:
            account = pwd.getpwnam(place.user)
            os.chown(folder, account.pw_uid, account.pw_gid)


def _elsewhere(data_dir: Path) -> Path:
    name = hashlib.sha256(os.fsencode(str(data_dir))).hexdigest()[:16]
    if os.geteuid() == 0:
        return Path("/var/lib/topos") / name
    runtime = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "topos" / name
    if not _is_short(runtime):
        raise Failure(
            f"The path {data_dir} is too long for the socket of the database.",
            "Set DATA_DIR to a shorter path.",
        )
    return runtime


def _can_enter(user: str, folder: Path) -> bool:
    account = pwd.getpwnam(user)
    outcome = subprocess.run(
        ["test", "-x", str(folder)],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return outcome.returncode == 0
