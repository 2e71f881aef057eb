"""Reads of the trash, each filtered by who may restore what: to others a deleted page never was."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.accounts.models import User
from wiki.errors import NotFound
from wiki.pages.link_queries import backlinks
from wiki.pages.models import Page, Revision
from wiki.pages.purging import held
from wiki.pages.queries import Card
from wiki.permissions import Actor
from wiki.rendering.slugs import slugify
from wiki.territories.models import Territory
from wiki.trash.models import TrashedPage


@dataclass(frozen=True)
class Consequences:
    """What goes with a page: those that link to it and this person may read, how many versions, and what else."""

    links: Sequence[Card]
    versions: int
    held: Sequence[str]


def restorable_by(actor: Actor) -> ColumnElement[bool]:
    """The deleted pages that a person may restore, as a condition on `TrashedPage` joined with its page.

    `permissions.may_restore` says the same of one.
    """
    if actor.user_id is None or actor.is_suspended:
        return TrashedPage.id.is_(None)
    seen: ColumnElement[bool] = TrashedPage.former_key.in_(sorted(actor.audiences))
    if actor.is_admin:
        seen = or_(seen, TrashedPage.former_key.startswith("territory:"))
    if actor.is_curator:
        return seen
    looked_after = [place for place in actor.territories if actor.is_referent(place)]
    own = and_(TrashedPage.deleted_by == actor.user_id, Page.territory_id.in_(list(actor.territories)))
    decides = or_(
        TrashedPage.former_key == f"draft:{actor.user_id}", Page.territory_id.in_(looked_after), own
    )
    return and_(seen, decides)


def listing(
    session: Session,
    actor: Actor,
    *,
    territory_id: int | None = None,
    words: str = "",
    before: int | None = None,
    limit: int = 30,
) -> Sequence[TrashedPage]:
    """Deleted pages that this person may restore, last deleted first, below an id; `words` are of the title."""
    query = _restorable(actor)
    if territory_id is not None:
        query = query.where(Page.territory_id == territory_id)
    for word in slugify(words).split("-"):
        query = query.where(Page.title_key.contains(word, autoescape=True))
    if before is not None:
        query = query.where(TrashedPage.id < before)
    return session.scalars(query.order_by(TrashedPage.id.desc()).limit(limit)).all()


def trashed(session: Session, actor: Actor, page_id: int) -> TrashedPage:
    """One deleted page.

    Raises:
        NotFound: there is none, or this person may not restore it.
    """
    found = session.scalar(_restorable(actor).where(TrashedPage.page_id == page_id))
    if found is None:
        raise NotFound
    return found


def last_at(session: Session, actor: Actor, territory: str, slug: str) -> TrashedPage | None:
    """The page that was last deleted at an address, for who may restore it."""
    at_address = and_(Territory.slug == territory, TrashedPage.former_slug == slug)
    return session.scalar(_restorable(actor).where(at_address).order_by(TrashedPage.id.desc()).limit(1))


def consequences(session: Session, actor: Actor, page: Page) -> Consequences:
    """What whoever is about to delete a page should know."""
    return Consequences(
        links=backlinks(session, actor, page),
        versions=count_versions(session, page.id),
        held=held(session, page.id),
    )


def count_versions(session: Session, page_id: int) -> int:
    """How many versions a page has."""
    return session.scalar(select(func.count()).where(Revision.page_id == page_id)) or 0


def _restorable(actor: Actor) -> Select[TrashedPage]:
    return (
        select(TrashedPage)
        .join(TrashedPage.page)
        .join(Page.territory)
        .where(restorable_by(actor))
        .options(
            contains_eager(TrashedPage.page).contains_eager(Page.territory), joinedload(TrashedPage.deleter)
        )
    )


def drafts_of_the_gone(session: Session) -> Sequence[int]:
    """Accounts that were deleted and whose private drafts still lie in the trash."""
    key = literal("draft:").concat(cast(User.id, String))
    theirs = exists().where(TrashedPage.former_key == key)
    return session.scalars(select(User.id).where(User.deleted_at.is_not(None), theirs)).all()
