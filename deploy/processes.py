"""The process list of one server. What `make run` keeps alive stands here and nowhere else."""

import shutil
import signal
import socket
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from deploy.install.requirements import program
from deploy.settings import Settings
from deploy.supervise.process import Process

WEB_WORKERS = 2
WEB_THREADS = 8
"""Per worker. Each holds a database connection: 2 x 8, and the rest, stay far below max_connections."""
UNHURRIED = 8
"""Seconds that a request in flight has left when the product stops."""


def all_processes(
    settings: Settings, environment: Mapping[str, str], *, sockets: Path, nginx_configuration: Path
) -> tuple[Process, ...]:
    """In the order of their start. `sockets`: folder for the sockets between nginx and the rest."""
    return (
        _web(settings, environment, sockets / "web.sock"),
        _stream(settings, environment, sockets / "stream.sock"),
        _jobs(settings, environment),
        _nginx(settings, environment, nginx_configuration),
    )


def _granian(settings: Settings, address: Path, interface: str, target: str) -> tuple[str, ...]:
    return (
        str(settings.venv / "bin" / "granian"),
        f"--interface={interface}",
        f"--uds={address}",
        "--http=1",
        "--respawn-failed-workers",
        "--respawn-interval=0.2",
        f"--workers-kill-timeout={UNHURRIED}",
        "--log-level=error",
        target,
    )


def _web(settings: Settings, environment: Mapping[str, str], address: Path) -> Process:
    counts = settings.data_dir / "metrics"
    threads = (f"--workers={WEB_WORKERS}", f"--blocking-threads={WEB_THREADS}", "--no-ws")
    return Process(
        name="web",
        command=(*_granian(settings, address, "wsgi", "geo.wsgi:application"), *threads),
        directory=settings.root,
        environment={**environment, "PROMETHEUS_MULTIPROC_DIR": str(counts)},
        prepare=_beginning(address, counts),
        ready=partial(_listens, address),
        patience=UNHURRIED + 4,
    )


def _stream(settings: Settings, environment: Mapping[str, str], address: Path) -> Process:
    return Process(
        name="stream",
        command=(*_granian(settings, address, "asgi", "geo.asgi:application"), "--workers=1"),
        directory=settings.root,
        environment=environment,
        prepare=_removing(address),
        ready=partial(_listens, address),
        patience=UNHURRIED + 4,
    )


def _jobs(settings: Settings, environment: Mapping[str, str]) -> Process:
    return Process(
        name="jobs",
        command=(settings.python, str(settings.root / "manage.py"), "procrastinate", "worker"),
        directory=settings.root,
        environment=environment,
        # Without the database, which ends at the same time, it would wait for ever to end in order; it has no
        # children, and what it was doing is taken up again as a stalled job.
        orphan_signal=signal.SIGKILL,
        patience=10,
    )


def _nginx(settings: Settings, environment: Mapping[str, str], configuration: Path) -> Process:
    home = configuration.parent
    return Process(
        name="nginx",
        command=(program("nginx") or "nginx", "-p", str(home), "-e", "stderr", "-c", str(configuration)),
        directory=home,
        environment=environment,
        ready=partial(_listens, ("127.0.0.1", settings.port)),
        # Quick: what is in flight was given its time by the processes behind. As an orphan too.
        stop_signal=signal.SIGTERM,
        patience=5,
    )


def _removing(address: Path) -> Callable[[], None]:
    """A socket left by a killed process could not be bound again."""
    return lambda: address.unlink(missing_ok=True)


def _beginning(address: Path, counts: Path) -> Callable[[], None]:
    """The workers count together in files of this folder (geo.metrics); those of an earlier run go."""

    def prepare() -> None:
        _removing(address)()
        shutil.rmtree(counts, ignore_errors=True)
        counts.mkdir(parents=True)

    return prepare


def _listens(address: Path | tuple[str, int]) -> bool:
    family, target = (socket.AF_UNIX, str(address)) if isinstance(address, Path) else (socket.AF_INET, address)
    with socket.socket(family) as probe:
        return probe.connect_ex(target) == 0


def answers(settings: Settings, path: str) -> bool:
    """Whether nginx gets 200 for it from behind; no proxy of the environment is asked."""
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(settings.local_url + path, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
