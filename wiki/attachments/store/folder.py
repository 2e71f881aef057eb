"""Blobs in a folder: `ab/cd/abcd…`, so that no folder holds too many.

A blob is written beside its place under another name, flushed to the disk, and only then renamed: whoever opens it
finds all of it, after a power cut as well.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from wiki.attachments.store.base import CHUNK, HASH, Kept, Missing, checked


class FolderStore:
    """Blobs below a folder, closed to other accounts of the machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, source: IO[bytes]) -> None:
        """See `Store.put`."""
        path = self._path(name)
        if path.exists():
            return
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            try:
                shutil.copyfileobj(source, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        _flush_folder(path.parent)

    def open(self, name: str) -> IO[bytes]:
        """See `Store.open`."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            raise Missing(name) from None

    def has(self, name: str) -> bool:
        """See `Store.has`."""
        return self._path(name).exists()

    def remove(self, name: str) -> None:
        """See `Store.remove`."""
        self._path(name).unlink(missing_ok=True)

    def listing(self) -> Iterator[Kept]:
        """See `Store.listing`."""
        for path in self.root.glob("??/??/*"):
            if HASH.fullmatch(path.name):
                found = path.stat()
                yield Kept(path.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def _path(self, name: str) -> Path:
        checked(name)
        return self.root / name[:2] / name[2:4] / name


def _flush_folder(folder: Path) -> None:
    """A new name is only on the disk once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
