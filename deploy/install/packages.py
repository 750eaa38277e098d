"""The missing Debian packages; silent, without privileges and without network where nothing is missing."""

import os
import shutil
import subprocess
from pathlib import Path

from deploy import output
from deploy.failure import Failure
from deploy.install.requirements import RELEASE, Requirement, distributions, missing

SCRIPT = Path(__file__).with_name("install-packages.sh")
KNOWN = {"debian", "ubuntu"}


def ensure(requirements: tuple[Requirement, ...]) -> None:
    """Raises Failure where the machine is none of those we know, or the installation fails."""
    lacking = missing(requirements)
    if not lacking:
        return
    _refuse_unknown(lacking)
    with output.step(f"Installing {', '.join(requirement.what for requirement in lacking)}"):
        _install([requirement.package for requirement in lacking])
    if still := missing(requirements):
        raise Failure(
            f"Still missing after the installation: {_names(still)}.",
            f"Install by hand: {_packages(still)}.",
        )


def _install(packages: list[str]) -> None:
    # In our own session: sudo may have to ask for a password. Not tied to our life: dpkg must not be killed.
    command = [*_root(packages), "sh", str(SCRIPT), *packages]
    if subprocess.run(command, check=False).returncode:
        raise Failure(
            "apt-get could not install the packages; the lines above say why.",
            "Without network: connect and start again. 'dpkg was interrupted': run dpkg --configure -a.",
        )


def _root(packages: list[str]) -> list[str]:
    if os.geteuid() == 0:
        return []
    if sudo := shutil.which("sudo"):
        return [sudo]
    raise Failure(
        f"Packages are missing and there is no sudo: {' '.join(packages)}.",
        "Run the command once as root, or have them installed.",
    )


def _refuse_unknown(lacking: list[Requirement]) -> None:
    if distributions(RELEASE) & KNOWN and shutil.which("apt-get"):
        return
    raise Failure(
        f"This is neither Debian nor Ubuntu, and it lacks {_names(lacking)}.",
        f"Install what Debian calls {_packages(lacking)}.",
    )


def _names(requirements: list[Requirement]) -> str:
    return ", ".join(requirement.what for requirement in requirements)


def _packages(requirements: list[Requirement]) -> str:
    return " ".join(requirement.package for requirement in requirements)
