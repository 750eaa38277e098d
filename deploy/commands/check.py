"""`make check`: style, types, floors, the client's types. All of them, then the verdict."""

import os

from deploy import output
from deploy.commands import provide
from deploy.settings import Settings

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("lint-imports",),
    ("mypy",),
)


def check(settings: Settings, words: list[str]) -> int:
    apart = provide.apart(settings, "check")
    with provide.supervisor(apart) as supervisor:
        provide.for_testing(supervisor, apart)
        programs = settings.venv / "bin"
        commands = [[str(programs / program), *rest] for program, *rest in CHECKS]
        failed = []
        for command, folder in (
            *((command, settings.root) for command in commands),
            (["npm", "run", "--silent", "check"], settings.root / "frontend"),
        ):
            title = " ".join([os.path.basename(command[0]), *command[1:]])
            output.say(f"==> {title}")
            environment = {**os.environ, "SECRET_KEY": "checks only", "DATA_DIR": str(apart.data_dir)}
            if supervisor.run(command, directory=folder, environment=environment, attached=True):
                failed.append(title)
        output.say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
        return int(bool(failed))
