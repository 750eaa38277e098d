"""`manage.py setup`: boundary, chart and administrator of a municipality; asks for what is missing."""

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from citizen.accounts.models import User
from citizen.organisation.actions import BoundaryFile, Setup, set_up
from citizen.organisation.chart_files import read_document
from citizen.organisation.models import Unit
from geo.errors import Problem
from layers.transfer.telling import told

PASSWORD_VARIABLE = "TOPOS_ADMIN_PASSWORD"  # noqa: S105 (the name of a variable)


class Command(BaseCommand):
    help = (
        "Set up a municipality in an empty database: boundary, organisation chart and administrator. "
        f"The password comes from {PASSWORD_VARIABLE}, or is asked for. Run it again to mend or to update."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--boundary", metavar="FILE", help="GeoJSON, GeoPackage or shapefile with the boundary")
        parser.add_argument("--boundary-where", metavar="FIELD=VALUE", help="which row, where there are several")
        parser.add_argument("--crs", default="", help="code of the file's reference system, such as EPSG:2100")
        parser.add_argument("--encoding", default="", help="of the file's text, where it cannot be told")
        parser.add_argument("--layer", default="", help="where the boundary file holds several")
        parser.add_argument("--chart", metavar="FILE", help="organisation chart, JSON or CSV")
        parser.add_argument("--admin", metavar="USERNAME", help="administrator")
        parser.add_argument("--admin-email", metavar="ADDRESS")
        parser.add_argument("--name-el", default="", help="name of the municipality in Greek")
        parser.add_argument("--name-en", default="", help="name of the municipality in English")

    def handle(self, *args: Any, **options: Any) -> None:
        boundary = _answer(options, "boundary", _("Boundary file (GeoJSON, GeoPackage, shapefile)"))
        chart = _answer(options, "chart", _("Organisation chart (JSON or CSV)"))
        admin = _answer(options, "admin", _("Username of the administrator"))
        known = User.objects.filter(username=admin).first()
        email = options["admin_email"] or (known.email if known else "")
        email = email or _answer(options, "admin_email", _("E-mail of the administrator"))
        try:
            municipality = set_up(
                Setup(
                    boundary=BoundaryFile(
                        path=_file(boundary),
                        crs=options["crs"],
                        encoding=options["encoding"],
                        layer=options["layer"],
                        where=_where(options["boundary_where"]),
                    ),
                    chart=read_document(_file(chart)),
                    administrator=admin,
                    email=email,
                    password=_password(known),
                    names={"el": options["name_el"], "en": options["name_en"]},
                )
            )
        except Problem as problem:
            raise CommandError(told(problem)) from problem
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        units = Unit.objects.on().count()
        self.stdout.write(f"{municipality}: {units} units, administrator “{admin}”.")


def _answer(options: dict[str, Any], name: str, question: str) -> str:
    if options[name]:
        return str(options[name])
    answer = input(f"{question}: ").strip() if sys.stdin.isatty() else ""
    if not answer:
        raise CommandError(_("Give --%(option)s.") % {"option": name.replace("_", "-")})
    return answer


def _file(name: str) -> Path:
    path = Path(name).expanduser()
    if not path.exists():
        raise CommandError(_("There is no file “%(name)s”.") % {"name": name})
    return path


def _where(text: str | None) -> tuple[str, str] | None:
    if not text:
        return None
    name, equals, value = text.partition("=")
    if not equals:
        raise CommandError(_("“%(pair)s” is not of the form FIELD=VALUE.") % {"pair": text})
    return name.strip(), value.strip()


def _password(known: User | None) -> str | None:
    """A new account needs one; an old one keeps its own unless told otherwise."""
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password and known is None:
        if not sys.stdin.isatty():
            raise CommandError(_("Put the administrator's password into %(name)s.") % {"name": PASSWORD_VARIABLE})
        password = getpass(_("Password of the administrator") + ": ")
    return password or None
