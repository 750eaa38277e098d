"""What the machine must have, how we see that it is there, and which Debian package brings it."""

import ctypes.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from deploy.cluster import binaries

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
RELEASE = Path("/etc/os-release")
FONTS = (Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),)


@dataclass(frozen=True)
class Requirement:
    what: str
    package: str
    """`postgresql-postgis` stands for the PostGIS of the distribution's own PostgreSQL."""
    present: Callable[[], bool]


def program(name: str) -> str | None:
    """The path of a program; the folders of system programs are searched even where PATH lacks them."""
    return shutil.which(name) or shutil.which(name, path=SYSTEM_PATH)


def _has(*names: str) -> bool:
    return any(program(name) for name in names)


def _has_database() -> bool:
    return bool(binaries.versions())


def _has_gdal() -> bool:
    return ctypes.util.find_library("gdal") is not None


def _has_venv() -> bool:
    return find_spec("ensurepip") is not None


def _has_fonts() -> bool:
    return all(font.exists() for font in FONTS)


RUNNING = (
    Requirement("PostgreSQL with PostGIS", "postgresql-postgis", _has_database),
    Requirement("GDAL", "gdal-bin", _has_gdal),
    Requirement("nginx", "nginx", partial(_has, "nginx")),
    Requirement("Mosquitto", "mosquitto", partial(_has, "mosquitto")),
    Requirement("gettext", "gettext", partial(_has, "msgfmt")),
    Requirement("the venv module of Python", f"python3.{sys.version_info.minor}-venv", _has_venv),
)
FONTS_PACKAGE = Requirement("the Noto fonts", "fonts-noto-core", _has_fonts)
CHROMIUM_PACKAGE = Requirement("Chromium", "chromium", partial(_has, *CHROMIUM))


def for_tests(release: Path = RELEASE) -> tuple[Requirement, ...]:
    """What the tests need besides. Ubuntu's package of Chromium is a snap: see deploy.install.chromium."""
    if "ubuntu" in distributions(release):
        return (FONTS_PACKAGE,)
    return (FONTS_PACKAGE, CHROMIUM_PACKAGE)


def distributions(release: Path) -> set[str]:
    """ID and ID_LIKE of os-release."""
    if not release.exists():
        return set()
    pairs = (line.partition("=") for line in release.read_text().splitlines())
    return {word for name, _, value in pairs if name in {"ID", "ID_LIKE"} for word in value.strip('"').split()}


def missing(requirements: tuple[Requirement, ...]) -> list[Requirement]:
    return [requirement for requirement in requirements if not requirement.present()]
