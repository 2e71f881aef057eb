"""What pages ask of the files they show, through a protocol that the feature of files answers."""

from collections.abc import Collection, Sequence
from typing import Protocol

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from wiki.pages.models import Page
from wiki.rendering.rules.images import NO_PICTURES, Pictures

EXTENSION = "wiki.pages.pictures"


class PageFiles(Protocol):
    """The files that texts name."""

    def pictures(self, session: Session, page: Page, numbers: Collection[int]) -> Pictures:
        """What is known of those pictures that every reader of the page may see."""
        ...

    def note(self, session: Session, page: Page, numbers: Sequence[int]) -> None:
        """Write down which files the current text of a page names."""
        ...


class NoFiles:
    """Where there is no such feature."""

    def pictures(self, session: Session, page: Page, numbers: Collection[int]) -> Pictures:
        return NO_PICTURES

    def note(self, session: Session, page: Page, numbers: Sequence[int]) -> None:
        return


def page_files() -> PageFiles:
    """The files of the current application."""
    files: PageFiles = current_app.extensions.get(EXTENSION, NoFiles()) if has_app_context() else NoFiles()
    return files
