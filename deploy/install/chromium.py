"""The browser of the tests, where the distribution has none to give (Ubuntu offers it as a snap only)."""

import os

from deploy import output
from deploy.install.requirements import CHROMIUM, program
from deploy.settings import Settings
from deploy.stamps import digest, fresh, set_stamp
from deploy.supervise.supervisor import Supervisor


def path() -> str | None:
    """Of the system's browser; None: Playwright's own is used."""
    return next((found for name in CHROMIUM if (found := program(name))), None)


def ensure(supervisor: Supervisor, settings: Settings) -> None:
    value = digest([settings.root / "requirements-dev.txt"])
    stamp = settings.venv / "topos-chromium.stamp"
    if path() or fresh(stamp, value):
        return
    with output.step("Chromium for the tests"):
        supervisor.must(
            [settings.python, "-m", "playwright", "install", "--with-deps", "chromium"],
            problem="Chromium could not be installed.",
            remedy="Install Chromium or Google Chrome by hand.",
            directory=settings.root,
            environment=os.environ,
        )
    set_stamp(stamp, value)
