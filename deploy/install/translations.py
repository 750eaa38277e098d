"""Compiled catalogues of the translated texts (.po to .mo), by gettext itself."""

import os
from collections.abc import Iterator
from pathlib import Path

from deploy import output
from deploy.failure import Failure
from deploy.install.requirements import program
from deploy.settings import Settings
from deploy.supervise.supervisor import Supervisor

FLOORS = ("geo", "tiles", "layers", "citizen")


def catalogues(root: Path) -> Iterator[Path]:
    for floor in FLOORS:
        yield from sorted((root / floor).rglob("locale/*/LC_MESSAGES/*.po"))


def ensure(supervisor: Supervisor, settings: Settings) -> None:
    old = [catalogue for catalogue in catalogues(settings.root) if _old(catalogue)]
    if not old:
        return
    with output.step(f"Translations ({len(old)} catalogues)"):
        for catalogue in old:
            _compile(supervisor, catalogue)


def _old(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def _compile(supervisor: Supervisor, catalogue: Path) -> None:
    msgfmt = program("msgfmt")
    if msgfmt is None:
        raise Failure("msgfmt is missing.", "Install gettext.")
    supervisor.must(
        [msgfmt, "--check-format", "-o", str(catalogue.with_suffix(".mo")), str(catalogue)],
        problem=f"The catalogue {catalogue} has a mistake.",
        remedy="The lines above name the place.",
        directory=catalogue.parent,
        environment=os.environ,
    )
