"""python3 -m deploy run | test | check | bench | lock"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (it is exactly for an older Python)
    sys.exit("Topos needs Python 3.11 or newer.\n  Install it, or name it: make run PYTHON=/path/to/python3.11")

import os
from collections.abc import Callable

from deploy.commands import bench, check, lock, run, test
from deploy.failure import Failure, Stopped
from deploy.settings import Settings
from deploy.supervise import linux

COMMANDS: dict[str, Callable[[Settings, list[str]], int]] = {
    "run": run.run,
    "test": test.test,
    "check": check.check,
    "bench": bench.bench,
    "lock": lock.lock,
}


def main(words: list[str]) -> int:
    """The exit code: that of the command, 0 when it was asked to stop, 1 when it gave up."""
    if not words or words[0] not in COMMANDS:
        print(f"Usage: python3 -m deploy {' | '.join(COMMANDS)}", file=sys.stderr)
        return 2
    parent = os.environ.pop("TOPOS_PARENT", "")
    if parent.isdigit() and not linux.die_with_parent(int(parent)):
        return 1
    try:
        return COMMANDS[words[0]](Settings.read(), words[1:])
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except (Stopped, KeyboardInterrupt):
        return 0 if words[0] == "run" else 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
