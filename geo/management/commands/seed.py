"""`manage.py seed`: the demonstration municipality, or any synthetic amount of data."""

from argparse import ArgumentParser
from random import Random
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from geo import demo


class Command(BaseCommand):
    help = "Seed the demonstration municipality; with amounts, add synthetic data to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("requests", "features", "vehicles", "bins"):
            parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=f"synthetic {name} to add")
        parser.add_argument("--random-seed", type=int, default=42, metavar="S")

    def handle(self, *args: Any, **options: Any) -> None:
        amounts = demo.Amounts(**{name: options[name] for name in ("requests", "features", "vehicles", "bins")})
        seeders = list(demo.base_seeders())
        if amounts != demo.Amounts():
            seeders += demo.amount_seeders()
        for module, seed in seeders:
            # Each room draws from its own stream, so that a new room does not change the data of another.
            began = perf_counter()
            line = seed(amounts, Random(f"{options['random_seed']}:{module}"))
            if line:
                self.stdout.write(f"{module.removesuffix('.demo')}: {line} ({perf_counter() - began:.1f} s)")
