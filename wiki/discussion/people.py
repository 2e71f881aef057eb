"""Whom a message may mention: people who have an account and may read the page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, false, or_, select, true
from sqlalchemy.orm import Session

from wiki.accounts.models import MEMBERSHIP, User
from wiki.discussion.models import Message, Thread
from wiki.pages.models import Page, Revision
from wiki.rendering.slugs import slugify

MOST_OFFERED = 8
_IN_USE = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))


@dataclass(frozen=True)
class Offered:
    """Somebody whom one may mean: `is_near` who wrote here or belongs to the territory."""

    handle: str
    name: str
    is_near: bool


def readers_of(page: Page) -> ColumnElement[bool]:
    """The people who may read a page, as a condition on `User`; `Actor.sees` says the same of one person."""
    audience, _colon, number = page.audience_key.partition(":")
    if audience in ("public", "members"):
        return true()
    if audience == "territory":
        return or_(User.site_role == "admin", _belongs_to(int(number)))
    if audience == "draft":
        return User.id == int(number) if number.isdigit() else false()
    return false()


def named(session: Session, handles: Collection[str]) -> dict[str, str]:
    """The names of those of these handles who have an account."""
    if not handles:
        return {}
    query = select(User.handle, User.name).where(User.handle.in_(sorted(handles)), *_IN_USE)
    return {handle: name for handle, name in session.execute(query)}  # noqa: C416  # rows are typed so


def to_tell(session: Session, page: Page, handles: Collection[str], but: int | None) -> list[int]:
    """The accounts of these handles that may read the page, without one's own."""
    if not handles:
        return []
    query = select(User.id).where(User.handle.in_(sorted(handles)), User.id != but, may_be_told(page))
    return sorted(session.scalars(query))


def may_be_told(page: Page) -> ColumnElement[bool]:
    """The people who have an account to be told in, and may read a page."""
    return and_(readers_of(page), *_IN_USE)


def offered(session: Session, page: Page, typed: str) -> Sequence[Offered]:
    """Whom somebody may mean who has typed this much of a name; who wrote here and the territory's people first."""
    words = slugify(typed)
    near = or_(_wrote(page), _talked_on(page), _belongs_to(page.territory_id))
    query = (
        select(User.handle, User.name, near.label("near"))
        .where(*_IN_USE, readers_of(page), _begins(words) if words else near)
        .order_by(case((near, 0), else_=1), User.name, User.id)
        .limit(MOST_OFFERED)
    )
    return [Offered(handle, name, bool(is_near)) for handle, name, is_near in session.execute(query)]


def _begins(words: str) -> ColumnElement[bool]:
    """A word of the handle, which is made from the name, begins so."""
    return or_(
        User.handle.startswith(words, autoescape=True), User.handle.contains(f"-{words}", autoescape=True)
    )


def _belongs_to(territory_id: int) -> ColumnElement[bool]:
    return exists(
        select(MEMBERSHIP.c.user_id).where(
            MEMBERSHIP.c.user_id == User.id,
            MEMBERSHIP.c.territory_id == territory_id,
            MEMBERSHIP.c.admitted_at.is_not(None),
        )
    )


def _wrote(page: Page) -> ColumnElement[bool]:
    return exists(select(Revision.id).where(Revision.page_id == page.id, Revision.author_id == User.id))


def _talked_on(page: Page) -> ColumnElement[bool]:
    said = select(Message.id).join(Thread, Thread.id == Message.thread_id)
    return exists(said.where(Thread.page_id == page.id, Message.author_id == User.id))
