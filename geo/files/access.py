"""Who may see a file: the room that attached it answers.

access.register("cases.Case", may_see_attachment)   # in the room's declarations.py
"""

from collections.abc import Callable
from typing import Any, Final

from rest_framework.request import Request

from geo.files.models import StoredFile

Rule = Callable[[Request, StoredFile], bool]
"""Given the request (with ``user`` and headers) and the file; must not change anything."""

_rules: Final[dict[str, Rule]] = {}


def register(owner_type: str, rule: Rule) -> None:
    """Have `rule` answer for files attached to models of this label (``room.Model``).

    Raises:
        ValueError: another rule answers already.
    """
    if _rules.get(owner_type, rule) is not rule:
        raise ValueError(f"two rules for files of {owner_type}")
    _rules[owner_type] = rule


def may_read(request: Any, file: StoredFile) -> bool:
    """Whether the file may be shown. Without owner, or without a rule for it, it is shown to nobody."""
    rule = _rules.get(file.owner_type)
    return rule is not None and rule(request, file)
