"""Pages in the archive of one's own data: what somebody wrote, as Markdown, one file a version."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.accounts.owndata.gathering import as_json
from wiki.accounts.owndata.registry import Entry
from wiki.pages.models import Page, Revision
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.models import Territory

_AT_ONCE = 50


def own_texts(session: Session, actor: Actor) -> Iterable[Entry]:
    """Every version that a person wrote of pages that they can read; of others only how many there are.

    A version holds the words of others too: who may not read a page any more is not handed its text here.
    """
    listed: list[dict[str, Any]] = []
    last = 0
    while found := _next(session, actor, last):
        for number, revision, slug, territory in found:
            path = f"textes/{territory}/{slug}/{revision.number:04d}.md"
            listed.append(
                {"fichier": path, "version": revision.number, "date": revision.created_at,
                 "resume": revision.summary}
            )  # fmt: skip
            yield path, revision.text
            last = number
        session.expunge_all()
    yield "textes/liste.json", as_json({"versions": listed, "non_lisibles": _hidden(session, actor)})


def _next(session: Session, actor: Actor, last: int) -> list[tuple[int, Revision, str, str]]:
    rows = session.execute(
        select(Revision.id, Revision, Page.slug, Territory.slug)
        .join(Page, Page.id == Revision.page_id)
        .join(Territory, Territory.id == Page.territory_id)
        .where(Revision.author_id == actor.user_id, Revision.id > last, visible_to(actor))
        .order_by(Revision.id)
        .limit(_AT_ONCE)
    )
    return [(number, revision, slug, territory) for number, revision, slug, territory in rows]


def _hidden(session: Session, actor: Actor) -> int:
    count = (
        select(func.count())
        .select_from(Revision)
        .join(Page, Page.id == Revision.page_id)
        .where(Revision.author_id == actor.user_id, ~visible_to(actor))
    )
    return session.scalar(count) or 0
