"""`manage.py export_layer`: a collection into a layer file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from geo.errors import Problem
from layers.features.models import Collection
from layers.transfer.exporting import export_file
from layers.transfer.telling import told


class Command(BaseCommand):
    help = "Writes a collection to a GeoJSON, GeoPackage or shapefile (also zipped), by the suffix of the file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--collection", required=True, metavar="ID")
        parser.add_argument("--crs", default="", help="code; the storage system if not given, degrees for GeoJSON")
        parser.add_argument("--encoding", default="UTF-8", help="of a shapefile's text: UTF-8, or cp1253")

    def handle(self, *args: Any, **options: Any) -> None:
        collection = Collection.objects.live().filter(pk=options["collection"]).first()
        if collection is None:
            raise CommandError(_("There is no collection “%(name)s”.") % {"name": options["collection"]})
        path: Path = options["file"]
        if not path.parent.is_dir():
            raise CommandError(_("There is no folder %(name)s.") % {"name": path.parent})
        try:
            done = export_file(collection=collection, path=path, crs=options["crs"], encoding=options["encoding"])
        except Problem as problem:
            raise CommandError(told(problem)) from problem
        self.stdout.write(
            _("%(count)d features of %(collection)s in %(file)s: %(crs)s, %(operation)s")
            % {
                "count": done.count,
                "collection": collection.pk,
                "file": path,
                "crs": done.crs,
                "operation": done.operation,
            }
        )
