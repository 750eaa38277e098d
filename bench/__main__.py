"""``python -m bench [NAME …]``: run what measures itself, one Markdown table each.

A module of this package with a function ``main(options) -> Report`` is a benchmark. All numbers of a table
come from one run, the contestants taking turns: read the ratios, the machine decides the rest.
"""

import argparse
import importlib
import pkgutil
import sys

import bench
from bench.report import Options, Skipped


def main(arguments: list[str]) -> int:
    known = [found.name for found in pkgutil.iter_modules(bench.__path__)]
    modules = {name: importlib.import_module(f"bench.{name}") for name in known if not name.startswith("_")}
    runnable = {name: module.main for name, module in modules.items() if hasattr(module, "main")}
    options = _parsed(arguments, sorted(runnable))
    for name in options.names or sorted(runnable):
        try:
            print(runnable[name](options).markdown(), flush=True)
        except Skipped as reason:
            print(f"## {name}\n\nNot measured: {reason}\n", flush=True)
    return 0


def _parsed(arguments: list[str], names: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures Topos. Ratios, in one run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(names)} (default: all)")
    parser.add_argument("--scale", type=float, default=0.1, help="share of the full data set (default 0.1)")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one turn (default 3)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each contestant (default 3)")
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.names) - set(names)):
        parser.error(f"there is no benchmark {', '.join(unknown)}; there is {', '.join(names)}")
    return Options(tuple(given.names), given.scale, given.seconds, given.rounds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
