"""`make test`: the client's tests, then pytest against a cluster of its own."""

import os

from deploy import manage, output
from deploy.cluster.cluster import Cluster
from deploy.commands import provide
from deploy.install import chromium
from deploy.settings import Settings
from deploy.supervise.supervisor import Supervisor


def test(settings: Settings, words: list[str]) -> int:
    """`words` go to pytest; with any, the client's own tests are left out."""
    apart = provide.apart(settings, "test")
    with provide.supervisor(apart) as supervisor:
        provide.for_testing(supervisor, apart)
        client = 0 if words else _client(supervisor, apart)
        return _python(supervisor, apart, words) or client


def _client(supervisor: Supervisor, settings: Settings) -> int:
    failed = 0
    for script in ("check", "test"):
        output.say(f"==> npm run {script}")
        folder = settings.root / "frontend"
        failed |= supervisor.run(
            ["npm", "run", "--silent", script], directory=folder, environment=os.environ, attached=True
        )
    return failed


def _python(supervisor: Supervisor, settings: Settings, words: list[str]) -> int:
    cluster = provide.cluster(supervisor, Cluster(settings.data_dir, durable=False), quiet=True)
    environment = manage.environment_of(settings, DATABASE_URL=cluster.url, SECRET_KEY="tests only")  # noqa: S106
    environment |= {"TOPOS_VENV": str(settings.venv), "CHROMIUM": chromium.path() or ""}
    output.say("==> pytest")
    return supervisor.run(
        [settings.python, "-m", "pytest", *words],
        directory=settings.root,
        environment=environment,
        attached=True,
    )
