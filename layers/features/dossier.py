"""The dossier: everything that hangs off a feature. Upper rooms register what they know."""

from collections.abc import Callable, Mapping
from typing import Any

from layers.features.models import Feature

Contributor = Callable[[Feature, Any], Any]
"""Takes the feature and the user who asks; answers JSON values that this user may see, or None."""

_contributors: dict[str, Contributor] = {}


def register(name: str, contributor: Contributor) -> Contributor:
    """Add a section under its name.

    Raises:
        ValueError: the name is taken.
    """
    if name in _contributors:
        raise ValueError(f"dossier section {name!r} is registered twice")
    _contributors[name] = contributor
    return contributor


def sections(feature: Feature, user: Any) -> Mapping[str, Any]:
    """What every room says about the feature to this user."""
    answers = ((name, contributor(feature, user)) for name, contributor in _contributors.items())
    return {name: answer for name, answer in answers if answer is not None}
