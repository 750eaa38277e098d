"""Making the cluster, and its place in the process list."""

import os
import pwd
import signal
import subprocess
from functools import partial
from pathlib import Path
from urllib.parse import quote

from deploy.cluster import binaries, configuration, leftovers, place
from deploy.cluster.configuration import ROLE
from deploy.supervise.process import Process
from deploy.supervise.supervisor import Supervisor

EXTENSIONS = ("postgis", "pg_trgm", "unaccent", "btree_gist")
CLEAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PGOPTIONS": ""}


class Cluster:
    """The cluster of one DATA_DIR. `durable=False` is for tests: it may lose everything in a crash."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.durable = durable
        self.place = place.choose(data_dir)
        self.binaries = binaries.choose(self.place.cluster)

    @property
    def url(self) -> str:
        """For the role that owns the product's database; no password, the kernel vouches for the caller."""
        return f"postgres://{ROLE}@/{ROLE}?host={quote(str(self.place.sockets), safe='/')}"

    @property
    def exists(self) -> bool:
        return (self.place.cluster / "PG_VERSION").exists()

    def create(self, supervisor: Supervisor) -> None:
        """initdb; nothing if it is there. Sorting in Greek is asked for in SQL, by ICU collations."""
        place.prepare(self.place, self.data_dir)
        if self.exists:
            return
        command = [
            self.binaries["initdb"],
            f"--pgdata={self.place.cluster}",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--auth=peer",
            *([] if self.durable else ["--no-sync"]),
        ]
        supervisor.must(
            command,
            problem="The database cluster could not be made.",
            remedy=f"Look at the lines above; {self.place.cluster} is empty again for the next try.",
            directory=Path("/"),
            environment=CLEAN,
            user=self.place.user,
        )

    def configure(self) -> None:
        """Written at every start: settings of the machine and of this version of the product win."""
        files = {
            "postgresql.conf": configuration.server(self.place.sockets, durable=self.durable),
            "pg_hba.conf": configuration.access(),
            "pg_ident.conf": configuration.identities(self.place.user),
        }
        for name, text in files.items():
            file = self.place.cluster / name
            file.write_text(text)
            if self.place.user:
                account = pwd.getpwnam(self.place.user)
                os.chown(file, account.pw_uid, account.pw_gid)

    def process(self) -> Process:
        return Process(
            name="postgres",
            command=(self.binaries["postgres"], "-D", str(self.place.cluster)),
            directory=self.place.cluster,
            environment=CLEAN,
            user=self.place.user,
            prepare=partial(leftovers.clear, self.place.cluster, self.place.sockets),
            ready=self._ready,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGQUIT,
            patience=30,
        )

    def _ready(self) -> bool:
        return self._client("pg_isready", "--quiet", "--dbname=template1").returncode == 0

    def create_database(self) -> None:
        """Extensions stand in the template, so that every database made here has them; the role that the
        product uses is no superuser."""
        extensions = "".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)
        self._sql("template1", f"SET client_min_messages = warning; {extensions}")
        if ROLE not in self._sql("template1", "SELECT rolname FROM pg_roles").split():
            self._sql("template1", f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        # the Greek systems that PROJ does not carry are rows of the product
        self._sql("template1", f"GRANT INSERT, UPDATE, DELETE ON spatial_ref_sys TO {ROLE}")
        if ROLE not in self._sql("template1", "SELECT datname FROM pg_database").split():
            self._sql("postgres", f"CREATE DATABASE {ROLE} OWNER {ROLE}")

    def _sql(self, database: str, statement: str) -> str:
        arguments = ("--no-psqlrc", "-qtA", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement)
        outcome = self._client("psql", *arguments)
        outcome.check_returncode()
        return outcome.stdout.strip()

    def _client(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        where = (f"--host={self.place.sockets}", "--username=postgres")
        command = [self.binaries[program], *where, *arguments]
        return subprocess.run(command, env=CLEAN, capture_output=True, text=True, check=False)
