"""``manage.py personal_data export|erase``: the rights that a data protection officer is asked for."""

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from geo.privacy.actions import erase, export, kept
from geo.privacy.declaration import Subject


class Command(BaseCommand):
    help = "Export or erase what is held about one person. Give only identifiers verified to be theirs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("export", "erase"))
        parser.add_argument("--user", default="", help="user name of the account")
        for kind in ("email", "phone", "afm", "case"):
            parser.add_argument(f"--{kind}", default="")
        parser.add_argument("--reason", default="", help="for the record; needed to erase")

    def handle(self, *args: Any, **options: Any) -> None:
        subject = self._subject(options)
        if options["what"] == "export":
            answer: Any = export(subject=subject)
        elif not options["reason"].strip():
            raise CommandError("Say why with --reason; it is kept on record.")
        else:
            stays = kept(subject=subject)
            answer = {"erased": erase(subject=subject, reason=options["reason"]), "kept": stays}
        self.stdout.write(json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2, default=str))

    def _subject(self, options: dict[str, Any]) -> Subject:
        known = {kind: options[kind] for kind in ("email", "phone", "afm", "case") if options[kind]}
        if name := options["user"]:
            model = get_user_model()
            user = model._default_manager.filter(**{model.USERNAME_FIELD: name}).first()
            if user is None:
                raise CommandError(f"There is no account named {name}.")
            known |= {"user": user.pk, "username": name}
        if not known:
            raise CommandError("Say who: --user, --email, --phone, --afm or --case.")
        return Subject(**known)
