"""The kinds of files that are taken, and how each is served: everything else is refused.

What is shown in the browser is what it shows without running anything: pictures without script, sound, film, PDF.
"""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What people call a kind of file, and what its limits go by."""

    IMAGE = "image"
    SOUND = "sound"
    FILM = "film"
    DOCUMENT = "document"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    Attributes:
        media_type: as the IANA registers it, with the charset of a text.
        extensions: the usual one first.
        is_shown: the browser may show it in place; other kinds are only downloaded.
        is_picture: made of pixels, so it has a size and can be made smaller.
        is_text: told from other texts by its extension alone.
        has_words: its text can be read out and searched.
    """

    media_type: str
    family: Family
    extensions: tuple[str, ...]
    is_shown: bool = False
    is_picture: bool = False
    is_text: bool = False
    has_words: bool = False

    @property
    def extension(self) -> str:
        """The usual one."""
        return self.extensions[0]


def _picture(media_type: str, *extensions: str) -> Kind:
    return Kind(media_type, Family.IMAGE, extensions, is_shown=True, is_picture=True)


def _sound(media_type: str, *extensions: str) -> Kind:
    return Kind(media_type, Family.SOUND, extensions, is_shown=True)


def _film(media_type: str, *extensions: str) -> Kind:
    return Kind(media_type, Family.FILM, extensions, is_shown=True)


def _office(media_type: str, extension: str, *, has_words: bool = True) -> Kind:
    return Kind(media_type, Family.DOCUMENT, (extension,), has_words=has_words)


def _text(media_type: str, *extensions: str, has_words: bool = True) -> Kind:
    charset = "; charset=utf-8"
    return Kind(media_type + charset, Family.DOCUMENT, extensions, is_text=True, has_words=has_words)


_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."

JPEG = _picture("image/jpeg", "jpg", "jpeg", "jpe")
PNG = _picture("image/png", "png")
WEBP = _picture("image/webp", "webp")
AVIF = _picture("image/avif", "avif")
GIF = _picture("image/gif", "gif")
# A drawing may hold scripts and reach other sites: it is downloaded, never shown.
SVG = Kind("image/svg+xml", Family.IMAGE, ("svg",), is_text=True)

MP3 = _sound("audio/mpeg", "mp3")
OGG = _sound("audio/ogg", "ogg", "oga", "opus")
WAV = _sound("audio/wav", "wav")
M4A = _sound("audio/mp4", "m4a")
FLAC = _sound("audio/flac", "flac")

MP4 = _film("video/mp4", "mp4", "m4v")
WEBM = _film("video/webm", "webm")

PDF = Kind("application/pdf", Family.DOCUMENT, ("pdf",), is_shown=True, has_words=True)
ODT = _office(_OPEN + "text", "odt")
ODS = _office(_OPEN + "spreadsheet", "ods")
ODP = _office(_OPEN + "presentation", "odp")
DOCX = _office(_OFFICE + "wordprocessingml.document", "docx")
XLSX = _office(_OFFICE + "spreadsheetml.sheet", "xlsx")
PPTX = _office(_OFFICE + "presentationml.presentation", "pptx")
EPUB = _office("application/epub+zip", "epub", has_words=False)
DOC = _office("application/msword", "doc", has_words=False)
XLS = _office("application/vnd.ms-excel", "xls", has_words=False)
PPT = _office("application/vnd.ms-powerpoint", "ppt", has_words=False)

TXT = _text("text/plain", "txt")
CSV = _text("text/csv", "csv", "tsv")
MD = _text("text/markdown", "md", "markdown")
VTT = _text("text/vtt", "vtt", "srt", has_words=False)
ICS = _text("text/calendar", "ics", has_words=False)
GEOJSON = _text("application/geo+json", "geojson", "json", has_words=False)
GPX = _text("application/gpx+xml", "gpx", has_words=False)
KML = _text("application/vnd.google-earth.kml+xml", "kml", has_words=False)

ZIP = Kind("application/zip", Family.ARCHIVE, ("zip",))
ELP = Kind("application/x-exelearning", Family.ARCHIVE, ("elp", "elpx"))
H5P = Kind("application/x-h5p", Family.ARCHIVE, ("h5p",))

KINDS = (
    JPEG, PNG, WEBP, AVIF, GIF, SVG, MP3, OGG, WAV, M4A, FLAC, MP4, WEBM, PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, EPUB,
    DOC, XLS, PPT, TXT, CSV, MD, VTT, ICS, GEOJSON, GPX, KML, ZIP, ELP, H5P,
)  # fmt: skip
OLD_OFFICE = (DOC, XLS, PPT)
"""One container, which tells them apart only deep inside; none is ever shown."""
TEXTS = tuple(kind for kind in KINDS if kind.is_text)

_BY_TYPE = {kind.media_type: kind for kind in KINDS}
_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}


def kind_of(media_type: str) -> Kind:
    """The kind of a stored media type."""
    return _BY_TYPE[media_type]


def kind_named(extension: str) -> Kind | None:
    """The kind that an extension (without its dot) promises."""
    return _BY_EXTENSION.get(extension.lower())
