"""`make lock`: the locks of the Python packages, from pyproject.toml: versions and hashes, no addresses."""

import os
import shutil

from deploy import output
from deploy.commands import provide
from deploy.failure import Failure
from deploy.install.python import RUNNING, TESTING
from deploy.settings import Settings

FORM = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url")


def lock(settings: Settings, words: list[str]) -> int:
    """`words` go to uv, such as --upgrade."""
    uv = shutil.which("uv")
    if uv is None:
        raise Failure("uv is not installed; only this command needs it.", "pip install uv")
    with provide.supervisor(provide.apart(settings, "lock")) as supervisor:
        for file, groups in ((RUNNING, ()), (TESTING, ("--group", "dev"))):
            with output.step(file):
                supervisor.must(
                    [uv, "pip", "compile", "pyproject.toml", *FORM, *groups, "--quiet", "-o", file, *words],
                    problem="uv could not resolve the packages.",
                    directory=settings.root,
                    environment=os.environ,
                )
    return 0
