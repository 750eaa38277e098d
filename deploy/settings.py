"""Settings of the commands, from the environment and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.failure import Failure

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """One checkout (`root`) with one folder of data (`data_dir`), both absolute."""

    root: Path
    data_dir: Path
    venv: Path
    port: int
    public_url: str
    database_url: str
    """Empty: a private cluster is made and run."""
    demo: bool
    demo_password: str
    """Empty: one is made and kept."""
    rate_limits: bool

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> "Settings":
        """Raises Failure for a value that cannot be meant."""
        port = _port(environment.get("PORT") or "8000")
        return cls(
            root=root,
            data_dir=_folder(environment.get("DATA_DIR") or ".data", root),
            venv=_folder(environment.get("TOPOS_VENV") or ".venv", root),
            port=port,
            public_url=(environment.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
            database_url=environment.get("DATABASE_URL", ""),
            demo=_flag(environment, "DEMO"),
            demo_password=environment.get("DEMO_PASSWORD", ""),
            rate_limits=_flag(environment, "RATE_LIMITS"),
        )

    @property
    def python(self) -> str:
        return str(self.venv / "bin" / "python")

    @property
    def local_url(self) -> str:
        """Where nginx answers on this machine, whatever the public address is."""
        return f"http://127.0.0.1:{self.port}"


def _folder(value: str, root: Path) -> Path:
    return (root / Path(value).expanduser()).resolve()


def _port(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise Failure(f"PORT is {value!r}, which is no port.", "Set PORT to a number from 1 to 65535.")
    return int(value)


def _flag(environment: Mapping[str, str], name: str) -> bool:
    """Everything is on unless it is switched off; the words are those that Django's side understands."""
    value = environment.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "t", "y"}:
        return True
    if value in {"0", "false", "no", "off", "f", "n"}:
        return False
    raise Failure(f"{name} is {value!r}, which is neither on nor off.", f"Set {name} to 1 or 0.")
