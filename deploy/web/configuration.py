"""nginx.conf of one installation, from the template beside this file."""

import os
import pwd
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from deploy.settings import Settings

TEMPLATE = Path(__file__).with_name("nginx.conf.template")
LIMITS = Path(__file__).with_name("limits.conf")
PAGE_HEADERS = Path(__file__).with_name("page-headers.conf")
MIME_TYPES = Path("/etc/nginx/mime.types")


def render(settings: Settings, sockets: Path) -> str:
    """`sockets`: the folder of the Unix sockets of the processes behind."""
    scheme = urlsplit(settings.public_url).scheme
    return Template(TEMPLATE.read_text()).substitute(
        home=nginx_home(settings),
        port=settings.port,
        user=_user_line(),
        mime_types=MIME_TYPES,
        page_headers=PAGE_HEADERS,
        pages=settings.root / "frontend" / "dist",
        static=settings.data_dir / "static",
        access_log=access_log(settings),
        web_socket=sockets / "web.sock",
        stream_socket=sockets / "stream.sock",
        scheme=scheme,
        # With https a proxy on this machine stands in front and names the client; else nobody may.
        trusted="set_real_ip_from 127.0.0.1;\n    real_ip_header X-Forwarded-For;" if scheme == "https" else "",
        **limits(settings),
    )


def limits(settings: Settings) -> dict[str, str]:
    """The lines that hold a client back, by name; empty where limits are off."""
    pairs = (line.split("=", 1) for line in LIMITS.read_text().splitlines() if "=" in line and line[0] != "#")
    return {name.strip(): value.strip() if settings.rate_limits else "" for name, value in pairs}


def nginx_home(settings: Settings) -> Path:
    return settings.data_dir / "nginx"


def access_log(settings: Settings) -> Path:
    return settings.data_dir / "log" / "access.log"


def _user_line() -> str:
    """Root must name whom the workers run as: itself, since others may not be able to enter the checkout."""
    return f"user {pwd.getpwuid(0).pw_name} root;" if os.geteuid() == 0 else ""


def write(settings: Settings, sockets: Path) -> Path:
    home = nginx_home(settings)
    home.mkdir(mode=0o700, exist_ok=True)
    access_log(settings).parent.mkdir(mode=0o700, exist_ok=True)
    file = home / "nginx.conf"
    file.write_text(render(settings, sockets))
    return file
