"""`manage.py token USER`: print a new API token."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from citizen.accounts.actions import issue_token
from citizen.accounts.models import User


class Command(BaseCommand):
    help = "Make an API token for a user and print it: it cannot be seen again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="username")
        parser.add_argument("--name", default="manage.py", help="what the token is for")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user “{options['user']}”.")
        self.stdout.write(issue_token(actor=None, user=user, name=options["name"]))
