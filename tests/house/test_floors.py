"""What import-linter cannot see: foreign keys point downward, and every room is placed."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db.models import ForeignKey, Model
from rooms import FLOORS, ROOM_ORDER, ROOT, height, models, rooms


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_downward(model: type[Model]) -> None:
    for field in model._meta.get_fields():
        if not isinstance(field, ForeignKey):
            continue
        target = field.remote_field.model
        # Lower floors may name the user model: they know only the setting.
        if target._meta.label == settings.AUTH_USER_MODEL or target._meta.app_config.name.startswith("django."):
            continue
        assert height(target) <= height(model), f"{model._meta.label}.{field.name} points up"


def test_every_room_is_placed() -> None:
    for room in rooms():
        floor, _, name = room.name.partition(".")
        assert floor in FLOORS
        if floor in ROOM_ORDER:
            assert name in ROOM_ORDER[floor], f"{room.name} has no place on its floor"


def test_imports_keep_the_floors() -> None:
    linter = subprocess.run(
        [str(ROOT / ".venv/bin/lint-imports")] if (ROOT / ".venv/bin/lint-imports").exists()
        else [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert linter.returncode == 0, linter.stdout[-3000:] + linter.stderr[-1000:]


def test_functions_hide_no_imports() -> None:
    """An import inside a function is where a cycle hides; ruff's PLC0415 refuses it without exception."""
    for source in ROOT.glob("*/**/*.py"):
        if source.relative_to(ROOT).parts[0] in FLOORS:
            assert "noqa: PLC0415" not in source.read_text(), source
