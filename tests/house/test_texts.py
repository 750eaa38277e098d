"""Every text a person sees is there in Greek and in English."""

import re
import subprocess
from pathlib import Path

import pytest
from rooms import ROOT, rooms

CALLS = re.compile(r"""\b(?:gettext|gettext_lazy|gettext_noop|ngettext|_)\(\s*["'f]""")


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_greek_is_complete(room, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The room's catalogue holds exactly the texts of its code, each translated."""
    folder = Path(room.path)
    sources = [
        str(file.relative_to(ROOT))
        for file in sorted(folder.rglob("*.py"))
        if "migrations" not in file.parts and owner(file) == folder and CALLS.search(file.read_text())
    ]
    if not sources:
        return
    catalogue = folder / "locale/el/LC_MESSAGES/django.po"
    assert catalogue.exists(), f"{room.name} has texts but no Greek catalogue"
    found = tmp_path / "found.po"
    subprocess.run(
        ["xgettext", "--language=Python", "--from-code=UTF-8", "--keyword=gettext", "--keyword=gettext_lazy",
         "--keyword=gettext_noop", "--keyword=_", "--keyword=ngettext:1,2", "--add-location=never",
         f"--output={found}", *sources],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    missing = subprocess.run(
        ["msgcmp", "--use-untranslated", "--no-fuzzy-matching", str(catalogue), str(found)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert missing.returncode == 0, missing.stderr
    untranslated = subprocess.run(
        ["msgattrib", "--untranslated", "--no-obsolete", str(catalogue)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert not untranslated, f"untranslated in {catalogue}:\n{untranslated}"
    fuzzy = subprocess.run(
        ["msgattrib", "--only-fuzzy", str(catalogue)], check=True, capture_output=True, text=True
    ).stdout
    assert not fuzzy, f"to be looked at in {catalogue}:\n{fuzzy}"
    subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", str(catalogue)], check=True)


def owner(file: Path) -> Path:
    """The innermost room that a file belongs to."""
    return max((Path(room.path) for room in rooms() if file.is_relative_to(room.path)), key=lambda p: len(p.parts))
