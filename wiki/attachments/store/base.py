"""What a store of files is, whatever keeps them.

A blob is named by the SHA-256 of its bytes, in hexadecimal, so that the same bytes are kept once and nothing that is
kept ever changes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol

CHUNK = 256 * 1024
"""Bytes that are in memory at a time."""
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Kept:
    """A blob that lies in a store: its hash, its bytes, and since when it is there."""

    hash: str
    size: int
    since: datetime


class Missing(Exception):
    """The store has no such blob."""


class Store(Protocol):
    """Keeps blobs. Every method may raise OSError where the place itself cannot be reached."""

    def put(self, name: str, source: IO[bytes]) -> None:
        """Keep what `source` holds under its hash: all of it or nothing. A blob that is there stays as it is."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """The bytes of a blob, to be read in pieces from any place (`seek`); the caller closes it.

        Raises:
            Missing: there is no such blob.
        """
        ...

    def has(self, name: str) -> bool:
        """Whether the blob is there."""
        ...

    def remove(self, name: str) -> None:
        """Let a blob go; one that is not there is gone already."""
        ...

    def listing(self) -> Iterator[Kept]:
        """Every blob that is there, in no order."""
        ...


def checked(name: str) -> str:
    """The hash itself: nothing else may become a path or a key.

    Raises:
        Missing: it is no hash.
    """
    if not HASH.fullmatch(name):
        raise Missing(name)
    return name
