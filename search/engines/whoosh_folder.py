"""Where a Whoosh index lies: folders built aside, and a pointer file naming the one in use.

Whoever can write into such a folder can run code in this process (Whoosh keeps pickles): it is open to its
owner only. Nothing is flushed to the disk: an index is a cache of the database, built again when unreadable.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import whoosh.index

from search.engines.whoosh_matching import WEIGHTING
from search.engines.whoosh_schema import CONTROL, FINGERPRINT, make_schema
from search.errors import IndexStale

_POINTER = "current"
_PREFIX = "index-"


def prepare(root: Path) -> None:
    """Make the folder, for its owner only, with an empty index in it when there is none."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)
    with building(root):
        if not (root / _POINTER).exists():
            point_to(root, create_aside(root))


def create_aside(root: Path) -> Path:
    """Make a new, empty index beside the one in use."""
    folder = root / f"{_PREFIX}{token_hex(8)}"
    folder.mkdir(mode=0o700)
    with whoosh.index.create_in(folder, make_schema()).writer(compound=False) as writer:
        writer.add_document(id=CONTROL, fingerprint=FINGERPRINT)
    return folder


def point_to(root: Path, folder: Path) -> None:
    """Put an index in use, in one step; remove all others. Readers keep the files they have open."""
    pointer = root / f"{_POINTER}.new"
    pointer.write_text(folder.name, encoding="utf-8")
    pointer.replace(root / _POINTER)
    for other in root.glob(f"{_PREFIX}*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def in_use(root: Path) -> Path:
    """The folder that the pointer names. Raises IndexStale when there is none."""
    try:
        return root / (root / _POINTER).read_text(encoding="utf-8")
    except OSError as missing:
        raise IndexStale(f"no index in {root}") from missing


def open_folder(folder: Path) -> Any:
    """Open an index. Raises IndexStale when it is damaged or was written by another version."""
    with damage_told(folder):
        index = whoosh.index.open_dir(folder, schema=make_schema())
        with index.searcher() as searcher:
            control = searcher.document(id=CONTROL) or {}
    written_by = control.get("fingerprint")
    if written_by != FINGERPRINT:
        raise IndexStale(f"{folder} was written by {written_by!r}, this is {FINGERPRINT!r}")
    return index


def open_searcher(index: Any, folder: Path) -> Any:
    """Open a fresh searcher. Never `refresh()` an old one: in this Whoosh it keeps deleted pages findable."""
    with damage_told(folder):
        return index.searcher(weighting=WEIGHTING)


@contextmanager
def damage_told(folder: Path) -> Iterator[None]:
    """Turn whatever Whoosh stumbles over in a damaged file into IndexStale."""
    try:
        yield
    except Exception as damage:  # a broken pickle or length can raise anything
        raise IndexStale(f"cannot read {folder}: {damage!r}") from damage


@contextmanager
def building(root: Path) -> Iterator[None]:
    """One builder at a time; the lock is free as soon as its process ends."""
    descriptor = os.open(root / "building.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
