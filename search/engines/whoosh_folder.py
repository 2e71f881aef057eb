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

from search.engines.whoosh_schema import FINGERPRINT, control_fields, make_schema
from search.errors import IndexBusy, IndexStale, SearchError

LEXICON = "lexicon.sqlite"
_POINTER = "current"
_NEXT = "next"  # names the folder that is being built
_PREFIX = "index-"


def prepare(root: Path) -> None:
    """Make the folder, for its owner only, with an empty index in it when there is none."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)
    with _alone(root, "pointer.lock", fcntl.LOCK_EX):
        if not (root / _POINTER).exists():
            _write_pointer(root, _POINTER, create_aside(root))


def create_aside(root: Path, **control: Any) -> Path:
    """Make a new, empty index beside the one in use; its control document says what is given, too."""
    folder = root / f"{_PREFIX}{token_hex(8)}"
    folder.mkdir(mode=0o700)
    with whoosh.index.create_in(folder, make_schema()).writer(compound=False) as writer:
        writer.add_document(**control_fields({"fingerprint": FINGERPRINT, **control}))
    return folder


def in_use(root: Path) -> Path:
    """The folder that the pointer names. Raises IndexStale when there is none."""
    folder = _read_pointer(root, _POINTER)
    if folder is None:
        raise IndexStale(f"no index in {root}")
    return folder


def which_pointer(root: Path) -> tuple[int, int]:
    """Tells one pointer from the next, which is another file. Raises IndexStale when there is none."""
    try:
        status = (root / _POINTER).stat()
    except OSError as missing:
        raise IndexStale(f"no index in {root}") from missing
    return status.st_ino, status.st_mtime_ns


def being_built(root: Path) -> Path | None:
    """The folder of a rebuild that did not end, if it is there."""
    folder = _read_pointer(root, _NEXT)
    return folder if folder and folder.is_dir() else None


def begin_building(root: Path, **control: Any) -> Path:
    """Make a new, empty index and remember that it is being built."""
    with _alone(root, "pointer.lock", fcntl.LOCK_EX):
        folder = create_aside(root, **control)
        _write_pointer(root, _NEXT, folder)
        _remove_others(root)
        return folder


def point_to(root: Path, folder: Path) -> None:
    """Put an index in use, in one step; remove all others. Readers keep the files they have open."""
    with _alone(root, "pointer.lock", fcntl.LOCK_EX):
        _write_pointer(root, _POINTER, folder)
        (root / _NEXT).unlink(missing_ok=True)
        _remove_others(root)


@contextmanager
def building(root: Path) -> Iterator[None]:
    """One builder at a time; the lock is free as soon as its process ends. Raises IndexBusy for a second one."""
    try:
        with _alone(root, "building.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield
    except BlockingIOError as busy:
        raise IndexBusy("another process is building this index") from busy


@contextmanager
def damage_told(folder: Path | str) -> Iterator[None]:
    """Turn whatever Whoosh stumbles over in a damaged file into IndexStale."""
    try:
        yield
    except SearchError:
        raise
    except Exception as damage:  # a broken pickle or length can raise anything
        raise IndexStale(f"cannot read {folder}: {damage!r}") from damage


@contextmanager
def _alone(root: Path, name: str, how: int) -> Iterator[None]:
    descriptor = os.open(root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _read_pointer(root: Path, name: str) -> Path | None:
    try:
        return root / (root / name).read_text(encoding="utf-8")
    except OSError:
        return None


def _write_pointer(root: Path, name: str, folder: Path) -> None:
    pointer = root / f"{name}.new"
    pointer.write_text(folder.name, encoding="utf-8")
    pointer.replace(root / name)


def _remove_others(root: Path) -> None:
    kept = {_read_pointer(root, _POINTER), _read_pointer(root, _NEXT)}
    for folder in root.glob(f"{_PREFIX}*"):
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
