"""Pictures as they are kept: without what they tell of who took them, upright, and the same to the eye."""

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms

from tests.wiki.attachments import samples
from wiki.attachments.media import kinds, pictures
from wiki.attachments.media.kinds import Kind
from wiki.attachments.media.pictures import Busy, TooManyPixels, clean_picture, smaller
from wiki.attachments.media.stripping import Broken, strip

MANY = 10_000_000
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>Marie Curie</secret></x:xmpmeta>'
TELLING = {
    kinds.JPEG: {"exif": samples.exif(), "xmp": XMP, "comment": b"Marie Curie"},
    kinds.PNG: {"exif": samples.exif()},
    kinds.WEBP: {"exif": samples.exif(), "xmp": XMP},
    kinds.AVIF: {"exif": samples.exif(), "xmp": XMP},
    kinds.GIF: {"comment": b"Marie Curie"},
}
FORMATS = {kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.WEBP: "WEBP", kinds.AVIF: "AVIF", kinds.GIF: "GIF"}
each_kind = pytest.mark.parametrize("kind", list(FORMATS), ids=lambda kind: kind.extension)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def same_to_the_eye(one: Image.Image, other: Image.Image) -> bool:
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    # Pillow types a pixel and its extremes for every mode at once; these pictures are RGB.
    return max(high for _low, high in difference.getextrema()) < 40  # type: ignore[misc]


@each_kind
def test_nothing_tells_who_took_it_and_where(kind: Kind) -> None:
    data = samples.picture(FORMATS[kind], **TELLING[kind])
    assert b"SECRET" in data or b"Marie Curie" in data

    kept = clean_picture(data, kind, MANY)

    assert b"SECRET" not in kept.data
    assert b"Marie" not in kept.data
    image = opened(kept.data)
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "comment", "photoshop"} & image.info.keys()
    assert (kept.width, kept.height, kept.is_animated) == (64, 48, False)
    assert same_to_the_eye(image, opened(data))


def test_what_else_cameras_write_is_left_out() -> None:
    data = samples.picture("JPEG", exif=samples.exif())
    iptc = b"Photoshop 3.0\x008BIM Marie Curie"
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    preview = b"\xff\xe2" + struct.pack(">H", 14) + b"MPF\0 Marie  "
    kept = strip(data[:2] + segment + preview + data[2:], kinds.JPEG)
    assert b"Marie" not in kept
    assert same_to_the_eye(opened(kept), opened(data))


def test_texts_of_png_are_left_out() -> None:
    data = samples.picture("PNG")
    text = b"Author\0Marie Curie"
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text + struct.pack(">I", zlib.crc32(b"tEXt" + text))
    marked = data[:33] + chunk + data[33:]
    assert opened(marked).info["Author"] == "Marie Curie"
    assert strip(marked, kinds.PNG) == strip(data, kinds.PNG)


@pytest.mark.parametrize(
    "kind", [kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.GIF], ids=lambda kind: kind.extension
)
def test_a_second_file_behind_the_picture_is_left_out(kind: Kind) -> None:
    """A picture that is a program or an archive as well, to who reads it from its end."""
    data = samples.picture(FORMATS[kind])
    hidden = samples.named_archive({"virus.html": "<script>alert(1)</script>"})
    assert strip(data + hidden, kind) == strip(data, kind)


@pytest.mark.parametrize(
    "kind", [kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.AVIF], ids=lambda kind: kind.extension
)
def test_pictures_taken_sideways_are_put_upright(kind: Kind) -> None:
    kept = clean_picture(samples.picture(FORMATS[kind], exif=samples.exif(6)), kind, MANY)
    image = opened(kept.data)
    assert (kept.width, kept.height) == image.size == (48, 64)
    # Turned to the right, what was on the left is on top.
    top, bottom = image.convert("RGB").getpixel((24, 8)), image.convert("RGB").getpixel((24, 56))
    # Pillow types a pixel for every mode at once; this picture is RGB.
    assert top[2] > 150 > top[0]  # type: ignore[index,operator]
    assert bottom[0] > 150 > bottom[2]  # type: ignore[index,operator]
    assert dict(image.getexif()) == {}


def test_colour_profiles_stay() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, kind in (("JPEG", kinds.JPEG), ("PNG", kinds.PNG), ("WEBP", kinds.WEBP)):
        for orientation in (1, 6):
            data = samples.picture(name, icc_profile=profile, exif=samples.exif(orientation))
            kept = clean_picture(data, kind, MANY).data
            assert opened(kept).info["icc_profile"] == profile
            assert opened(smaller(kept, kind, 32, kinds.WEBP, MANY)).info["icc_profile"] == profile


@pytest.mark.parametrize(
    ("name", "kind", "options"),
    [("GIF", kinds.GIF, {"comment": b"Marie Curie"}), ("WEBP", kinds.WEBP, {"exif": samples.exif()}),
     ("PNG", kinds.PNG, {}), ("AVIF", kinds.AVIF, {"exif": samples.exif()})],
)  # fmt: skip
def test_what_moves_goes_on_moving(name: str, kind: Kind, options: dict[str, Any]) -> None:
    kept = clean_picture(samples.animation(name, **options), kind, MANY)
    image: Any = Image.open(io.BytesIO(kept.data))
    assert kept.is_animated
    assert image.n_frames == 3
    assert b"Marie" not in kept.data
    assert b"SECRET" not in kept.data
    for number, colour in enumerate([(255, 0, 0), (0, 128, 0), (0, 0, 255)]):
        image.seek(number)
        got = image.convert("RGB").getpixel((5, 5))
        assert all(abs(one - other) < 12 for one, other in zip(got, colour, strict=True))
    if name == "GIF":
        assert image.info["loop"] == 0


def test_progressive_and_interlaced_pictures_stay_whole() -> None:
    for name, kind, options in (("JPEG", kinds.JPEG, {"progressive": True}), ("PNG", kinds.PNG, {})):
        data = samples.picture(name, size=(300, 200), **options)
        assert same_to_the_eye(opened(clean_picture(data, kind, MANY).data), opened(data))


def test_too_many_pixels_are_refused_before_they_are_opened() -> None:
    """A few hundred bytes that would take gigabytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    pixels = struct.pack(">I", 2) + b"IDAT\0\0" + struct.pack(">I", zlib.crc32(b"IDAT\0\0"))
    with pytest.raises(TooManyPixels) as refused:
        clean_picture(b"\x89PNG\r\n\x1a\n" + chunk + pixels, kinds.PNG, MANY)
    assert refused.value.pixels == 3_600_000_000


@each_kind
def test_broken_pictures_are_refused(kind: Kind) -> None:
    data = samples.picture(FORMATS[kind], size=(200, 150))
    for broken in (
        data[:20],
        data[:12] + b"\0" * 60,
        data[: len(data) // 2] if kind is not kinds.JPEG else b"\xff\xd8\xff",
    ):
        with pytest.raises(Broken):
            clean_picture(broken, kind, MANY)


@pytest.mark.parametrize(
    "kind", [kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.GIF], ids=lambda kind: kind.extension
)
@given(place=st.integers(0, 400), value=st.integers(0, 255), cut=st.integers(0, 400))
def test_any_bytes_are_built_again_or_refused(kind: Kind, place: int, value: int, cut: int) -> None:
    data = bytearray(samples.picture(FORMATS[kind]))
    data[place % len(data)] = value
    try:
        once = strip(bytes(data[: len(data) - cut % len(data)]), kind)
    except Broken:
        return
    assert strip(once, kind) == once


def test_smaller_pictures() -> None:
    data = samples.picture("JPEG", size=(1000, 500))
    for kind in pictures.SMALLER:
        image = opened(smaller(data, kinds.JPEG, 320, kind, MANY))
        assert (image.format, image.size) == (FORMATS[kind], (320, 160))
    with pytest.raises(Broken):
        smaller(b"rien", kinds.JPEG, 320, kinds.WEBP, MANY)
    with pytest.raises(TooManyPixels):
        smaller(data, kinds.JPEG, 320, kinds.WEBP, 100)


def test_smaller_pictures_keep_what_is_transparent() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).convert("P").save(written, "PNG", transparency=0)
    image = opened(smaller(written.getvalue(), kinds.PNG, 320, kinds.WEBP, MANY))
    assert image.mode == "RGBA"
    grey = io.BytesIO()
    Image.new("L", (400, 400), 100).save(grey, "JPEG")
    assert opened(smaller(grey.getvalue(), kinds.JPEG, 320, kinds.WEBP, MANY)).mode == "RGB"


def test_one_is_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures._one_at_a_time, pytest.raises(Busy):
        smaller(samples.picture(), kinds.JPEG, 32, kinds.WEBP, MANY)


def test_widths_are_never_above_the_picture_s_own() -> None:
    assert list(pictures.widths_below(960)) == [320, 640]
    assert list(pictures.widths_below(320)) == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0\xff\xff court", kinds.JPEG),
        (b"\xff\xd8rien", kinds.JPEG),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 1000, b"IDAT"), kinds.PNG),
        (b"RIFF\xff\xff\0\0WEBP" + struct.pack("<4sI", b"VP8 ", 1000), kinds.WEBP),
        (b"GIF89a" + b"\0" * 7 + b"\x99" * 20, kinds.GIF),
    ],
)
def test_parts_that_are_cut_short_are_refused(data: bytes, kind: Kind) -> None:
    with pytest.raises(Broken):
        strip(data, kind)


def test_markers_of_jpeg_may_be_padded() -> None:
    data = samples.picture("JPEG")
    assert same_to_the_eye(opened(strip(data[:2] + b"\xff\xff" + data[2:], kinds.JPEG)), opened(data))
