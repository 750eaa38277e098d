"""In which encoding Greek text was written: pure, on bytes.

windows-1253 and ISO 8859-7 differ in a handful of bytes, so that the wrong one gives a text that looks
right but for "¶γιος" instead of "Άγιος". No statistics of letters can tell them apart; those bytes can.
Whatever is guessed here, the first differing texts are shown in every candidate, and a person may choose
another.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

CANDIDATES = ("utf-8", "cp1253", "iso8859-7", "cp737", "cp1252")
"""In the order in which they are shown."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIGH = re.compile(rb"[\x80-\xff]")
_BOX = re.compile(rb"[\x80-\xaf]")
_C1 = re.compile(rb"[\x80-\x9f]")
_LETTER_7 = rb"[\xb8-\xbf\xc1-\xd1\xd3-\xfe]"  # letters in both 1253 and 8859-7
_TONOS_1253 = re.compile(rb"(?<![\x80-\xff\w])\xa2" + _LETTER_7)
_TONOS_8859 = re.compile(rb"(?<![\x80-\xff\w])\xb6" + _LETTER_7)
_WORD = re.compile(r"[^\W\d_]+")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True)
class Preview:
    """How the first telling texts read in one encoding; None where it cannot read them."""

    encoding: str
    texts: tuple[str | None, ...]


@dataclass(frozen=True)
class Guess:
    """An encoding, why it was taken, and how the others would read.

    Attributes:
        encoding: name of a Python codec.
        reason: a sentence for people.
        certain: nobody needs to look at the previews (plain ASCII, or valid UTF-8).
    """

    encoding: str
    reason: str
    certain: bool
    previews: tuple[Preview, ...] = ()


def guess(samples: Iterable[bytes], declared: str = "") -> Guess:
    """The likeliest encoding of texts that come from one file.

    Args:
        samples: raw texts, names of fields among them.
        declared: what the file says of itself (.cpg, language byte, header); empty if nothing. It is
            believed only if it can read the texts, and reads Greek where another reading does.

    Raises:
        LookupError: never; an unknown declared name counts as none.
    """
    telling = [text for text in samples if _HIGH.search(text)]
    if not telling:
        return Guess("utf-8", _("all text is plain ASCII"), certain=True)
    encoding, reason, certain = _decide(telling, known(declared))
    return Guess(encoding, reason, certain, () if certain else previews(telling))


def previews(samples: Iterable[bytes], limit: int = 5) -> tuple[Preview, ...]:
    """The first different texts with bytes beyond ASCII, in every candidate; those that tell candidates
    apart first.
    """
    telling = list(dict.fromkeys(text for text in samples if _HIGH.search(text)))
    telling.sort(key=lambda text: -len({_read(text, candidate) for candidate in ("cp1253", "iso8859-7")}))
    return tuple(
        Preview(candidate, tuple(_read(text, candidate) for text in telling[:limit])) for candidate in CANDIDATES
    )


def known(name: str) -> str:
    """The codec for a name as files give it ("1253", "ANSI 1253", "ISO-8859-7", "88597", "OEM 737"); empty
    if none.
    """
    text = name.strip().strip("\x00").lower()
    if digits := re.fullmatch(r"(?:ansi|oem|cp|windows|win|dos|ibm|ms)?[ _-]?(\d{3,5})", text):
        number = digits[1]
        text = f"iso8859-{number[4:]}" if number.startswith("8859") and len(number) > 4 else f"cp{number}"
    try:
        return codecs.lookup({"cp65001": "utf-8", "cp28597": "iso8859-7"}.get(text, text)).name
    except LookupError:
        return ""


def decode(raw: bytes, encoding: str) -> str:
    """The text; a UTF-8 character that the width of a field has cut in two is dropped.

    Raises:
        UnicodeDecodeError: the bytes are not in that encoding.
    """
    return codecs.getincrementaldecoder(encoding)().decode(raw, final=encoding != "utf-8")


def suspect(text: str) -> str:
    """What a text that was read wrongly seems to say; empty if it looks right.

    Knows Greek in 1253 or 8859-7 read as Latin (`¢ãéïò`), and UTF-8 read as Latin or as Greek (`Î±`, `Ξ±`).
    """
    if text.isascii():
        return ""
    for wrong, right in (
        ("cp1253", "utf-8"),
        ("cp1252", "utf-8"),
        ("latin-1", "utf-8"),
        ("latin-1", "cp1253"),
    ):
        try:
            reading = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if reading != text and (_greek_words(reading) > _mixed_words(reading)) and not _plainly_greek(text):
            return reading
    return ""


def _decide(telling: Sequence[bytes], declared: str) -> tuple[str, str, bool]:
    for mark, encoding in _BOMS:
        if telling[0].startswith(mark):
            return encoding, _("the byte-order mark says so"), True
    if _all_read(telling, "utf-8"):
        return "utf-8", _("all text is valid UTF-8"), True
    if declared and _all_read(telling, declared):
        overruled = _overruled(telling, declared)
        if not overruled:
            return declared, _("the file says so"), False
        return *overruled, False
    encoding, reason = _by_bytes(telling)
    if declared:
        reason = _("the file says %(declared)s, which cannot read it; %(reason)s") % {
            "declared": declared,
            "reason": reason,
        }
    return encoding, reason, False


def _overruled(telling: Sequence[bytes], declared: str) -> tuple[str, str] | None:
    """What the bytes say against a declared encoding that can read them; None if they do not contradict
    it.
    """
    encoding, reason = _by_bytes(telling)
    letters = declared in ("cp1253", "iso8859-7") and encoding in ("cp1253", "iso8859-7") and encoding != declared
    no_greek = not _greek_score(telling, declared) and _greek_score(telling, encoding)
    if (letters and _has_tonos(telling)) or no_greek:
        values = {"declared": declared, "reason": reason}
        return encoding, _("the file says %(declared)s, but that gives no Greek text; %(reason)s") % values
    return None


def _has_tonos(telling: Sequence[bytes]) -> bool:
    return any(_TONOS_1253.search(text) or _TONOS_8859.search(text) for text in telling)


def _by_bytes(telling: Sequence[bytes]) -> tuple[str, str]:
    together = b"\n".join(telling)
    high, box = len(_HIGH.findall(together)), len(_BOX.findall(together))
    if box * 2 > high and not _all_read(telling, "cp1253"):
        return "cp737", _("most letters are where DOS (737) has them")
    if not _greek_score(telling, "cp1253"):
        return "cp1252", _("read as Greek, its words would mix the alphabets")
    if any(_TONOS_8859.search(text) for text in telling):
        return "iso8859-7", _("a word begins with Ά as ISO 8859-7 writes it")
    if _C1.search(together) or any(_TONOS_1253.search(text) for text in telling):
        return _first_reading(telling, "cp1253", "iso8859-7"), _("some characters are those of windows-1253 alone")
    return _first_reading(telling, "cp1253", "iso8859-7"), _("its letters are the same in windows-1253 and ISO 8859-7")


def _first_reading(telling: Sequence[bytes], *encodings: str) -> str:
    return next((encoding for encoding in encodings if _all_read(telling, encoding)), encodings[0])


def _all_read(telling: Sequence[bytes], encoding: str) -> bool:
    return all(_read(text, encoding) is not None for text in telling)


def _read(raw: bytes, encoding: str) -> str | None:
    try:
        return decode(raw, encoding)
    except UnicodeDecodeError:
        return None


def _greek_score(telling: Sequence[bytes], encoding: str) -> bool:
    """Whether the reading has more words in Greek than words that mix the alphabets."""
    readings = [text.decode(encoding, errors="replace") for text in telling]
    return sum(map(_greek_words, readings)) > sum(map(_mixed_words, readings))


def _greek_words(text: str) -> int:
    return sum(1 for word in _WORD.findall(text) if _GREEK.search(word) and not _LATIN.search(word) and len(word) > 1)


def _mixed_words(text: str) -> int:
    return sum(1 for word in _WORD.findall(text) if _GREEK.search(word) and _LATIN.search(word))


def _plainly_greek(text: str) -> bool:
    """Greek words of which hardly a letter is a capital Ξ or Ο inside a word, as UTF-8 read as Greek has
    them.
    """
    return _greek_words(text) > 0 and not re.search(r"[ΞΟ][^\w\s]|[ΞΟ]\w[ΞΟ]", text)
