"""The whole product as a person starts it, for tests that look at it from outside."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from deploy.cluster import place
from deploy.supervise import proc

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a-password-for-tests"
OURS = ("DATABASE_URL", "SECRET_KEY", "DATA_DIR", "PUBLIC_URL", "TOPOS_DATA_DIR", "DJANGO_SETTINGS_MODULE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """`python -m deploy run` on a free port with a data folder of its own.

    `kill(name)` ends a process of the list (`postgres web stream jobs nginx supervisor`) by SIGKILL,
    `kill_worker()` one of the web workers; `pids()` says who is who."""

    def __init__(self, data_dir: Path, *, demo: bool = False, rate_limits: bool = False, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = data_dir.parent / f"{data_dir.name}.output"
        self._popen: subprocess.Popen[bytes] | None = None
        self._seen: set[int] = set()
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment = {
            **inherited,
            "PORT": str(self.port),
            "DATA_DIR": str(data_dir),
            "DEMO": str(int(demo)),
            "DEMO_PASSWORD": PASSWORD,
            "RATE_LIMITS": str(int(rate_limits)),
            "TOPOS_VENV": sys.prefix,
            **environment,
        }

    def start(self, command: tuple[str, ...] = (sys.executable, "-m", "deploy", "run")) -> None:
        with self.output.open("wb") as stream:
            self._popen = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=stream, stderr=subprocess.STDOUT
            )

    def wait_ready(self, patience: float = 240) -> None:
        assert self._popen is not None
        deadline = time.monotonic() + patience
        while f"Ready: {self.url}" not in self.said():
            assert self._popen.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)
        self._seen |= self.family()

    @property
    def is_running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def pids(self) -> dict[str, int]:
        return dict(json.loads((self.data_dir / "processes.json").read_text()))

    def family(self) -> set[int]:
        """Every living process below the one that was started."""
        assert self._popen is not None
        entries = list(proc.entries())
        found = {self._popen.pid}
        while more := {entry.pid for entry in entries if entry.parent in found} - found:
            found |= more
        return found

    def left(self) -> set[int]:
        """Processes that are of this product though it has ended: by descent, mark or folder."""
        cluster = place.choose(self.data_dir).cluster
        return {
            entry.pid
            for entry in proc.entries()
            if entry.pid in self._seen
            or entry.environment.get("TOPOS_DATA_DIR") == str(self.data_dir)
            or entry.directory == cluster
        }

    def wait_gone(self, patience: float = 20) -> None:
        deadline = time.monotonic() + patience
        while left := self.left():
            assert time.monotonic() < deadline, [Path(f"/proc/{pid}/cmdline").read_text() for pid in left]
            time.sleep(0.1)

    def kill(self, name: str) -> None:
        self._seen |= self.family()
        os.kill(self.pids()[name], signal.SIGKILL)

    def kill_worker(self) -> None:
        web = self.pids()["web"]
        worker = next(entry.pid for entry in proc.entries() if entry.parent == web)
        os.kill(worker, signal.SIGKILL)

    def flush_log(self) -> None:
        """nginx writes what it holds back when it opens its logs anew."""
        os.kill(self.pids()["nginx"], signal.SIGUSR1)
        time.sleep(0.5)

    def signal(self, number: signal.Signals) -> int:
        """To the process that was started; gives its exit code."""
        assert self._popen is not None
        self._seen |= self.family()
        self._popen.send_signal(number)
        return self._popen.wait(60)

    def stop(self) -> int:
        return self.signal(signal.SIGTERM)

    def remove(self) -> None:
        if self.is_running:
            self.stop()
        elsewhere = place.choose(self.data_dir).home if self.data_dir.exists() else self.data_dir
        for folder in {self.data_dir, elsewhere}:
            shutil.rmtree(folder, ignore_errors=True)
        self.output.unlink(missing_ok=True)

    def status(self, path: str, **headers: str) -> int:
        """Of a GET; 0 when nobody answers."""
        opener = build_opener(ProxyHandler({}))
        try:
            with opener.open(Request(self.url + path, headers=headers), timeout=5) as response:
                return int(response.status)
        except URLError as error:
            return int(getattr(error, "code", 0))
        except OSError:
            return 0

    def wait_answering(self, patience: float = 30) -> float:
        """Seconds until /readyz answers 200 five times in a row (one worker alone may be well)."""
        began, good = time.monotonic(), 0
        while good < 5:
            good = good + 1 if self.status("/readyz") == 200 else 0
            assert time.monotonic() - began < patience, self.said()[-4000:]
            time.sleep(0.05)
        return time.monotonic() - began


def temporary(**options: object) -> Iterator[Product]:
    """A product that is not started yet, in a folder that the database's user can enter."""
    folder = Path(tempfile.mkdtemp(prefix="topos-test-"))
    folder.chmod(0o711)
    made = Product(folder / "data", **options)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.remove()
        shutil.rmtree(folder, ignore_errors=True)
