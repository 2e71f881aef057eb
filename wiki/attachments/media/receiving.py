"""A file as it arrives, made into what is kept: its kind found, its size bounded, its name made to agree.

What cannot be kept is refused with a reason that people can act on (`Invalid` under the field `file`).
"""

import codecs
import hashlib
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from flask_babel import lazy_gettext as _l

from wiki.attachments.media import kinds, pictures, sniffing
from wiki.attachments.media.kinds import Family, Kind
from wiki.attachments.media.stripping import Broken
from wiki.errors import Invalid
from wiki.rendering.slugs import slugify

MEGABYTE = 1_000_000
FIELD = "file"
_CHUNK = 256 * 1024
_IN_MEMORY = 512 * 1024
_LONGEST_STEM = 80
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Limits:
    """How long a file may be, in bytes by family, and how many pixels a picture may have."""

    bytes_of: Mapping[Family, int]
    pixels: int

    @property
    def longest(self) -> int:
        """What no file exceeds."""
        return max(self.bytes_of.values())


@dataclass(frozen=True)
class Received:
    """What is to be kept; `content` is read from its beginning."""

    name: str
    kind: Kind
    hash: str
    size: int
    content: IO[bytes] = field(repr=False, compare=False)
    width: int | None = None
    height: int | None = None
    is_animated: bool = False


@contextmanager
def received(source: IO[bytes], name: str, limits: Limits) -> Iterator[Received]:
    """A file that arrives under a name, made into what is kept; its content is there until the block ends.

    Raises:
        Invalid: it is empty, too large, of no kind that is taken, or not what its name says.
    """
    size = _size(source)
    shown = _shown(name)
    if size == 0:
        raise _refused(_l("« %(name)s » est vide.", name=shown))
    if size > limits.longest:
        raise _too_long(shown, size, limits.longest)
    kind = _kind(source, name, shown)
    if size > limits.bytes_of[kind.family]:
        raise _too_long(shown, size, limits.bytes_of[kind.family])
    source.seek(0)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as kept:
        width, height, animated = _copy(source, kept, kind, limits, shown)
        digest, length = _digest(kept)
        kept.seek(0)
        yield Received(agreed_name(name, kind), kind, digest, length, kept, width, height, animated)


def agreed_name(name: str, kind: Kind) -> str:
    """The name under which a file is kept: readable in an address, and its extension tells its kind.

    >>> agreed_name("Ma photo d'été.JPEG", kinds.JPEG), agreed_name("plan.png", kinds.JPEG)
    ('ma-photo-d-ete.jpeg', 'plan.jpg')
    """
    stem, extension = _parted(name)
    stem = slugify(stem)[:_LONGEST_STEM].strip("-") or "fichier"
    return f"{stem}.{extension if extension in kind.extensions else kind.extension}"


def _parted(name: str) -> tuple[str, str]:
    """A name without folders, parted at its last dot; the extension in lower case."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, extension = bare.rpartition(".")
    return (stem, extension.strip().lower()) if dot else (bare, "")


def _shown(name: str) -> str:
    """A name as a message shows it."""
    stem, extension = _parted(name)
    whole = "".join(c for c in (f"{stem}.{extension}" if extension else stem) if c.isprintable())
    return whole if len(whole) <= _LONGEST_SHOWN else f"{whole[:_LONGEST_SHOWN]}…"


def _size(source: IO[bytes]) -> int:
    source.seek(0, 2)
    size = source.tell()
    source.seek(0)
    return size


def _kind(source: IO[bytes], name: str, shown: str) -> Kind:
    extension = _parted(name)[1]
    try:
        kind = sniffing.sniff(source, extension)
    except sniffing.Macros:
        raise _refused(
            _l("« %(name)s » contient des macros, qui peuvent nuire. Enregistrez-le sans macros.", name=shown)
        ) from None
    except sniffing.Unknown:
        raise _not_taken(shown, extension) from None
    promised = kinds.kind_named(extension)
    if (
        promised is not None
        and promised.family is not kind.family
        and Family.IMAGE in (promised.family, kind.family)
    ):
        raise _refused(
            _l("Le contenu de « %(name)s » n'est pas ce que dit son nom. Enregistrez-le de nouveau dans son "
               "format, puis envoyez-le.", name=shown)
        )  # fmt: skip
    return kind


def _not_taken(shown: str, extension: str) -> Invalid:
    if kinds.kind_named(extension) is not None:
        return _refused(
            _l("« %(name)s » est abîmé, ou son contenu n'est pas ce que dit son nom.", name=shown)
        )
    return _refused(
        _l("« %(name)s » est d'un type que le site ne prend pas. Sont acceptés : images (JPEG, PNG, WebP, AVIF, GIF, "
           "SVG), sons (MP3, OGG, WAV, M4A, FLAC), vidéos (MP4, WebM), PDF, documents bureautiques, textes, "
           "tableaux, cartes (GeoJSON, GPX, KML), ZIP, eXeLearning et H5P.", name=shown)
    )  # fmt: skip


def _copy(
    source: IO[bytes], kept: IO[bytes], kind: Kind, limits: Limits, shown: str
) -> tuple[int | None, int | None, bool]:
    """Write what is kept of a file; the size of a picture, and whether it moves."""
    if kind.is_picture:
        picture = _picture(source.read(), kind, limits.pixels, shown)
        kept.write(picture.data)
        return picture.width, picture.height, picture.is_animated
    if kind.is_text:
        _copy_text(source, kept)
    else:
        shutil.copyfileobj(source, kept, _CHUNK)
    return None, None, False


def _picture(data: bytes, kind: Kind, most_pixels: int, shown: str) -> pictures.Picture:
    try:
        return pictures.clean_picture(data, kind, most_pixels)
    except pictures.TooManyPixels as error:
        raise _refused(
            _l("« %(name)s » compte %(pixels)s millions de pixels ; la limite est de %(most)s millions. Réduisez "
               "l'image, puis envoyez-la.", name=shown, pixels=-(-error.pixels // 1_000_000),
               most=most_pixels // 1_000_000)
        ) from None  # fmt: skip
    except Broken:
        raise _refused(
            _l("« %(name)s » est abîmée : cette image ne peut pas être affichée.", name=shown)
        ) from None


def _copy_text(source: IO[bytes], kept: IO[bytes]) -> None:
    """A text in UTF-8, which is what it is served as."""
    encoding = sniffing.encoding_of(source)
    source.seek(0)
    reader = codecs.getreader(encoding)(source)
    while text := reader.read(_CHUNK):
        kept.write(text.encode())


def _digest(kept: IO[bytes]) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    kept.seek(0)
    while chunk := kept.read(_CHUNK):
        digest.update(chunk)
        length += len(chunk)
    return digest.hexdigest(), length


def megabytes(size: int) -> str:
    """A number of megabytes in French figures, rounded up to a tenth.

    >>> megabytes(1_250_000), megabytes(30_000_000), megabytes(900)
    ('1,3', '30', '0,1')
    """
    tenths = max(1, -(-size * 10 // MEGABYTE))
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}" if rest and whole < 100 else str(whole)


def _too_long(shown: str, size: int, most: int) -> Invalid:
    return _refused(
        _l("« %(name)s » pèse %(size)s Mo ; la limite est de %(most)s Mo pour ce type de fichier.",
           name=shown, size=megabytes(size), most=megabytes(most))
    )  # fmt: skip


def _refused(message: object) -> Invalid:
    return Invalid({FIELD: message})
