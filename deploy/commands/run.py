"""`make run`: everything that is missing, then the product, until it is told to stop."""

import os
import time
from pathlib import Path
from typing import NoReturn

from deploy import data_dir, manage, output
from deploy.cluster.cluster import Cluster
from deploy.commands import provide
from deploy.failure import Failure
from deploy.install import machine
from deploy.processes import all_processes, answers
from deploy.settings import Settings
from deploy.supervise.supervisor import Supervisor
from deploy.web import configuration, logs

PATIENCE = 60
"""Seconds until the product must answer after its processes have started."""


def run(settings: Settings, words: list[str]) -> NoReturn:
    """Returns never; raises Stopped at the end, Failure when it cannot go on."""
    with provide.supervisor(settings) as supervisor:
        machine.check_port(settings.port)
        provide.for_running(supervisor, settings)
        _serve(supervisor, settings)


def _serve(supervisor: Supervisor, settings: Settings) -> NoReturn:
    database_url, sockets = _database(supervisor, settings)
    secret_key = data_dir.secret_key(settings.data_dir, os.environ.get("SECRET_KEY", ""))
    environment = manage.environment_of(settings, DATABASE_URL=database_url, SECRET_KEY=secret_key)
    password = _demo_password(settings)
    if password:
        environment["DEMO_PASSWORD"] = password
    manage.migrate(supervisor, settings, environment)
    manage.collect_static(supervisor, settings, environment)
    if settings.demo:
        manage.seed(supervisor, settings, environment)
    with output.step("Starting"):
        file = configuration.write(settings, sockets)
        supervisor.keep(*all_processes(settings, environment, sockets=sockets, nginx_configuration=file))
        _wait(supervisor, settings)
    output.say(f"Ready: {settings.public_url}")
    while True:
        logs.rotate(configuration.access_log(settings), configuration.nginx_home(settings) / "nginx.pid")
        supervisor.watch(seconds=600)


def _database(supervisor: Supervisor, settings: Settings) -> tuple[str, Path]:
    """The address of the database, and the folder where our own sockets may live."""
    if settings.database_url:
        return settings.database_url, provide.sockets(settings.data_dir)
    cluster = provide.cluster(supervisor, Cluster(settings.data_dir))
    data_dir.keep(settings.data_dir / "database-url", cluster.url)
    return cluster.url, provide.sockets(settings.data_dir)


def _demo_password(settings: Settings) -> str:
    if not settings.demo:
        return ""
    password, new = data_dir.demo_password(settings.data_dir, settings.demo_password)
    if new:
        output.say(f"Password of the demo accounts: {password}")
        output.say(f"    kept in {settings.data_dir / 'demo-password'}")
    return password


def _wait(supervisor: Supervisor, settings: Settings) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(settings, "/readyz"):
        if time.monotonic() > deadline:
            raise Failure(
                f"The product started and does not answer at {settings.local_url}/readyz.",
                "The lines of `web` above say why.",
            )
        supervisor.watch(seconds=0.1)
