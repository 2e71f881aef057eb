"""Pictures without what they tell of who took them and where: built again of the parts that make pixels alone.

Nothing is decoded, so nothing is lost; comments, EXIF, XMP, IPTC, previews and whatever follows the end of a picture
stay out, and with them a second file that hides behind the first. Colour profiles stay: colours need them.
"""

import re
import struct
from collections.abc import Callable, Iterator

from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Kind


class Broken(Exception):
    """The bytes are no picture of their kind."""


def strip(data: bytes, kind: Kind) -> bytes:
    """The picture alone.

    Raises:
        Broken: it has no such parts.
    """
    try:
        return b"".join(_PARTS[kind.media_type](data))
    except (IndexError, struct.error):
        raise Broken from None


# JPEG (ITU T.81, annex B): segments of a marker and a length, then entropy-coded data where 0xFF is followed by 0.
_SOI, _EOI, _SOS, _APP0, _APP2, _APP14, _APP15, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    place = 2
    while True:
        place = _marker_at(data, place)
        marker = data[place + 1]
        if marker == _EOI:
            yield data[place : place + 2]
            return
        end = place + 2 + struct.unpack_from(">H", data, place + 2)[0]
        if end > len(data):
            raise Broken
        if _makes_pixels(marker, data[place + 4 : end]):
            yield data[place:end]
        place = end
        if marker == _SOS:
            following = _NEXT_MARKER.search(data, place)
            if following is None:
                # Cut short: what is there is shown, and ended.
                yield data[place:] + b"\xff\xd9"
                return
            yield data[place : following.start()]
            place = following.start()


def _marker_at(data: bytes, place: int) -> int:
    """Where the marker is: any number of 0xFF may stand before it."""
    if data[place] != 0xFF:
        raise Broken
    while data[place + 1] == 0xFF:
        place += 1
    return place


def _makes_pixels(marker: int, content: bytes) -> bool:
    if marker == _APP2:
        return content.startswith(b"ICC_PROFILE\0")
    return marker in (_APP0, _APP14) or not (_APP0 < marker <= _APP15 or marker == _COM)


_PNG_PARTS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
     b"acTL", b"fcTL", b"fdAT"}
)  # fmt: skip


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    place, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + length + 12
        if end > len(data):
            raise Broken
        if name in _PNG_PARTS:
            yield data[place:end]
        place = end


_WEBP_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"})
_WEBP_TELLS = 0b1100
"""The bits of `VP8X` that promise EXIF and XMP."""


def _webp(data: bytes) -> Iterator[bytes]:
    kept = list(_webp_parts(data))
    yield b"RIFF" + struct.pack("<I", 4 + sum(map(len, kept))) + b"WEBP"
    yield from kept


def _webp_parts(data: bytes) -> Iterator[bytes]:
    most = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    place = 12
    while place + 8 <= most:
        name, length = struct.unpack_from("<4sI", data, place)
        content = data[place + 8 : place + 8 + length]
        if len(content) != length:
            raise Broken
        if name == b"VP8X":
            content = bytes([content[0] & ~_WEBP_TELLS]) + content[1:]
        if name in _WEBP_PARTS:
            yield struct.pack("<4sI", name, length) + content + b"\0" * (length % 2)
        place += 8 + length + length % 2


_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(data: bytes) -> Iterator[bytes]:
    place = 13 + _palette(data[10])
    yield data[:place]
    while True:
        mark = data[place]
        if mark == 0x3B:
            yield b"\x3b"
            return
        start = place
        if mark == 0x2C:
            place += 10 + _palette(data[place + 9]) + 1
        elif mark == 0x21:
            place += 2
        else:
            raise Broken
        place = _after_blocks(data, place)
        if mark == 0x2C or _gif_extension_stays(data, start):
            yield data[start:place]


def _palette(flags: int) -> int:
    """How many bytes a table of colours takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    while data[place]:
        place += data[place] + 1
    return place + 1


def _gif_extension_stays(data: bytes, start: int) -> bool:
    return data[start + 1] == 0xF9 or (data[start + 1] == 0xFF and data[start + 3 : start + 14] in _LOOPS)


_PARTS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    kinds.JPEG.media_type: _jpeg,
    kinds.PNG.media_type: _png,
    kinds.WEBP.media_type: _webp,
    kinds.GIF.media_type: _gif,
}
