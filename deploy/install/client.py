"""The browser's part: npm packages and the build, again only when their sources have changed."""

import os
from collections.abc import Iterator
from pathlib import Path

from deploy import output
from deploy.settings import Settings
from deploy.stamps import digest, fresh, set_stamp
from deploy.supervise.supervisor import Supervisor

MADE = {"node_modules", "dist", "paraglide", ".svelte-kit", "cache"}


def sources(folder: Path) -> Iterator[Path]:
    """Every file that the build reads, none that it writes."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in MADE]
        yield from (Path(place) / name for name in files if not name.endswith(".stamp"))


def ensure(supervisor: Supervisor, settings: Settings) -> None:
    folder = settings.root / "frontend"
    _packages(supervisor, folder)
    _build(supervisor, folder)


def _packages(supervisor: Supervisor, folder: Path) -> None:
    value = digest([folder / "package-lock.json"])
    stamp = folder / "node_modules" / "topos-packages.stamp"
    if fresh(stamp, value):
        return
    with output.step("Packages of the client"):
        npm(supervisor, folder, "ci", "npm could not install the packages of the client.")
    set_stamp(stamp, value)


def _build(supervisor: Supervisor, folder: Path) -> None:
    value = digest(sources(folder))
    stamp = folder / "node_modules" / "topos-build.stamp"
    if fresh(stamp, value) and (folder / "dist" / "index.html").exists():
        return
    with output.step("Building the client"):
        npm(supervisor, folder, "run build", "The client could not be built.")
    set_stamp(stamp, value)


def npm(supervisor: Supervisor, folder: Path, words: str, problem: str) -> None:
    supervisor.must(
        ["npm", *words.split()],
        problem=problem,
        remedy="Is the npm registry reachable from this machine? Is there space on the disk?",
        directory=folder,
        environment={**os.environ, "CI": "1"},
    )
