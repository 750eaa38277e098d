"""``manage.py verify_audit``: walk the audit chain and name the first break."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo.audit.sealing import seal
from geo.audit.verifying import verify


def anchor(text: str) -> tuple[int, str]:
    """``SEQ:HASH`` as this command and the log print it."""
    seq, _, digest = text.partition(":")
    if not seq.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError(f"“{text}” is no anchor; give NUMBER:HASH as this command prints it")
    return int(seq), digest


class Command(BaseCommand):
    help = "Verify the audit chain. Keep the printed anchor elsewhere and give it next time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor", type=anchor, action="append", default=[], metavar="NUMBER:HASH",
            help="a link printed or logged earlier, which must still stand in the chain; may be repeated",
        )  # fmt: skip
        parser.add_argument("--no-seal", action="store_true", help="leave the newest rows unsealed")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_seal"]:
            seal()
        report = verify(tuple(options["anchor"]))
        if report.broken:
            place = ", ".join(
                f"{name} {value}"
                for name, value in (("link", report.broken.seq), ("audit row", report.broken.row))
                if value is not None
            )
            raise CommandError(
                f"The chain is broken at {place}: {report.broken.reason}. "
                f"{report.seq} links before it are sound. Compare with a backup; keep this database as it is."
            )
        self.stdout.write(f"{report.seq} links are sound; {report.unsealed} rows are not sealed yet.")
        self.stdout.write(f"anchor {report.seq}:{report.hash}")
