"""What more than one command needs: everything installed, a running cluster, a folder for sockets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deploy import data_dir, output
from deploy.cluster import place
from deploy.cluster.cluster import Cluster
from deploy.install import chromium, client, machine, packages, python, requirements, translations
from deploy.settings import Settings
from deploy.supervise import remains
from deploy.supervise.supervisor import Supervisor


@contextmanager
def supervisor(settings: Settings) -> Iterator[Supervisor]:
    """With DATA_DIR ours alone and nothing left in it of an earlier life; at the end, nothing of this one."""
    data_dir.prepare(settings.data_dir)
    with data_dir.lock(settings.data_dir):
        remains.clear(settings.data_dir)
        made = Supervisor(settings.data_dir / "processes.json")
        try:
            yield made
        finally:
            made.stop()


def for_running(supervisor: Supervisor, settings: Settings) -> None:
    machine.check(settings)
    packages.ensure(requirements.RUNNING)
    python.ensure(supervisor, settings, python.RUNNING)
    translations.ensure(supervisor, settings)
    client.ensure(supervisor, settings)


def for_testing(supervisor: Supervisor, settings: Settings) -> None:
    machine.check(settings)
    packages.ensure((*requirements.RUNNING, *requirements.for_tests()))
    python.ensure(supervisor, settings, python.TESTING)
    chromium.ensure(supervisor, settings)
    translations.ensure(supervisor, settings)
    client.ensure(supervisor, settings)


def apart(settings: Settings, name: str) -> Settings:
    """The same checkout with a data folder of its own below, so that the product may run beside it."""
    return replace(settings, data_dir=settings.data_dir / name)


def cluster(supervisor: Supervisor, wanted: Cluster, *, quiet: bool = False) -> Cluster:
    """Made if need be, and running from now on. `quiet`: its log is kept out of a report."""
    title = "Starting the database" if wanted.exists else "Making the database cluster"
    with output.step(title):
        wanted.create(supervisor)
        wanted.configure()
        supervisor.keep(
            replace(wanted.process(), quiet=quiet), patience=300
        )  # after a crash it may have much to recover
        wanted.create_database()
    return wanted


def sockets(folder: Path) -> Path:
    """Between nginx and the processes behind it; ours alone."""
    made = place.home(folder) / "run"
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    return made
