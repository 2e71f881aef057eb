"""What features above hold of files: they name the same bytes, which stay while anybody names them.

When a file, or one of its versions, is taken out for good, what names it there goes, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy.orm import InstrumentedAttribute, Session

EXTENSION = "wiki.attachments.copies"

Forget = Callable[[Session, int, int | None], None]
"""Given a file and a version of it, or None for all of them."""


@dataclass(frozen=True)
class Copies:
    """`blob_hash` is the column in which a feature names bytes; `forget` takes away what it holds of a file."""

    blob_hash: InstrumentedAttribute[str]
    forget: Forget


def hold_copies(app: Flask, copies: Copies) -> None:
    """Let a feature's copies of files keep their bytes, and go with the files."""
    app.extensions[EXTENSION] = (*app.extensions.get(EXTENSION, ()), copies)


def copied_blobs() -> list[InstrumentedAttribute[str]]:
    """The columns in which features of the current application name bytes."""
    return [copies.blob_hash for copies in _held()]


def forget_copies(session: Session, file_id: int, number: int | None = None) -> None:
    """Take away what features hold of a file, or of one of its versions."""
    for copies in _held():
        copies.forget(session, file_id, number)


def _held() -> tuple[Copies, ...]:
    held: tuple[Copies, ...] = current_app.extensions.get(EXTENSION, ())
    return held
