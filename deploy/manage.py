"""What Django's own commands do before the product starts."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy import output
from deploy.install.python import RUNNING
from deploy.settings import Settings
from deploy.stamps import digest, fresh, set_stamp
from deploy.supervise.supervisor import Supervisor


def command(
    supervisor: Supervisor, settings: Settings, environment: Mapping[str, str], *words: str, problem: str
) -> str:
    return supervisor.must(
        [settings.python, str(settings.root / "manage.py"), *words],
        problem=problem,
        remedy="The lines above say why; nothing was lost, start again when it is mended.",
        directory=settings.root,
        environment=environment,
    )


def migrate(supervisor: Supervisor, settings: Settings, environment: Mapping[str, str]) -> None:
    with output.step("Bringing the database up to date"):
        words = ("migrate", "--no-input", "--verbosity=0")
        command(supervisor, settings, environment, *words, problem="The migrations failed.")


def collect_static(supervisor: Supervisor, settings: Settings, environment: Mapping[str, str]) -> None:
    value = digest([settings.root / RUNNING, *_static(settings.root)])
    stamp = settings.data_dir / "static.stamp"
    if fresh(stamp, value):
        return
    with output.step("Static files of the administration and the API pages"):
        words = ("collectstatic", "--no-input", "--clear", "--verbosity=0")
        command(supervisor, settings, environment, *words, problem="Static files could not be collected.")
    set_stamp(stamp, value)


def _static(root: Path) -> Iterator[Path]:
    for floor in ("geo", "tiles", "layers", "citizen"):
        yield from (file for file in (root / floor).rglob("static/**/*") if file.is_file())


def seed(supervisor: Supervisor, settings: Settings, environment: Mapping[str, str]) -> None:
    """Once for each database and password; the command itself adds nothing that is there."""
    value = digest([], environment["DATABASE_URL"], environment["DEMO_PASSWORD"])
    stamp = settings.data_dir / "seed.stamp"
    if fresh(stamp, value):
        return
    with output.step("The demonstration municipality"):
        output.say(command(supervisor, settings, environment, "seed", problem="The demonstration failed."))
    set_stamp(stamp, value)


def environment_of(settings: Settings, **more: str) -> dict[str, str]:
    """For every process of the product: ours, and what the product reads."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "geo.settings",
        "PYTHONUNBUFFERED": "1",
        "DATA_DIR": str(settings.data_dir),
        "PORT": str(settings.port),
        "PUBLIC_URL": settings.public_url,
        "DEMO": "1" if settings.demo else "0",
        "RATE_LIMITS": "1" if settings.rate_limits else "0",
        "PROJ_NETWORK": "OFF",
        "TOPOS_DATA_DIR": str(settings.data_dir),
        **more,
    }
