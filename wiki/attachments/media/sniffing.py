"""What a file is, told by its first bytes and, for archives, by what is in them; its name only settles what the
content leaves open.

Signatures stand at the very first byte: a file that begins as two kinds at once is then only one, the one that it is
served as. Tables of signatures that look anywhere, and guess where nothing fits, are made for the opposite wish.
"""

import json
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Mapping
from typing import IO

from wiki.attachments.media import kinds
from wiki.attachments.media.kinds import Kind

HEAD = 4096
MOST_ENTRIES = 20_000
"""An archive that lists more is refused: the list alone would fill the memory."""
_LONGEST_LIST = 6 * 1024 * 1024
"""Bytes of the list of an archive: so many names, each with what is told of it."""
_LONGEST_JSON = 8 * 1024 * 1024

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"GIF87a", kinds.GIF),
    (b"GIF89a", kinds.GIF),
    (b"%PDF-", kinds.PDF),
    (b"fLaC", kinds.FLAC),
    (b"ID3", kinds.MP3),
)
_RIFF = {b"WEBP": kinds.WEBP, b"WAVE": kinds.WAV}
# Brands of ISO base media files (ISO/IEC 14496-12).
_BRANDS = {b"avif": kinds.AVIF, b"avis": kinds.AVIF, b"M4A ": kinds.M4A, b"M4B ": kinds.M4A}
_FILM_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
)
_OGG_SOUNDS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
_EBML, _OLE, _ZIP = b"\x1aE\xdf\xa3", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
# The end of an archive, and that of a long one: after how many bytes the length of its list stands, and in how many
# bytes (APPNOTE.TXT of PKWARE, 4.3.16 and 4.3.14). To the long one a pointer leads (4.3.15); a comment may follow.
_LIST_LENGTHS = ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8))
_POINTER, _LONG_END = b"PK\x06\x07", 56
_LONGEST_END = 22 + (1 << 16) + 20 + _LONG_END
_IN_LONG_FORM = 0xFFFFFFFF
"""Says that the length stands in the end of the long form."""
_MIMETYPES: Mapping[bytes, Kind] = {
    kind.media_type.encode(): kind for kind in (kinds.ODT, kinds.ODS, kinds.ODP, kinds.EPUB)
}
_PARTS = (("word/", kinds.DOCX), ("xl/", kinds.XLSX), ("ppt/", kinds.PPTX))
_ELP_ENTRIES = frozenset({"contentv3.xml", "content.xml"})
_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|<!doctype[^>\[]{0,300}>|\s)*<(?:\w{1,20}:)?(svg|gpx|kml)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_ROOTS = {"svg": kinds.SVG, "gpx": kinds.GPX, "kml": kinds.KML}
# What no text has: control characters but tab, line feed, carriage return and form feed.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Unknown(Exception):
    """The content is of no kind that is taken."""


class Macros(Unknown):
    """An office document that holds programs."""


def sniff(source: IO[bytes], extension: str) -> Kind:
    """The kind of a file.

    Args:
        source: read from its beginning; left anywhere.
        extension: of its name, without the dot, lower case; tells texts and old office documents apart.

    Raises:
        Unknown: nothing that is taken.
    """
    source.seek(0)
    head = source.read(HEAD)
    found = _by_signature(head)
    if found is not None:
        return found
    if head.startswith(_ZIP):
        return _archive(source)
    if head.startswith(_OLE):
        promised = kinds.kind_named(extension)
        return promised if promised in kinds.OLD_OFFICE else kinds.DOC
    return _text(source, extension)


def _by_signature(head: bytes) -> Kind | None:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:4] == b"OggS":
        return kinds.OGG if any(sound in head[:200] for sound in _OGG_SOUNDS) else None
    if head[:4] == _EBML:
        return kinds.WEBM if b"webm" in head[:64] else None
    # A bare frame of MPEG audio, layer III: eleven bits set, version 1 or 2, layer III.
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 != 0xF:
        return kinds.MP3
    return None


def _iso_media(head: bytes) -> Kind | None:
    main = head[8:12]
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = [main, *(head[start : start + 4] for start in range(16, length, 4))]
    for brand in brands:
        if brand in _BRANDS:
            return _BRANDS[brand]
    return kinds.MP4 if main in _FILM_BRANDS else None


def _archive(source: IO[bytes]) -> Kind:
    if _list_length(source) > _LONGEST_LIST:
        raise Unknown
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            if len(names) > MOST_ENTRIES:
                raise Unknown
            return _by_entries(archive, frozenset(names))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise Unknown from None


def _list_length(source: IO[bytes]) -> int:
    """The bytes of the list of an archive, which opening it reads as a whole: the most that any end of it tells.

    Raises:
        Unknown: an end of the long form stands elsewhere than before its pointer.
    """
    start = max(0, source.seek(0, 2) - _LONGEST_END)
    source.seek(start)
    end = source.read()
    for match in re.finditer(_POINTER, end):
        if _number(end, match.start() + 8, 8) != start + match.start() - _LONG_END:
            raise Unknown
    found = (
        _number(end, match.start() + after, length)
        for mark, after, length in _LIST_LENGTHS
        for match in re.finditer(re.escape(mark), end)
    )
    return max((length for length in found if length != _IN_LONG_FORM), default=0)


def _number(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(data[start : start + length], "little")


def _by_entries(archive: zipfile.ZipFile, names: frozenset[str]) -> Kind:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        with archive.open("mimetype") as entry:
            told = _MIMETYPES.get(entry.read(100).strip())
        if told is not None:
            return told
    if "[Content_Types].xml" in names:
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Macros
        return next((kind for part, kind in _PARTS if _holds(names, part)), kinds.ZIP)
    if "h5p.json" in names:
        return kinds.H5P
    return kinds.ELP if names & _ELP_ENTRIES else kinds.ZIP


def _holds(names: frozenset[str], part: str) -> bool:
    return any(name.startswith(part) for name in names)


def _text(source: IO[bytes], extension: str) -> Kind:
    """A text is what its extension says, if it may be: a drawing, a track or a place must look like one."""
    promised = kinds.kind_named(extension)
    _encoding, beginning = _reading(source)
    if promised is None or not promised.is_text:
        raise Unknown
    if promised in _ROOTS.values():
        root = _ROOT.match(beginning)
        if root is None or _ROOTS[root[1].lower()] is not promised:
            raise Unknown
    if promised is kinds.GEOJSON and not _is_json(source):
        raise Unknown
    return promised


def encoding_of(source: IO[bytes]) -> str:
    """How a text is written: UTF-8, UTF-16 with its mark, or the Western encoding of older machines.

    Raises:
        Unknown: it is no text.
    """
    return _reading(source)[0]


def _reading(source: IO[bytes]) -> tuple[str, str]:
    source.seek(0)
    marked = source.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        beginning = _decoded(source, encoding)
        if beginning is not None:
            return encoding, beginning
    raise Unknown


def _decoded(source: IO[bytes], encoding: str) -> str | None:
    decoder, first = getincrementaldecoder(encoding)(), ""
    source.seek(0)
    try:
        while chunk := source.read(1 << 18):
            text = decoder.decode(chunk)
            if _NO_TEXT.search(text):
                return None
            first = first or text[:HEAD]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return first


def _is_json(source: IO[bytes]) -> bool:
    source.seek(0)
    data = source.read(_LONGEST_JSON + 1)
    if len(data) > _LONGEST_JSON:
        return False
    try:
        return isinstance(json.loads(data.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
        return False
