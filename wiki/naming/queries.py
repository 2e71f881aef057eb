"""Reads of the names of pages: what became of them, which pages follow, as far as one may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from wiki.naming.models import Renaming, RewrittenPage
from wiki.naming.registry import mentioning
from wiki.pages.models import Page, PageLink, Revision
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, require
from wiki.provenance.models import Derivation

SHOWN = 20
MOST = 500


@dataclass(frozen=True)
class Followed:
    """A page whose links followed, with the revision that says so."""

    page: Page
    number: int
    state: str


def history_of_names(
    session: Session, actor: Actor, page: Page, before: int | None, limit: int
) -> Sequence[Renaming]:
    """What became of the page's name, newest first, below an id.

    Raises:
        NotFound, Forbidden: the page is not this person's to settle.
    """
    require(actor, Permission.PAGE_SETTINGS, page)
    query = (
        select(Renaming)
        .where(Renaming.page_id == page.id)
        .options(
            joinedload(Renaming.actor), joinedload(Renaming.territory), joinedload(Renaming.former_territory)
        )
        .order_by(Renaming.id.desc())
        .limit(limit)
    )
    return session.scalars(query if before is None else query.where(Renaming.id < before)).all()


def followed(session: Session, actor: Actor, renaming: Renaming) -> list[Followed]:
    """The pages that this person may see whose links followed a renaming."""
    rows = session.execute(
        select(Page, RewrittenPage.number, RewrittenPage.state)
        .join(RewrittenPage, RewrittenPage.page_id == Page.id)
        .where(RewrittenPage.renaming_id == renaming.id, visible_to(actor))
        .options(joinedload(Page.territory))
        .order_by(Page.title_key, Page.id)
        .limit(MOST)
    )
    return [Followed(*row) for row in rows]


def will_follow(session: Session, actor: Actor, page: Page) -> Sequence[Page]:
    """The pages that this person may see whose links would follow, by title."""
    ids = _naming(session, page, page.path)
    return session.scalars(
        select(Page)
        .where(Page.id.in_(ids), Page.id != page.id, visible_to(actor))
        .options(joinedload(Page.territory))
        .order_by(Page.title_key, Page.id)
        .limit(MOST)
    ).all()


def naming_ids(session: Session, renaming: Renaming) -> list[int]:
    """All the pages that may name a page as it was called, whoever may see them."""
    named = renaming.merged if renaming.merged is not None else renaming.page
    return sorted(_naming(session, named, renaming.former_path))


def _naming(session: Session, page: Page, path: str) -> set[int]:
    linking = session.scalars(select(PageLink.source_id).where(PageLink.path == path))
    taking = session.scalars(select(Derivation.page_id).where(Derivation.source_id == page.id))
    return {*linking, *taking, *mentioning(session, page)}


def revision_id_of(session: Session, page_id: int, number: int) -> int | None:
    """The id of a version, where the page has it."""
    return session.scalar(select(Revision.id).where(Revision.page_id == page_id, Revision.number == number))
