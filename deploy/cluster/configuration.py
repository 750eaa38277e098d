"""The files that PostgreSQL reads at its start."""

import getpass
import os
from pathlib import Path

MIB = 1024 * 1024
ROLE = "topos"


def memory() -> int:
    """Of this machine, in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def server(sockets: Path, *, durable: bool, total: int | None = None) -> str:
    """postgresql.conf. `durable` is off for tests only. `total`: memory of the machine in bytes."""
    mib = (total or memory()) // MIB
    settings: dict[str, str | float] = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{str(sockets).replace(chr(39), chr(39) * 2)}'",
        "unix_socket_permissions": "0700",
        "max_connections": 100,
        "shared_buffers": f"{max(128, min(1024, mib // 8))}MB",
        "effective_cache_size": f"{max(256, mib // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(512, mib // 32))}MB",
        "random_page_cost": 1.1,
        "effective_io_concurrency": 64,
        # Measured: JIT costs 170 ms on a small tile, parallel workers 4 x on a busy two-core machine.
        "jit": "off",
        "max_parallel_workers_per_gather": 0,
        "wal_compression": "on",
        "min_wal_size": "256MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "10min",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "idle_in_transaction_session_timeout": "5min",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "log_line_prefix": "'%m '",
        # Statements and the details of errors carry the values of rows: personal data stays out of the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    }
    return "".join(f"{name} = {value}\n" for name, value in settings.items())


def access() -> str:
    """pg_hba.conf: by the kernel's word on who is at the other end of the socket, and by nothing else."""
    return "local all all peer map=topos\n"


def identities(system_user: str | None) -> str:
    """pg_ident.conf: the user of this installation and the one that the database runs as; nobody else."""
    me = getpass.getuser() if os.geteuid() else "root"
    users = {me, system_user} - {None}
    pairs = ((user, role) for user in sorted(map(str, users)) for role in (ROLE, "postgres"))
    return "".join(f"topos {user} {role}\n" for user, role in pairs)
