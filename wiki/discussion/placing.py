"""Passages follow the page: each save is a small step, which is followed where one large step would lose the way.

A job looks for the passages of a page after each save and keeps where they stand. What it has not reached yet is
looked for when it is read, without keeping anything: both ask the same function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.db import transaction
from wiki.discussion.anchoring import Anchor, anchor_at, locate
from wiki.discussion.models import Passage, Thread
from wiki.discussion.pagetext import PageText, page_text
from wiki.pages.models import Page
from wiki.pages.queries import html_of

PLACE_JOB = "discussion.place"
_MOVES_TEXT = (happens.PAGE_EDITED, happens.PAGE_MERGED)
SAME, REVISED, CHANGED = "same", "revised", "changed"


@dataclass(frozen=True)
class Standing:
    """How a passage stands in the page as it is now.

    Attributes:
        state: the very words; words that were revised, or moved under other marks; or gone.
        anchor: where it stands, or stood last.
        since: the revision in which it was commented, or last held, for a comparison with the current one.
    """

    state: str
    anchor: Anchor
    since: int


def text_of(session: Session, page: Page) -> PageText:
    """The words of a page as it is now."""
    html, _contents = html_of(session, page, page.current)
    return page_text(html)


def standings(session: Session, page: Page, passages: Sequence[Passage]) -> dict[int, Standing]:
    """How passages of a page stand now, by the id of their thread."""
    current = page.current.number
    late = [passage for passage in passages if passage.looked_number != current]
    text = text_of(session, page) if late else PageText("")
    return {passage.thread_id: _standing(passage, current, text) for passage in passages}


def _standing(passage: Passage, current: int, text: PageText) -> Standing:
    anchor, is_found = passage.anchor, passage.found_number == passage.looked_number
    if passage.looked_number != current:
        moved = moved_anchor(anchor, text)
        anchor, is_found = moved or anchor, moved is not None
    if not is_found:
        return Standing(CHANGED, anchor, passage.found_number)
    is_same = anchor.exact.split() == passage.quote.split()
    return Standing(SAME if is_same else REVISED, anchor, passage.number if passage.found_number else current)


def moved_anchor(anchor: Anchor, text: PageText) -> Anchor | None:
    """The anchor of the same passage in another text; None where it is gone."""
    place = locate(anchor, text)
    return anchor_at(text, place) if place else None


def place(payloads: Sequence[dict[str, Any]]) -> None:
    """Job: look for the passages of pages that were saved."""
    ids = [number for payload in payloads for number in payload["happenings"]]
    with transaction() as session:
        pages = select(Happening.page_id).where(Happening.id.in_(ids), Happening.kind.in_(_MOVES_TEXT))
        for page_id in sorted({number for number in session.scalars(pages) if number is not None}):
            place_passages(session, page_id)


def place_passages(session: Session, page_id: int) -> None:
    """Look for every passage of a page that was not looked for in its current text."""
    found = session.scalars(
        select(Passage)
        .join(Passage.thread)
        .where(Thread.page_id == page_id)
        .options(joinedload(Passage.thread).joinedload(Thread.page).joinedload(Page.territory))
    ).all()
    late = [one for one in found if one.looked_number != one.thread.page.current.number]
    if late:
        page = late[0].thread.page
        text = text_of(session, page)
        for passage in late:
            keep(passage, moved_anchor(passage.anchor, text), page.current.number)


def keep(passage: Passage, anchor: Anchor | None, number: int) -> None:
    """Write down where a passage stands in a revision; without an anchor, that it is gone there.

    A thread that came with another page (`found_number` is 0 then) was commented in no revision of this one: the
    first that holds its passage counts.
    """
    passage.looked_number = number
    if anchor is not None:
        passage.number = passage.number if passage.found_number else number
        passage.exact, passage.prefix, passage.suffix = anchor.exact, anchor.prefix, anchor.suffix
        passage.section, passage.position, passage.found_number = anchor.section, anchor.position, number
