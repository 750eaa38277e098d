"""`manage.py import_requests FILE --mapping FILE`: requests of another system become cases."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from citizen.requests.importing import import_requests
from citizen.requests.mapping import read_mapping
from geo.errors import Problem


class Command(BaseCommand):
    help = "Import a table of requests (CSV) by a mapping file; reading it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True, help="JSON; see docs/import-requests.md")
        parser.add_argument("--dry-run", action="store_true", help="check every row and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_requests(
                actor=None,
                path=options["file"],
                mapping=read_mapping(options["mapping"]),
                dry_run=options["dry_run"],
            )
        except Problem as problem:
            lines = [str(problem.detail or problem.title)]
            lines += [f"  {name}: {text}" for name, texts in problem.fields.items() for text in texts]
            raise CommandError("\n".join(lines)) from problem
        for row in report.refused:
            self.stdout.write(f"line {row.line}, id {row.external_id or '-'}: {row.reason}")
        verb = "would load" if options["dry_run"] else "loaded"
        self.stdout.write(
            f"{report.read} rows read: {verb} {report.loaded}, already here {report.known}, "
            f"refused {len(report.refused)}; {report.outside} points outside the municipality, kept as text only"
        )
