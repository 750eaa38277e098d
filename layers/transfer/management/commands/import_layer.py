"""`manage.py import_layer`: a layer file into a collection."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from geo.errors import Problem
from layers.features.models import Collection
from layers.transfer.actions import ImportOptions, import_file
from layers.transfer.telling import told


class Command(BaseCommand):
    help = "Reads a GeoJSON, GeoPackage or shapefile (also zipped) into a collection, with a report row by row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--collection", required=True, metavar="ID")
        parser.add_argument("--crs", default="", help="code of the file's reference system, such as EPSG:2100")
        parser.add_argument("--encoding", default="", help="of the file's text: utf-8, cp1253, iso-8859-7, cp737 …")
        parser.add_argument("--layer", default="", help="where the file holds several")
        parser.add_argument("--mode", choices=["append", "replace", "upsert"], default="append")
        parser.add_argument("--key", default="", metavar="FIELD", help="by which rows are recognised again")
        parser.add_argument(
            "--map",
            nargs="+",
            action="extend",
            default=[],
            metavar="FIELD=PROPERTY",
            help="an empty property leaves the field out",
        )
        parser.add_argument("--keep-going", action="store_true", help="leave refused rows out, write the others")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
        parser.add_argument("--report", type=Path, metavar="FILE", help="every row with its verdict, .csv or .json")
        parser.add_argument("--user", default="", help="in whose name; the system's own if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        collection = _collection(options["collection"])
        said = ImportOptions(
            crs=options["crs"],
            encoding=options["encoding"],
            layer=options["layer"],
            mode=options["mode"],
            key=options["key"],
            mapping=_mapping(options["map"]),
            keep_going=options["keep_going"],
            dry_run=options["dry_run"],
        )
        try:
            report = import_file(
                actor=_user(options["user"]), collection=collection, path=options["file"], options=said
            )
        except Problem as problem:
            raise CommandError(told(problem)) from problem
        if options["report"]:
            report.write(options["report"])
        self.stdout.write(report.text())
        if report.refused and not report.applied:
            raise CommandError(_("%(refused)d of %(read)d rows were refused.") % report.as_dict())


def _collection(name: str) -> Collection:
    found = Collection.objects.live().filter(pk=name).first()
    if found is None:
        names = ", ".join(Collection.objects.live().values_list("pk", flat=True))
        raise CommandError(
            _("There is no collection “%(name)s”. There are: %(names)s.") % {"name": name, "names": names}
        )
    return found


def _mapping(pairs: list[str]) -> dict[str, str]:
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise CommandError(_("“%(pair)s” is not of the form FIELD=PROPERTY.") % {"pair": wrong[0]})
    return {name: target for name, _equals, target in (pair.rpartition("=") for pair in pairs)}


def _user(name: str) -> Any:
    if not name:
        return None
    users = get_user_model()
    found = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    if found is None:
        raise CommandError(_("There is no user “%(name)s”.") % {"name": name})
    return found
