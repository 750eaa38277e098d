"""`manage.py draw_states`: write docs/states.md from the table of transitions."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from citizen.cases.diagram import document


class Command(BaseCommand):
    help = "Write docs/states.md from the table of transitions."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "states.md"
        page.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{page}")
