"""Pictures as they are kept, and smaller ones made of them.

One is decoded at a time in a process: a picture of fifty million pixels takes 200 MB while it is open.
"""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Kind
from wiki.attachments.media.stripping import Broken, strip
from wiki.rendering.rules.images import WIDTHS

SMALLER = (kinds.WEBP, kinds.AVIF)
"""What smaller pictures are made of."""
_FORMATS = {kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.WEBP: "WEBP", kinds.AVIF: "AVIF", kinds.GIF: "GIF"}
_ORIENTATION = 0x0112
_QUALITY = {kinds.WEBP: {"quality": 80, "method": 4}, kinds.AVIF: {"quality": 60, "speed": 8}}
_TURNED: dict[Kind, dict[str, Any]] = {
    kinds.JPEG: {"quality": 92}, kinds.PNG: {}, kinds.WEBP: {"quality": 92}, kinds.AVIF: {"quality": 85}
}  # fmt: skip
# What Pillow raises on pictures that are none, one kind or the other.
_FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError)
_one_at_a_time = threading.Lock()
# Nothing else in this process opens pictures, and here our own bound is asked, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


PATIENCE = 5.0
"""Seconds that a smaller picture is waited for while others are made; then the picture itself does."""


class Busy(Exception):
    """Others are being made; this one can be made later."""


class TooManyPixels(Exception):
    """The picture is larger than what is opened."""

    def __init__(self, pixels: int) -> None:
        super().__init__(pixels)
        self.pixels = pixels


@dataclass(frozen=True)
class Picture:
    """A picture that can be kept: upright, and without what it tells of who took it."""

    data: bytes
    width: int
    height: int
    is_animated: bool


def clean_picture(data: bytes, kind: Kind, most_pixels: int) -> Picture:
    """A picture as it may be kept.

    Raises:
        TooManyPixels: with their number.
        Broken: it cannot be shown.
    """
    with _one_at_a_time:
        try:
            return _cleaned(data, kind, most_pixels)
        except _FAULTS:
            raise Broken from None


def _cleaned(data: bytes, kind: Kind, most_pixels: int) -> Picture:
    with _opened(data, kind, most_pixels) as image:
        # Cameras put a second picture behind the first, for depth or light: that is no film.
        animated = kind is not kinds.JPEG and bool(getattr(image, "is_animated", False))
        turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1)
        tells = bool(image.info.get("exif") or image.info.get("xmp"))
        if not animated and (turned or (kind is kinds.AVIF and tells)):
            upright = ImageOps.exif_transpose(image)
            return Picture(_written(upright, image, kind), *upright.size, is_animated=False)
        if kind is kinds.AVIF:
            return Picture(_rewritten_film(image) if tells else data, *image.size, is_animated=animated)
        size = image.size
        # A tenth of the pixels tells as well whether it can be opened.
        image.draft(None, (size[0] // 8 or 1, size[1] // 8 or 1))
        image.load()
    return Picture(strip(data, kind), *size, is_animated=animated)


def _opened(data: bytes, kind: Kind, most_pixels: int) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=[_FORMATS[kind]])
    pixels = image.width * image.height
    if pixels > most_pixels:
        image.close()
        raise TooManyPixels(pixels)
    return image


def _written(image: Image.Image, original: Image.Image, kind: Kind) -> bytes:
    # Pillow writes what it finds in `info`; only the colours may stay.
    image.info = {}
    written = io.BytesIO()
    image.save(written, _FORMATS[kind], icc_profile=original.info.get("icc_profile"), **_TURNED[kind])
    return written.getvalue()


def _rewritten_film(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "AVIF", save_all=True, quality=85, exif=b"", xmp=b"")
    return written.getvalue()


def widths_below(width: int) -> Sequence[int]:
    """The widths in which a picture is offered, none above its own."""
    return [wanted for wanted in WIDTHS if wanted < width]


def smaller(data: bytes, kind: Kind, width: int, target: Kind, most_pixels: int) -> bytes:
    """The picture in a smaller width.

    Raises:
        Broken, TooManyPixels: it cannot be made.
        Busy: others are made just now.
    """
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        with _opened(data, kind, most_pixels) as image:
            return _reduced(image, width, target)
    except _FAULTS:
        raise Broken from None
    finally:
        _one_at_a_time.release()


def _reduced(image: Image.Image, width: int, target: Kind) -> bytes:
    height = max(1, round(image.height * width / image.width))
    # JPEG decodes to a half, quarter or eighth for a fraction of the price.
    image.draft(None, (width, height))
    # A profile of other colours than those that are written would spoil them.
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.info = {}
    written = io.BytesIO()
    small.save(written, _FORMATS[target], icc_profile=profile, **_QUALITY[target])
    return written.getvalue()
