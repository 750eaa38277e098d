"""What goes in, and that nothing but pixels comes out."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geo.files import pictures
from geo.files.errors import FileRefused, Refusal
from geo.files.rules import MAX_BYTES, MAX_SIDE, THUMBNAIL_SIDE
from tests.geo.files.pictures import KALLONI, encoded, exif, image, png_bomb, wide_gamut


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def refusal(data: bytes, act: object = pictures.inspect) -> Refusal:
    with pytest.raises(FileRefused) as caught:
        act(io.BytesIO(data))  # type: ignore[operator]
    return caught.value.refusal


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")],
)
def test_every_format_is_told_by_content_and_comes_out_clean(kind: str, media_type: str) -> None:
    data = encoded(kind)
    header = pictures.inspect(io.BytesIO(data))
    assert (header.media_type, header.width, header.height, header.size) == (media_type, 800, 600, len(data))
    assert (header.suggestion["longitude"], header.suggestion["latitude"]) == pytest.approx(KALLONI, abs=1e-6)
    assert header.suggestion["taken_at"] == "2026-05-01T10:20:30+03:00"
    clean = pictures.clean(io.BytesIO(data))
    for made in (clean.content, clean.thumbnail):
        out = opened(made)
        assert out.format == "WEBP"
        assert not {"exif", "xmp", "icc_profile"} & set(out.info)
        assert b"Secret" not in made
        red, blue = out.getpixel((10, 10)), out.getpixel((out.width - 10, 10))
        assert red[0] > 150 > red[2]  # type: ignore[index]
        assert blue[2] > 150 > blue[0]  # type: ignore[index]


def test_the_orientation_is_applied() -> None:
    data = encoded(exif=exif(orientation=6))  # the camera was held upright: turn clockwise
    clean = pictures.clean(io.BytesIO(data))
    assert (clean.width, clean.height) == (600, 800)
    top, bottom = (opened(clean.content).getpixel((300, y)) for y in (10, 790))
    assert top[0] > 150 > bottom[0]  # type: ignore[index]


def test_large_pictures_are_made_smaller() -> None:
    clean = pictures.clean(io.BytesIO(encoded(made=image(6000, 4000))))
    assert (clean.width, clean.height) == (MAX_SIDE, 1707)
    assert max(opened(clean.thumbnail).size) == THUMBNAIL_SIDE


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1"])
def test_other_colour_spaces_become_srgb(mode: str) -> None:
    kind = "JPEG" if mode in {"L", "CMYK"} else "PNG"
    assert opened(pictures.clean(io.BytesIO(encoded(kind, image(mode=mode)))).content).mode == "RGB"


def test_transparency_is_kept() -> None:
    made = image(mode="RGBA")
    made.putalpha(0)
    assert opened(pictures.clean(io.BytesIO(encoded("PNG", made))).content).mode == "RGBA"


@pytest.mark.parametrize("profile", [wide_gamut(), b"no profile at all"])
def test_a_useless_profile_does_no_harm(profile: bytes) -> None:
    clean = pictures.clean(io.BytesIO(encoded(icc_profile=profile)))
    assert "icc_profile" not in opened(clean.content).info


def test_a_jpeg_with_more_pictures_behind_it_is_a_jpeg() -> None:
    data = encoded("MPO", save_all=True, append_images=[image(100, 100)])
    assert pictures.inspect(io.BytesIO(data)).media_type == "image/jpeg"
    assert pictures.clean(io.BytesIO(data)).width == 800


def test_empty() -> None:
    assert refusal(b"") == Refusal.EMPTY


def test_too_large() -> None:
    assert refusal(encoded() + bytes(MAX_BYTES)) == Refusal.TOO_LARGE


@pytest.mark.parametrize(
    "data",
    [b"hello", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(100), bytes(64)],
)
def test_no_picture_of_ours(data: bytes) -> None:
    assert refusal(data) == Refusal.NOT_A_PICTURE


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (100_000, 100_000), (2_000_000_000, 1)])
def test_bombs_are_refused_by_their_header(width: int, height: int) -> None:
    assert refusal(png_bomb(width, height)) == Refusal.TOO_MANY_PIXELS


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_cut_off_is_damaged_or_none(kind: str) -> None:
    data = encoded(kind)
    half = data[: len(data) // 2]
    assert refusal(half, pictures.clean) == Refusal.DAMAGED
    with suppress(FileRefused):  # some formats tell by their header already
        pictures.inspect(io.BytesIO(half))


def test_the_header_of_a_large_picture_is_read_without_its_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*args: object) -> None:
        raise AssertionError("decoded in the request")

    data = [encoded(kind) for kind in ("JPEG", "PNG", "WEBP")]
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    for each in data:
        assert pictures.inspect(io.BytesIO(each)).suggestion


@pytest.mark.parametrize("place", [None, (0.0, 0.0), (26.0, 95.0), (200.0, 39.0)])
def test_a_place_that_is_none_is_not_suggested(place: tuple[float, float] | None) -> None:
    header = pictures.inspect(io.BytesIO(encoded(exif=exif(place=place))))
    assert set(header.suggestion) == {"taken_at"}


def test_south_and_west_are_negative() -> None:
    header = pictures.inspect(io.BytesIO(encoded(exif=exif(place=(-58.38, -34.6)))))
    assert header.suggestion["longitude"] == pytest.approx(-58.38, abs=1e-6)
    assert header.suggestion["latitude"] == pytest.approx(-34.6, abs=1e-6)


def test_a_clock_without_offset_is_ours() -> None:
    header = pictures.inspect(io.BytesIO(encoded(exif=exif(offset=""))))
    assert header.suggestion["taken_at"] == "2026-05-01T10:20:30+03:00"


def test_a_picture_without_metadata_suggests_nothing() -> None:
    assert pictures.inspect(io.BytesIO(encoded(exif=b""))).suggestion == {}


SEEDS = [encoded(kind, image(40, 30)) for kind in ("JPEG", "PNG", "WEBP", "HEIF")]


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow, about broken metadata
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=30))
def test_whatever_arrives_is_taken_or_refused(seed: bytes, edits: list[tuple[int, int]]) -> None:
    """No bytes may do more than be refused."""
    data = bytearray(seed)
    for place, value in edits:
        data[place % len(data)] = value
    for act in (pictures.inspect, pictures.clean):
        with suppress(FileRefused):
            act(io.BytesIO(bytes(data)))
