"""Atom feeds (RFC 4287) of public pages, last changed first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, make_response, render_template, request

from wiki.db import read_session
from wiki.entrance.addresses import site_root, tag_of
from wiki.pages import queries as pages
from wiki.permissions import VISITOR

LENGTH = 50
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed of no page was last changed."""


@dataclass(frozen=True)
class Subject:
    """What a feed is about: `name` goes into its identity, `path` is the page it follows."""

    name: str
    title: str
    path: str
    began_at: datetime


def latest(
    *, territory_id: int | None = None, theme_ids: Sequence[int] | None = None
) -> Sequence[pages.Card]:
    """The newest public pages of a territory, of some themes, or of all."""
    return pages.cards(read_session(), VISITOR, territory_id=territory_id, theme_ids=theme_ids, limit=LENGTH)


def answer(subject: Subject, cards: Sequence[pages.Card]) -> Response:
    """The feed of a subject; readers that have it already are told so.

    A feed is read without signing in, so it says the same to everybody: what is public.
    """
    root = site_root()
    body = render_template(
        "entrance/feed.xml",
        subject=subject,
        cards=cards,
        updated_at=cards[0].updated_at if cards else subject.began_at,
        root=root,
        tag_of=lambda thing: tag_of(root, thing),
    )
    response = make_response(body)
    response.content_type = "application/atom+xml; charset=utf-8"
    response.add_etag()
    response.make_conditional(request)
    return response
