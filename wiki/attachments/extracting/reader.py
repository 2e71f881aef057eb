"""The process that reads one document: its bytes on standard input, its words on standard output.

Run as `python -I -m wiki.attachments.extracting.reader MEDIA_TYPE` by `service`, never imported by the site.
"""

import io
import logging
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, cast

from lxml import etree
from pypdf import PdfReader

from wiki.attachments.extracting.limits import CPU_SECONDS, MEMORY, MOST_PAGES, MOST_TEXT, MOST_UNPACKED

_OPEN = "application/vnd.oasis.opendocument."
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_LINE_ENDS = frozenset({"p", "h", "br", "line-break", "tr", "table-row", "si", "row"})
_SPACES = frozenset({"tab", "s", "tc", "c", "table-cell"})
"""Names of elements, in any of the formats, after which other words begin."""
_SKIPPED = frozenset({"tracked-changes", "instrText", "delText", "annotation", "script", "binary-data"})


def bound() -> None:
    """Limit this process: memory, processor time, no file of its own."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def words(data: bytes, media_type: str) -> Iterator[str]:
    """The words of a document, piece by piece."""
    if media_type == "application/pdf":
        yield from _pdf(data)
    elif media_type.startswith("text/"):
        yield data.decode("utf-8", "replace")
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in _parts(archive.namelist(), media_type):
                yield _xml(_entry(archive, name), "body" if media_type.startswith(_OPEN) else "t")


def _pdf(data: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data), strict=False)
    for page in reader.pages[:MOST_PAGES]:
        yield page.extract_text()
        yield "\n"


def _parts(names: Iterable[str], media_type: str) -> list[str]:
    """The entries that hold what people wrote, in the order in which they read it."""
    if media_type.startswith(_OPEN):
        return ["content.xml"]
    wanted = {
        _WORD: ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
        _SHEET: ("xl/sharedStrings.xml", "xl/worksheets/sheet"),
        _SLIDES: ("ppt/slides/slide", "ppt/notesSlides/notesSlide"),
    }[media_type]
    found = [name for name in names if name.startswith(wanted) and name.endswith(".xml")]
    return sorted(found, key=lambda name: (len(name), name))[:MOST_PAGES]


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """An entry, unless it unpacks to more than any document: what a header says is not believed."""
    with archive.open(name) as entry:
        data = entry.read(MOST_UNPACKED + 1)
    if len(data) > MOST_UNPACKED:
        raise ValueError(f"{name} unpacks to too much")
    return data


class _Words:
    """Collects what is said between the elements of an office document, as they go by."""

    def __init__(self, only: str) -> None:
        self._only = only
        self._inside = self._skipped = 0
        self.pieces: list[str] = []
        self.length = 0

    def doctype(self, name: str, public: str, system: str) -> None:
        """No office document has a document type: entities come in with it."""
        raise ValueError("a document type")

    def start(self, tag: str, attributes: object) -> None:
        name = _bare(tag)
        self._skipped += name in _SKIPPED
        self._inside += name == self._only

    def data(self, text: str) -> None:
        if self._inside and not self._skipped:
            self._say(text)

    def end(self, tag: str) -> None:
        name = _bare(tag)
        self._skipped -= name in _SKIPPED
        self._inside -= name == self._only
        if name in _LINE_ENDS:
            self._say("\n")
        elif name in _SPACES:
            self._say(" ")

    def close(self) -> str:
        return "".join(self.pieces)

    def _say(self, text: str) -> None:
        if self.length <= MOST_TEXT:
            self.pieces.append(text)
            self.length += len(text)


def _xml(data: bytes, only: str) -> str:
    """The words of XML within elements of a name, without document type, entities, or anything from elsewhere."""
    parser = etree.XMLParser(
        target=cast("Any", _Words(only)),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    words: str = etree.fromstring(data, parser)  # type: ignore[assignment]  # what the target's close gives
    return words


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def main() -> None:
    bound()
    logging.disable(logging.CRITICAL)
    written = 0
    for piece in words(sys.stdin.buffer.read(), sys.argv[1]):
        sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
        written += len(piece)
        if written > MOST_TEXT:
            break


if __name__ == "__main__":
    main()
