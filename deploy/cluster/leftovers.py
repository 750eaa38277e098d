"""What a killed supervisor or postmaster left: processes of this cluster, and the files that lock it."""

import signal
from pathlib import Path

from deploy.supervise import proc


def clear(cluster: Path, sockets: Path) -> None:
    """Only with the lock of DATA_DIR held: whatever still runs in this cluster then is nobody's.

    Backends lead sessions of their own and overwrite their environment, but all of them work in the
    cluster's folder. They are asked first (SIGQUIT: end without checkpoint, as after a crash)."""
    left = [entry.pid for entry in proc.entries() if entry.directory == cluster]
    if left:
        proc.end(left, signals=(signal.SIGQUIT, signal.SIGKILL), patience=3)
    # A number in the lock file may by now belong to somebody else, and PostgreSQL would not start then.
    for name in (cluster / "postmaster.pid", sockets / ".s.PGSQL.5432", sockets / ".s.PGSQL.5432.lock"):
        name.unlink(missing_ok=True)
