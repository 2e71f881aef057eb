"""Reads of offers, filtered by who asks: who may not see a page knows of none of its offers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.contributions.following import number_in
from wiki.contributions.models import OPEN, Contribution, ContributionMessage
from wiki.db import now
from wiki.errors import Forbidden, NotFound
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor
from wiki.territories.models import Territory

CLOSED_SHOWN = 20

Key = int | str
"""What opens one's own offer: its number for an account, the token of its address for a visitor."""


_WHOLE = (
    joinedload(Contribution.author),
    joinedload(Contribution.decider),
    joinedload(Contribution.page).joinedload(Page.territory),
    joinedload(Contribution.page).joinedload(Page.current),
)
"""All that the page about an offer tells, though the session that read it is closed meanwhile."""


def open_of(session: Session, page: Page, after: int | None, limit: int) -> Sequence[Contribution]:
    """What waits for an answer on a page, oldest first, from after an offer."""
    query = _with_author().where(Contribution.page_id == page.id, Contribution.state == OPEN)
    return session.scalars(_oldest_first(query, after).limit(limit)).all()


def closed_of(session: Session, page: Page) -> Sequence[Contribution]:
    """The last offers to a page that were answered or withdrawn, newest first."""
    query = _with_author().where(Contribution.page_id == page.id, Contribution.state != OPEN)
    newest = query.options(joinedload(Contribution.decider)).order_by(Contribution.id.desc())
    return session.scalars(newest.limit(CLOSED_SHOWN)).all()


def to_review(
    session: Session, actor: Actor, territory: Territory | None, after: int | None, limit: int
) -> Sequence[Contribution]:
    """What waits for this person's answer, oldest first: of one territory or of all of theirs.

    Raises:
        Forbidden: the person decides on no page there.
    """
    if not may_review(actor, territory):
        raise Forbidden
    query = (
        _with_author()
        .join(Contribution.page)
        .join(Page.territory)
        .where(Contribution.state == OPEN, decided_by(actor))
        .options(contains_eager(Contribution.page).contains_eager(Page.territory))
    )
    if territory is not None:
        query = query.where(Page.territory_id == territory.id)
    return session.scalars(_oldest_first(query, after).limit(limit)).all()


def count_to_review(session: Session, actor: Actor, territory_id: int) -> int:
    """How many offers to pages of a territory wait for this person's answer."""
    query = (
        select(func.count())
        .select_from(Contribution)
        .join(Contribution.page)
        .where(Contribution.state == OPEN, Page.territory_id == territory_id, decided_by(actor))
    )
    return session.scalar(query) or 0


def may_review(actor: Actor, territory: Territory | None) -> bool:
    """Whether a person decides on offers at all, or on those of a territory."""
    if actor.is_curator:
        return True
    return bool(actor.territories) if territory is None else territory.id in actor.territories


def decided_by(actor: Actor) -> ColumnElement[bool]:
    """The shared pages that a person may edit, as a condition on Page (the rule: `wiki.pages.permissions`)."""
    shared = Page.audience_key.in_(sorted(key for key in actor.audiences if not key.startswith("draft:")))
    if actor.is_curator:
        return or_(shared, Page.audience_key.startswith("territory:")) if actor.is_admin else shared
    referent_of = [number for number in actor.territories if actor.is_referent(number)]
    passes = or_(
        Page.protection == "",
        Page.protected_until <= now(),
        (Page.protection == "referents") & Page.territory_id.in_(referent_of),
    )
    return shared & Page.territory_id.in_(list(actor.territories)) & passes


def of_page(session: Session, page: Page, number: int) -> Contribution:
    """One offer to a page.

    Raises:
        NotFound: it has no such offer.
    """
    found = session.get(Contribution, number, options=_WHOLE, populate_existing=True)
    if found is None or found.page_id != page.id:
        raise NotFound
    return found


def mine(session: Session, actor: Actor, before: int | None, limit: int) -> Sequence[Contribution]:
    """What a person offered, newest first; pages that they may not see any more included.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    query = select(Contribution).where(Contribution.author_id == actor.user_id)
    query = query.where(Contribution.id < before if before is not None else true())
    with_page = query.options(joinedload(Contribution.page).joinedload(Page.territory))
    return session.scalars(with_page.order_by(Contribution.id.desc()).limit(limit)).all()


def waiting_of(session: Session, actor: Actor, page: Page) -> Contribution | None:
    """What this person offered to a page last and that still waits."""
    if actor.user_id is None:
        return None
    query = select(Contribution).where(
        Contribution.page_id == page.id, Contribution.author_id == actor.user_id, Contribution.state == OPEN
    )
    return session.scalar(query.order_by(Contribution.id.desc()).limit(1))


def own(session: Session, actor: Actor, key: Key, *, to_write: bool = False) -> Contribution:
    """One's own offer.

    Args:
        to_write: hold its row until the transaction ends.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    number = number_in(key) if isinstance(key, str) else key
    # The row alone is held: what is joined from outside cannot be.
    how: dict[str, Any] = {"with_for_update": True} if to_write else {"options": _WHOLE}
    found = session.get(Contribution, number, populate_existing=True, **how) if number is not None else None
    # A token opens what a visitor offered, whoever holds it now; a number what the account offered.
    owner = None if isinstance(key, str) else actor.user_id
    if found is None or found.author_id != owner or (owner is None and not isinstance(key, str)):
        raise NotFound
    return found


def sees_page(actor: Actor, found: Contribution) -> bool:
    """Whether a person may read the page of an offer, as it is now."""
    return actor.sees(found.page.audience_key)


def base_text(session: Session, found: Contribution) -> str:
    """The text that an offer was made from; the page's current one where that version was erased."""
    if found.base_text is not None:
        return found.base_text
    numbered = Revision.page_id == found.page_id, Revision.number == found.base_number
    text = session.scalar(select(Revision.text).where(*numbered))
    return found.page.current.text if text is None else text


def conversation(session: Session, found: Contribution) -> Sequence[ContributionMessage]:
    """What was said about an offer, in order."""
    query = select(ContributionMessage).where(ContributionMessage.contribution_id == found.id)
    return session.scalars(
        query.options(joinedload(ContributionMessage.author)).order_by(ContributionMessage.id)
    ).all()


def _with_author() -> Select[Contribution]:
    return select(Contribution).options(joinedload(Contribution.author))


def _oldest_first(query: Select[Contribution], after: int | None) -> Select[Contribution]:
    query = query.where(Contribution.id > after) if after is not None else query
    return query.order_by(Contribution.id)
