"""Pictures that may show people are held back until somebody says that these people agree.

Which pages have such pictures is told by the feature above that knows them (`ask_consent`), per application. What is
held back is seen by nobody but who sent it: not in texts, lists, search, or at its address.
"""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy import ColumnElement, bindparam, or_

from wiki.attachments.media.kinds import Family, Kind
from wiki.attachments.models import File, FileVersion
from wiki.pages.models import Page

EXTENSION = "wiki.attachments.consents"
AWAITED, GIVEN = "awaited", "given"
SHOWS_PEOPLE = (Family.IMAGE, Family.FILM)
"""Families of files on which people may be recognised."""

Asks = Callable[[Page], bool]


def ask_consent(app: Flask, asks: Asks) -> None:
    """Hold back what may show people on pages of which this is true."""
    app.extensions[EXTENSION] = asks


def consent_of_new(page: Page, kind: Kind) -> str:
    """What a new file of a page begins with."""
    asks: Asks | None = current_app.extensions.get(EXTENSION)
    return AWAITED if asks is not None and kind.family in SHOWS_PEOPLE and asks(page) else ""


def is_shown() -> ColumnElement[bool]:
    """The condition that a file is not held back."""
    return File.consent != AWAITED


def is_agreed_version() -> ColumnElement[bool]:
    """The condition that a version is what was agreed to: the current content, where anybody asks."""
    return or_(File.consent == "", FileVersion.id == File.current_id)


def is_shown_to_reader() -> ColumnElement[bool]:
    """The same, or the reader sent it; the statement is executed with `reader`, their number or None."""
    return or_(is_shown(), File.created_by == bindparam("reader"))
