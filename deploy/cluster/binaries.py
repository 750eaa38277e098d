"""PostgreSQL of the distribution, found with PostGIS beside it."""

from dataclasses import dataclass
from pathlib import Path

from deploy.failure import Failure

OLDEST = 14
PROGRAMS = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")


@dataclass(frozen=True)
class Binaries:
    version: int
    folder: Path

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def versions() -> list[int]:
    """Major versions that have both the server and PostGIS, newest first."""
    found = (int(folder.name) for folder in PROGRAMS.glob("*") if folder.name.isdigit())
    return sorted((version for version in found if version >= OLDEST and _complete(version)), reverse=True)


def _complete(version: int) -> bool:
    server = PROGRAMS / str(version) / "bin" / "postgres"
    return server.exists() and (EXTENSIONS / str(version) / "extension" / "postgis.control").exists()


def choose(data: Path) -> Binaries:
    """The version that an existing cluster was made with, else the newest. Failure if it is missing."""
    mark = data / "PG_VERSION"
    wanted = int(mark.read_text()) if mark.exists() else None
    found = versions()
    if wanted is not None and wanted not in found:
        raise Failure(
            f"The database in {data} was made with PostgreSQL {wanted}, which (with PostGIS) is missing.",
            f"Install postgresql-{wanted}-postgis-3, or move the data over as docs/operations.md says.",
        )
    if not found:
        raise Failure(
            f"No PostgreSQL {OLDEST} or newer with PostGIS is installed.",
            "Install the packages postgresql and postgresql-<version>-postgis-3.",
        )
    version = wanted or found[0]
    return Binaries(version, PROGRAMS / str(version) / "bin")
