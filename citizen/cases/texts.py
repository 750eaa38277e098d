"""Texts that are data: ``{"el": …, "en": …}``. Pure."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import get_language

LANGUAGES: Final = ("el", "en")


def in_language(texts: Mapping[str, str], language: str = "") -> str:
    """The text in the given language, else in that of the request, else in Greek, else any."""
    wanted = (language or get_language() or "el").split("-")[0]
    return texts.get(wanted) or texts.get("el") or next(iter(texts.values()), "")


def is_complete(texts: object) -> bool:
    """Whether it is a text in every language of the product."""
    return isinstance(texts, Mapping) and all(
        isinstance(texts.get(language), str) and texts[language].strip() for language in LANGUAGES
    )
