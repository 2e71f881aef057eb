"""One's own drafts, and what taking one up would change. Nobody reads those of others."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from wiki.accounts.models import User
from wiki.db import now
from wiki.errors import Forbidden, NotFound
from wiki.pages.keeping import GRACE, LIFETIME
from wiki.pages.kinds import tools_of
from wiki.pages.merge import resolve
from wiki.pages.models import Draft, Page, Revision
from wiki.permissions import Actor, Permission, can

_WORD = re.compile(r"\w+")
WARNED = timedelta(days=14)
"""So long before a draft is deleted, the list says when."""


@dataclass(frozen=True)
class Kept:
    """A draft as its list shows it.

    Attributes:
        page: None where there is none yet, or none any more that its writer may read.
        may_edit: whether it can be taken up.
        added, removed: words more and less than the page has now.
    """

    draft: Draft
    page: Page | None
    may_edit: bool
    added: int
    removed: int

    @property
    def is_new(self) -> bool:
        """Whether the page is still to be created."""
        return self.draft.form_key is not None

    @property
    def ends_at(self) -> datetime | None:
        """When it will be deleted, as far as that is soon."""
        if self.draft.given_up_at is not None:
            return self.draft.given_up_at + GRACE
        ends = self.draft.kept_at + LIFETIME
        return ends if ends - now() < WARNED else None


@dataclass(frozen=True)
class Resuming:
    """What saving a draft would do to its page now.

    Attributes:
        before, after: the text of the page, and what it would be.
        has_moved_on: somebody saved since the draft was begun; both changes are then put together.
        conflicts: passages that both changed, about which its writer will be asked.
    """

    before: str
    after: str
    has_moved_on: bool
    conflicts: int


def mine(session: Session, actor: Actor, before: int | None, limit: int) -> list[Kept]:
    """The drafts of a person, last written first; `before` is the id of the last one already shown.

    Raises:
        Forbidden: nobody is signed in.
    """
    _require_account(actor)
    query = _of(actor).where(Draft.given_up_at.is_(None))
    if before is not None:
        query = query.where(_written_before(session, actor, before))
    found = session.scalars(query.order_by(Draft.kept_at.desc(), Draft.id.desc()).limit(limit))
    return [_shown(actor, draft) for draft in found]


def given_up(session: Session, actor: Actor) -> list[Kept]:
    """What a person gave up and may still bring back, the last first.

    Raises:
        Forbidden: nobody is signed in.
    """
    _require_account(actor)
    query = _of(actor).where(Draft.given_up_at > now() - GRACE)
    found = session.scalars(query.order_by(Draft.given_up_at.desc(), Draft.id.desc()))
    return [_shown(actor, draft) for draft in found]


def my_own(session: Session, actor: Actor, draft_id: int) -> Kept:
    """One draft of this person.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or it is somebody else's, or it was given up too long ago.
    """
    _require_account(actor)
    draft = session.scalar(_of(actor).where(Draft.id == draft_id))
    if draft is None or (draft.given_up_at is not None and draft.given_up_at <= now() - GRACE):
        raise NotFound
    return _shown(actor, draft)


def resuming(session: Session, page: Page, draft: Draft) -> Resuming:
    """What saving a draft would do to its page."""
    current = page.current
    base = session.scalar(
        select(Revision).where(Revision.page_id == page.id, Revision.number == draft.base_number)
    )
    if base is None or base.number == current.number:
        return Resuming(current.text, draft.text, False, 0)
    merged = tools_of(page.kind).merge(base.text, draft.text, current.text)
    ours = ["ours"] * len(merged.conflicts)
    return Resuming(current.text, resolve(merged, ours), True, len(ours))


def count_of_person() -> ScalarSelect[int]:
    """How many drafts the person of an outer query on User has."""
    open_drafts = select(func.count(Draft.id)).where(Draft.user_id == User.id, Draft.given_up_at.is_(None))
    return open_drafts.correlate(User).scalar_subquery()


def _require_account(actor: Actor) -> None:
    if not actor.is_authenticated:
        raise Forbidden


def _of(actor: Actor) -> Select[Draft]:
    page = joinedload(Draft.page)
    return (
        select(Draft)
        .where(Draft.user_id == actor.user_id)
        .options(page.joinedload(Page.territory), page.joinedload(Page.current))
    )


def _written_before(session: Session, actor: Actor, draft_id: int) -> ColumnElement[bool]:
    mine = select(Draft.kept_at).where(Draft.id == draft_id, Draft.user_id == actor.user_id)
    moment = session.scalar(mine)
    if moment is None:
        return Draft.id > 0
    return or_(Draft.kept_at < moment, and_(Draft.kept_at == moment, Draft.id < draft_id))


def _shown(actor: Actor, draft: Draft) -> Kept:
    page = draft.page if draft.page is not None and can(actor, Permission.PAGE_VIEW, draft.page) else None
    before = page.current.text if page is not None else ""
    return Kept(draft, page, _may_go_on(actor, draft, page), *_difference(before, draft.text))


def _may_go_on(actor: Actor, draft: Draft, page: Page | None) -> bool:
    if page is not None:
        return can(actor, Permission.PAGE_EDIT, page) or can(actor, Permission.PAGE_OFFER, page)
    return draft.form_key is not None and (actor.is_curator or bool(actor.territories))


def _difference(before: str, after: str) -> tuple[int, int]:
    """Words more and less, in whatever order: counted at once, however long the texts are."""
    old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(after))
    return (new - old).total(), (old - new).total()
