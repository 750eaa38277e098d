"""The project's own Python environment, from a lock of versions and hashes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy import output
from deploy.failure import Failure
from deploy.settings import Settings
from deploy.stamps import digest, fresh, set_stamp
from deploy.supervise.supervisor import Supervisor

RUNNING = "requirements.txt"
TESTING = "requirements-dev.txt"
INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
LOCKED = ("--require-hashes", "--only-binary", ":all:")


def ensure(supervisor: Supervisor, settings: Settings, lock: str) -> None:
    """`lock`: one of the two files; the one for tests holds everything of the other."""
    value, stamp = _digest(settings, lock), _stamp(settings, lock)
    if fresh(stamp, value):
        return
    with output.step(f"Python packages of {lock}"):
        if not _usable(settings):
            _make(supervisor, settings)
        supervisor.must(
            [settings.python, *INSTALL, *LOCKED, "-r", str(settings.root / lock)],
            problem="pip could not install the Python packages.",
            remedy="Is the package index reachable from this machine? Is there space on the disk?",
            directory=settings.root,
            environment=os.environ,
        )
    set_stamp(stamp, value)
    if lock == TESTING:
        set_stamp(_stamp(settings, RUNNING), _digest(settings, RUNNING))


def _stamp(settings: Settings, lock: str) -> Path:
    return settings.venv / f"topos-{lock}.stamp"


def _digest(settings: Settings, lock: str) -> str:
    return digest([settings.root / lock], sys.version)


def _usable(settings: Settings) -> bool:
    """It runs, has pip, and is of the Python that runs us."""
    if not Path(settings.python).exists():
        return False
    question = "import pip, sys; print(*sys.version_info[:2])"
    answer = subprocess.run([settings.python, "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.split() == [str(number) for number in sys.version_info[:2]]


def _make(supervisor: Supervisor, settings: Settings) -> None:
    if settings.venv.exists():
        if not (settings.venv / "pyvenv.cfg").exists() and any(settings.venv.iterdir()):
            raise Failure(
                f"{settings.venv} is there and is no Python environment.",
                "Remove it, or set TOPOS_VENV to another folder.",
            )
        shutil.rmtree(settings.venv)
    supervisor.must(
        [sys.executable, "-m", "venv", str(settings.venv)],
        problem=f"The Python environment {settings.venv} could not be made.",
        remedy="Is the folder writable, and is there space on the disk?",
        directory=settings.root,
        environment=os.environ,
    )
