"""Greek bytes: what they are taken for, by which sign, and what is shown to the person who decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.transfer import encodings

NAMES = ["Άγιος Γεώργιος", "Άντισσα", "Καλλονή", "Θεσσαλονίκη", "Ερεσός", "Άγρα"]
greek = st.text(alphabet="αβγδεζηθικλμνξοπρστυφχψωάέήίόύώςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ ", min_size=4, max_size=30)


def written(encoding: str, names: list[str] | None = None) -> list[bytes]:
    return [name.encode(encoding) for name in names or NAMES]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1253", "iso8859-7", "cp737"])
@pytest.mark.parametrize("declared", ["", "ISO-8859-1", "cp1252"])
def test_each_encoding_is_told_without_help_or_with_the_wrong_one(encoding, declared) -> None:
    assert encodings.guess(written(encoding), declared).encoding == encoding


@pytest.mark.parametrize("encoding", ["cp1253", "iso8859-7"])
def test_a_cpg_that_lies_about_utf_8_is_seen(encoding) -> None:
    found = encodings.guess(written(encoding), "UTF-8")
    assert found.encoding == encoding
    assert "utf-8" in found.reason


def test_a_language_byte_of_1253_does_not_turn_άγρα_into_a_pilcrow() -> None:
    found = encodings.guess(written("iso8859-7"), "cp1253")
    assert found.encoding == "iso8859-7"
    assert not found.certain


def test_what_is_the_same_in_both_is_read_as_declared() -> None:
    same = ["Δράμας", "Βόλου", "Λέσβου"]
    assert encodings.guess(written("cp1253", same), "ISO-8859-7").encoding == "iso8859-7"
    assert encodings.guess(written("cp1253", same)).encoding == "cp1253"


@pytest.mark.parametrize("sign", ["“Καφενείο”", "€ 20 για είσοδο", "Δήμος – Κοινότητα"])
def test_signs_of_windows_alone_mean_1253(sign) -> None:
    assert encodings.guess([sign.encode("cp1253"), *written("cp1253", ["Καλλονή"])]).encoding == "cp1253"


@pytest.mark.parametrize("names", [["Málaga", "São João", "Zürich"], ["Château d'Eau"], ["Universität Köln"]])
@pytest.mark.parametrize("declared", ["", "ISO-8859-1", "cp1252"])
def test_western_text_is_not_forced_into_greek(names, declared) -> None:
    found = encodings.guess(written("cp1252", names), declared)
    assert encodings.decode(names[0].encode("cp1252"), found.encoding) == names[0]


def test_plain_ascii_and_valid_utf_8_need_nobody_to_look() -> None:
    assert encodings.guess([b"Kalloni", b"", b"R-12"]).certain
    assert (
        encodings.guess(written("utf-8"), "cp1253")
        == encodings.Guess("utf-8", "όλο το κείμενο είναι έγκυρο UTF-8", certain=True)
        or encodings.guess(written("utf-8"), "cp1253").certain
    )


def test_every_candidate_is_shown_and_the_telling_texts_first() -> None:
    shown = encodings.guess(written("iso8859-7", ["Καλλονή", "Ερεσός", "Άγρα"])).previews
    readings = {preview.encoding: preview.texts for preview in shown}
    assert set(readings) == set(encodings.CANDIDATES)
    assert (readings["iso8859-7"][0], readings["cp1253"][0], readings["utf-8"][0]) == ("Άγρα", "¶γρα", None)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("1253", "cp1253"),
        ("ANSI 1253", "cp1253"),
        ("ANSI_1253", "cp1253"),
        ("windows-1253", "cp1253"),
        ("CP1253", "cp1253"),
        ("OEM 737", "cp737"),
        ("ISO-8859-7", "iso8859-7"),
        ("88597", "iso8859-7"),
        ("UTF-8", "utf-8"),
        ("65001", "utf-8"),
        ("no such thing", ""),
        ("", ""),
    ],
)
def test_names_as_files_give_them(name, codec) -> None:
    assert encodings.known(name) == codec


def test_a_character_cut_in_two_by_the_width_of_the_field_is_dropped() -> None:
    assert encodings.decode("Καλλονή".encode()[:-1], "utf-8") == "Καλλον"
    assert encodings.guess([*written("utf-8"), "Καλλονή".encode()[:-1]]).encoding == "utf-8"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("¢ãéïò Ãåþñãéïò", "Άγιος Γεώργιος"),
        ("Καλλονή".encode().decode("cp1252"), "Καλλονή"),
        ("Δήμος Λέσβου".encode().decode("latin-1"), "Δήμος Λέσβου"),
        ("Αθήνα".encode().decode("latin-1"), "Αθήνα"),
    ],
)
def test_mojibake_is_recognised(wrong, right) -> None:
    assert encodings.suspect(wrong) == right


@pytest.mark.parametrize(
    "text",
    [*NAMES, "Kalloni", "Málaga", "ΞΕΝΟΔΟΧΕΙΟ", "ΟΔΟΣ ΟΞΙΑΣ", "Château d'Eau", "Ö", "Ελ. Βενιζέλου 5 – 7"],
)
def test_good_text_raises_no_suspicion(text) -> None:
    assert encodings.suspect(text) == ""


@given(st.lists(greek, min_size=3, max_size=20), st.sampled_from(["utf-8", "cp1253", "iso8859-7"]))
def test_common_letters_read_the_same_whatever_was_guessed(texts, encoding) -> None:
    samples = [f"Δήμος {text}".encode(encoding) for text in texts]
    found = encodings.guess(samples).encoding
    assert [encodings.decode(raw, found) for raw in samples] == [f"Δήμος {text}" for text in texts]
