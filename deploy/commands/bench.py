"""`make bench`: the measurements of `bench/`, against a durable cluster of their own."""

from deploy import data_dir, manage
from deploy.cluster.cluster import Cluster
from deploy.commands import provide
from deploy.settings import Settings


def bench(settings: Settings, words: list[str]) -> int:
    """`words` go to bench/."""
    apart = provide.apart(settings, "bench")
    with provide.supervisor(apart) as supervisor:
        provide.for_testing(supervisor, apart)
        cluster = provide.cluster(supervisor, Cluster(apart.data_dir), quiet=True)
        secret_key = data_dir.secret_key(apart.data_dir, "")
        environment = manage.environment_of(apart, DATABASE_URL=cluster.url, SECRET_KEY=secret_key)
        environment["TOPOS_VENV"] = str(settings.venv)
        return supervisor.run(
            [settings.python, "-m", "bench", *words],
            directory=settings.root,
            environment=environment,
            attached=True,
        )
