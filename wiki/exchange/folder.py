"""The Markdown files of a folder, with the credit that tables of sources in it give them."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from wiki.exchange.credits import SOURCES_NAME, Credit, credits_below, read_sources
from wiki.exchange.decoding import decode

SUFFIXES = (".md", ".markdown")
_NO_CREDIT = Credit()


@dataclass(frozen=True)
class Document:
    """A file to bring in; `path` is below the folder, with `/` on every system."""

    path: str
    file: Path
    credit: Credit

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            OSError: it cannot be read.
        """
        return self.file.read_bytes()

    def digest(self, data: bytes) -> str:
        """What changes whenever the file or its credit does."""
        return sha256(repr(self.credit).encode() + b"\0" + data).hexdigest()


def documents(folder: Path) -> list[Document]:
    """Every Markdown file below a folder, by path; hidden files and tables of sources are none."""
    files = {
        file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if _is_markdown(folder, file)
    }
    tables = _tables(files)
    told = credits_below({path.rpartition("/")[0]: text for path, text in tables.items()})
    return [
        Document(path, files[path], told.get(path, _NO_CREDIT))
        for path in sorted(files)
        if path not in tables
    ]


def _is_markdown(folder: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in SUFFIXES and file.is_file()


def _tables(files: Mapping[str, Path]) -> dict[str, str]:
    """The files that hold a table of sources, and their text."""
    named = {path: file for path, file in files.items() if file.name.lower() == SOURCES_NAME}
    texts = {path: decode(file.read_bytes()).text for path, file in named.items()}
    return {path: text for path, text in texts.items() if read_sources(text)}
