"""`manage.py import_chart FILE`: a new edition of the organisation chart."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from citizen.organisation.actions import import_chart
from citizen.organisation.chart_files import read_document
from citizen.organisation.models import Unit
from geo.errors import Problem
from layers.transfer.telling import told


class Command(BaseCommand):
    help = "Bring an organisation chart (JSON or CSV) into force; units are matched by their codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = import_chart(actor=None, document=read_document(options["file"]))
        except Problem as problem:
            raise CommandError(told(problem)) from problem
        if version is None:
            self.stdout.write("The chart says nothing new.")
        else:
            self.stdout.write(f"In force from {version.valid_from}: {Unit.objects.on().count()} units.")
