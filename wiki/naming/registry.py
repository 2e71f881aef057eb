"""What features above tell about the names of pages, for one application."""

from collections.abc import Callable, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wiki.pages.models import Page

EXTENSION = "wiki.naming"

Mentions = Callable[[Session, Page], Sequence[int]]
"""The ids of pages whose heads name a page, whoever may read them."""


def find_mentions(app: Flask, mentions: Mentions) -> None:
    """Let the pages that this function finds be rewritten, too, when a page gets another name."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], mentions)


def mentioning(session: Session, page: Page) -> set[int]:
    """The pages whose heads name a page, as features of the current application know them."""
    found: tuple[Mentions, ...] = current_app.extensions[EXTENSION]
    return {page_id for mentions in found for page_id in mentions(session, page)}
