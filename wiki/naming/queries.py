"""Reads of the names of pages: what became of them, which pages follow, as far as one may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.errors import NotFound
from wiki.naming.models import Renaming, RewrittenPage
from wiki.naming.registry import mentioning
from wiki.pages.models import Page, PageLink, Revision
from wiki.pages.queries import history as latest_versions
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, can, require
from wiki.provenance.models import Derivation
from wiki.rendering.slugs import slugify

MERGED = "merged:"
"""The audience of a page that was merged into another, whose id follows: nobody belongs to it."""
SHOWN = 20
MOST = 500
VERSIONS_SHOWN = 200
CANDIDATES = 30


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
    return session.scalars(
        select(Page)
        .where(_names(session, page, page.path), Page.id != page.id, visible_to(actor))
        .options(joinedload(Page.territory))
        .order_by(Page.title_key, Page.id)
        .limit(MOST)
    ).all()


def naming_ids(session: Session, renaming: Renaming, after: int, limit: int) -> Sequence[int]:
    """Pages that may name a page as it was called, whoever may see them, in the order of their ids."""
    named = renaming.merged if renaming.merged is not None else renaming.page
    query = select(Page.id).where(_names(session, named, renaming.former_path), Page.id > after)
    return session.scalars(query.order_by(Page.id).limit(limit)).all()


def _names(session: Session, page: Page, path: str) -> ColumnElement[bool]:
    """Whether a page may name another, in its text or in its head."""
    return or_(
        Page.id.in_(select(PageLink.source_id).where(PageLink.path == path)),
        Page.id.in_(select(Derivation.page_id).where(Derivation.source_id == page.id)),
        Page.id.in_(sorted(mentioning(session, page))),
    )


def revision_id_of(session: Session, page_id: int, number: int) -> int | None:
    """The id of a version, where the page has it."""
    return session.scalar(select(Revision.id).where(Revision.page_id == page_id, Revision.number == number))


def merged_pages(session: Session, page: Page) -> Sequence[Page]:
    """The pages that were merged into a page, and those that had been merged into them."""
    found, wanted = list[Page](), [page.id]
    while wanted:
        rows = session.scalars(
            select(Page)
            .where(Page.audience_key.in_([f"{MERGED}{number}" for number in wanted]))
            .order_by(Page.id)
        ).all()
        found += rows
        wanted = [row.id for row in rows]
    return found


def page_of_version(session: Session, actor: Actor, revision_id: int) -> tuple[Page, Revision]:
    """A version by its id, with the page where it is read: its own, or the one that took its page in.

    Raises:
        NotFound: there is none, or none that this person may see.
    """
    revision = session.get(Revision, revision_id)
    page = revision.page if revision is not None else None
    while page is not None and page.audience_key.startswith(MERGED):
        page = session.get(Page, int(page.audience_key.removeprefix(MERGED)))
    if revision is None or page is None or not actor.sees(page.audience_key):
        raise NotFound
    return page, revision


def merges_of(session: Session, page: Page) -> list[tuple[Page, Sequence[Revision]]]:
    """The pages that are part of a page now, each with its latest versions."""
    return [
        (other, latest_versions(session, other, None, VERSIONS_SHOWN))
        for other in merged_pages(session, page)
    ]


def candidates(session: Session, actor: Actor, page: Page, asked: str) -> list[Page]:
    """Pages that this person may merge into one: those that are called as was typed, else those of its title."""
    path = asked.strip().strip("/")
    key = slugify(path.rpartition("/")[2])
    like = Page.title_key.contains(key, autoescape=True) | Page.slug.contains(key, autoescape=True)
    found = session.scalars(
        select(Page)
        .join(Page.territory)
        .where(like if key else Page.title_key == page.title_key, Page.id != page.id, visible_to(actor))
        .options(contains_eager(Page.territory))
        .order_by((Page.title_key == key).desc(), func.length(Page.title_key), Page.id)
        .limit(CANDIDATES)
    ).all()
    return [each for each in found if can(actor, Permission.PAGE_SETTINGS, each)]
