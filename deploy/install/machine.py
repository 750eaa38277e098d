"""What must hold of the machine before anything is begun."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from deploy.failure import Failure
from deploy.settings import Settings

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
GIB = 1024**3
FIRST_TIME = 3.0
"""GiB for packages, client and database of a first start."""
LATER = 0.3


def check(settings: Settings) -> None:
    """Raises Failure for a wrong Python or Node, or a disk too full to begin."""
    check_python(tuple(sys.version_info[:3]))
    check_node(_node())
    check_disk(settings)


def check_python(version: tuple[int, ...]) -> None:
    if version < OLDEST_PYTHON:
        raise Failure(
            f"This is Python {'.'.join(map(str, version))}; Topos needs 3.11 or newer.",
            "Install a newer Python, or name one: make run PYTHON=/path/to/python3.11",
        )


def _node() -> str:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return ""
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()


def check_node(version: str) -> None:
    """`version` as Node prints it, such as v20.19.0; empty: there is none."""
    major = version.removeprefix("v").split(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        found = f"Node {version} is too old" if version else "Node.js with npm is not installed"
        raise Failure(
            f"{found}; the client is built with Node {OLDEST_NODE} or newer.",
            f"Install Node {OLDEST_NODE} (with npm) and see that `node --version` finds it.",
        )


def check_disk(settings: Settings) -> None:
    """The checkout's disk and the data's, which may be two."""
    for folder, made in (
        (settings.root, settings.venv),
        (settings.data_dir, settings.data_dir / "secret-key"),
    ):
        wanted = LATER if made.exists() else FIRST_TIME
        free = shutil.disk_usage(_standing(folder)).free / GIB
        if free < wanted:
            raise Failure(
                f"The disk of {folder} has {free:.1f} GiB free; {wanted} GiB are needed.",
                "Free some space, or set DATA_DIR (data) and TOPOS_VENV (packages) to a larger disk.",
            )


def _standing(folder: Path) -> Path:
    return folder if folder.exists() else _standing(folder.parent)


def check_port(port: int) -> None:
    """Raises Failure when somebody listens there already, or we may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Failure(f"Port {port} is for root only.", "Set PORT to one above 1023.") from error
        except OSError as error:
            raise Failure(
                f"Port {port} is taken by another program ({os.strerror(error.errno or 0)}).",
                f"End that program, or choose another port: PORT={port % 65535 + 1} make run",
            ) from error
