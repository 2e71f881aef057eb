"""Atom feeds (RFC 4287): one way of writing them, whatever they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, make_response, render_template, request

from wiki.db import read_session
from wiki.entrance.addresses import site_root, tag_of
from wiki.pages import queries as pages
from wiki.permissions import VISITOR

LENGTH = 50
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed of nothing was last changed."""


@dataclass(frozen=True)
class Subject:
    """What a feed is about: `name` goes into its identity, `path` is the page it follows."""

    name: str
    title: Any
    path: str
    began_at: datetime = BEGINNING


@dataclass(frozen=True)
class Entry:
    """One piece of news: `name` is its identity, by which feed readers know it again."""

    name: str
    title: str
    path: str
    updated_at: datetime
    author: str = ""
    summary: str = ""
    themes: tuple[pages.ThemeMark, ...] = ()


def latest(
    *, territory_id: int | None = None, theme_ids: Sequence[int] | None = None, tag_id: int | None = None
) -> list[Entry]:
    """The newest public pages of a territory, of some themes, with a tag, or of all.

    A feed of pages is read without signing in, so it says the same to everybody: what is public.
    """
    cards = pages.cards(
        read_session(), VISITOR, territory_id=territory_id, theme_ids=theme_ids, tag_id=tag_id, limit=LENGTH
    )
    return of_cards(cards)


def of_cards(cards: Sequence[pages.Card]) -> list[Entry]:
    """Pages as news."""
    return [
        Entry(
            f"page-{card.id}",
            card.title,
            card.url,
            card.updated_at,
            card.author_name,
            card.summary,
            card.themes,
        )
        for card in cards
    ]


def answer(subject: Subject, entries: Sequence[Entry]) -> Response:
    """The feed of a subject, newest first; readers that have it already are told so."""
    root = site_root()
    body = render_template(
        "entrance/feed.xml",
        subject=subject,
        entries=entries,
        updated_at=max((entry.updated_at for entry in entries), default=subject.began_at),
        root=root,
        tag_of=lambda thing: tag_of(root, thing),
    )
    response = make_response(body)
    response.content_type = "application/atom+xml; charset=utf-8"
    response.add_etag()
    response.make_conditional(request)
    return response
