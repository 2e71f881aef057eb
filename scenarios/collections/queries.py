"""Which parcours there are, for who may read them: what one may not read is not found and not counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from scenarios.collections.models import (
    NOTE,
    PRIVATE,
    PUBLIC,
    Collection,
    CollectionEditor,
    CollectionItem,
    path_of,
)
from wiki.accounts.models import User
from wiki.errors import Forbidden, NotFound
from wiki.finding.looking import looked_for
from wiki.pages.models import Page
from wiki.permissions import Actor, Permission, can, require
from wiki.rendering.slugs import fold

MOST_LOOKED_AT = 60
MOST_FEATURED = 40
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
OWNER_IS_GONE = User.deleted_at.is_not(None)
"""Of a parcours joined with its owner: their account was deleted."""


@dataclass(frozen=True)
class Findable:
    """A public parcours as a search finds it."""

    title: str
    path: str
    is_featured: bool


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """The parcours that somebody may read without a link."""
    if actor.user_id is None:
        return is_public()
    edited = select(CollectionEditor.collection_id).where(CollectionEditor.user_id == actor.user_id)
    mine = or_(Collection.owner_id == actor.user_id, Collection.id.in_(edited))
    return and_(Collection.deleted_at.is_(None), or_(is_public(), mine))


def collection(session: Session, actor: Actor, collection_id: int) -> Collection:
    """A parcours.

    Raises:
        NotFound: there is none, or none that this person may read.
    """
    return _found(session.scalar(_whole().where(Collection.id == collection_id, readable_by(actor))))


def by_link(session: Session, key: str) -> Collection:
    """The parcours that a link leads to.

    Raises:
        NotFound: the link was changed or taken back, or never was one.
    """
    shared = and_(Collection.audience != PRIVATE, Collection.withdrawn_at.is_(None))
    if not _KEY.fullmatch(key):
        raise NotFound
    alive = Collection.deleted_at.is_(None)
    return _found(session.scalar(_whole().where(Collection.link_key == key, shared, alive)))


def editable(session: Session, actor: Actor, collection_id: int) -> Collection:
    """A parcours that this person may change.

    Raises:
        NotFound: there is none that this person may read.
        Forbidden: it is somebody else's.
    """
    found = collection(session, actor, collection_id)
    require(actor, Permission.COLLECTION_EDIT, found)
    return found


def withdrawn(session: Session, actor: Actor, *, limit: int) -> Sequence[Collection]:
    """What the national team took out of sight, the last first.

    Raises:
        Forbidden: the person is not of the national team.
    """
    require(actor, Permission.COLLECTION_FEATURE)
    query = _whole().where(Collection.withdrawn_at.is_not(None), Collection.deleted_at.is_(None))
    return session.scalars(query.order_by(Collection.withdrawn_at.desc(), Collection.id).limit(limit)).all()


def owned(session: Session, actor: Actor, collection_id: int) -> Collection:
    """A parcours of one's own, to decide who reads and changes it.

    Raises:
        NotFound, Forbidden: as `editable`; also for those who may only compose it.
    """
    found = editable(session, actor, collection_id)
    if found.owner_id != actor.user_id:
        raise Forbidden
    return found


def deleted(session: Session, actor: Actor, collection_id: int) -> Collection:
    """A parcours of one's own that was deleted.

    Raises:
        NotFound: there is none.
    """
    mine = and_(Collection.owner_id == (actor.user_id or 0), Collection.deleted_at.is_not(None))
    return _found(session.scalar(_whole().where(Collection.id == collection_id, mine)))


def listed(session: Session, *, words: str, before: int | None, limit: int) -> Sequence[Collection]:
    """Public parcours whose title or introduction has some words, last changed first, below an id.

    Without words, those that the national team puts forward stand elsewhere and are left out.
    """
    query = _whole().where(is_public(), _has(words))
    if not words:
        query = query.where(Collection.featured_position.is_(None))
    last = session.get(Collection, before) if before is not None else None
    if last is not None:
        moment = Collection.changed_at
        same = and_(moment == last.changed_at, Collection.id < last.id)
        query = query.where(or_(moment < last.changed_at, same))
    newest_first = query.order_by(Collection.changed_at.desc(), Collection.id.desc())
    return session.scalars(newest_first.limit(limit)).all()


def with_words(session: Session, text: str, limit: int) -> list[Findable]:
    """Public parcours whose title or introduction has what was typed, for a search: in one statement.

    Titles come before introductions, those of the national team before others, then what changed last.
    """
    looked = looked_for(text)
    if not looked.words:
        return []
    order = (Collection.featured_position.is_(None), Collection.featured_position)
    rows = session.execute(
        select(
            Collection.id, Collection.slug, Collection.title, Collection.featured_position, Collection.folded
        )
        .where(is_public(), _has(text))
        .order_by(*order, Collection.changed_at.desc(), Collection.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    found = [
        Findable(title, path_of(number, slug), position is not None)
        for number, slug, title, position, folded in rows
        if looked.is_in(folded)
    ]
    return sorted(found, key=lambda one: not looked.is_in(fold(one.title)))[:limit]


def public_paths(session: Session, limit: int) -> list[str]:
    """Where every public parcours is read, what changed last first."""
    query = select(Collection.id, Collection.slug).where(is_public())
    rows = session.execute(query.order_by(Collection.changed_at.desc(), Collection.id.desc()).limit(limit))
    return [path_of(number, slug) for number, slug in rows]


def featured(session: Session, limit: int = MOST_FEATURED) -> Sequence[Collection]:
    """What the national team puts forward, in its order."""
    query = _whole().where(is_public(), Collection.featured_position.is_not(None))
    return session.scalars(query.order_by(Collection.featured_position, Collection.id).limit(limit)).all()


def mine(session: Session, actor: Actor, *, limit: int) -> Sequence[Collection]:
    """The parcours that this person may change, last changed first.

    Raises:
        Forbidden: nobody is signed in.
    """
    require(actor, Permission.COLLECTION_CREATE)
    edited = select(CollectionEditor.collection_id).where(CollectionEditor.user_id == actor.user_id)
    own = or_(Collection.owner_id == actor.user_id, Collection.id.in_(edited))
    query = _whole().where(own, Collection.deleted_at.is_(None))
    newest_first = query.order_by(Collection.changed_at.desc(), Collection.id.desc())
    return session.scalars(newest_first.limit(limit)).all()


def mine_deleted(session: Session, actor: Actor, *, limit: int) -> Sequence[Collection]:
    """What this person deleted and may bring back, last deleted first."""
    query = select(Collection).where(
        Collection.owner_id == (actor.user_id or 0), Collection.deleted_at.is_not(None)
    )
    return session.scalars(
        query.order_by(Collection.deleted_at.desc(), Collection.id.desc()).limit(limit)
    ).all()


def of_person(session: Session, user_id: int, *, limit: int) -> Sequence[Collection]:
    """The public parcours of somebody, last changed first."""
    query = _whole().where(is_public(), Collection.owner_id == user_id)
    return session.scalars(
        query.order_by(Collection.changed_at.desc(), Collection.id.desc()).limit(limit)
    ).all()


def with_page(session: Session, page: Page, *, limit: int) -> Sequence[Collection]:
    """The public parcours that a page is part of, those of the national team first."""
    holding = select(CollectionItem.collection_id).where(_is_there(), CollectionItem.page_id == page.id)
    query = _whole().where(is_public(), Collection.id.in_(holding))
    order = (
        Collection.featured_position.is_(None),
        Collection.featured_position,
        Collection.changed_at.desc(),
    )
    return session.scalars(query.order_by(*order, Collection.id.desc()).limit(limit)).all()


def items(session: Session, collection_ids: Sequence[int]) -> Sequence[CollectionItem]:
    """The steps of some parcours, in their order."""
    query = select(CollectionItem).where(CollectionItem.collection_id.in_(collection_ids), _is_there())
    in_order = query.order_by(CollectionItem.collection_id, CollectionItem.position, CollectionItem.id)
    return session.scalars(in_order).all()


def item(session: Session, found: Collection, item_id: int) -> CollectionItem:
    """One step.

    Raises:
        NotFound: the parcours has no such step.
    """
    step = session.get(CollectionItem, item_id)
    if step is None or step.collection_id != found.id or step.removed_at is not None:
        raise NotFound
    return step


def last_removed(session: Session, found: Collection) -> CollectionItem | None:
    """The step that was taken out last and can be put back, unless others were added since."""
    steps = select(CollectionItem).where(CollectionItem.collection_id == found.id)
    last = session.scalar(
        steps.where(CollectionItem.removed_at.is_not(None))
        .order_by(CollectionItem.removed_at.desc())
        .limit(1)
    )
    return last if last is not None and (last.page_id is not None or last.kind == NOTE) else None


def holding_page(session: Session, collection_ids: Sequence[int], page_id: int) -> frozenset[int]:
    """Those of some parcours that a page is part of."""
    query = select(CollectionItem.collection_id).where(
        CollectionItem.collection_id.in_(collection_ids), CollectionItem.page_id == page_id, _is_there()
    )
    return frozenset(session.scalars(query))


def origin(session: Session, actor: Actor, found: Collection) -> Collection | None:
    """What a parcours was taken from, as far as this person may read it."""
    if found.copied_from_id is None:
        return None
    return session.scalar(select(Collection).where(Collection.id == found.copied_from_id, readable_by(actor)))


def may_edit(actor: Actor, found: Collection) -> bool:
    """Whether this person may change a parcours."""
    return can(actor, Permission.COLLECTION_EDIT, found)


def _is_there() -> ColumnElement[bool]:
    return CollectionItem.removed_at.is_(None)


def is_public() -> ColumnElement[bool]:
    """The parcours that everybody may read."""
    alive = and_(Collection.deleted_at.is_(None), Collection.withdrawn_at.is_(None))
    return and_(Collection.audience == PUBLIC, alive)


def _has(words: str) -> ColumnElement[bool]:
    """Parts of words will do: who searches a list of parcours may still be typing."""
    looked = looked_for(words)
    if not words.strip():
        return true()
    return and_(
        true() if looked.words else false(),
        *(Collection.folded.contains(word, autoescape=True) for word in looked.words),
        *(~Collection.folded.contains(word, autoescape=True) for word in looked.without),
    )


def _found(found: Collection | None) -> Collection:
    if found is None:
        raise NotFound
    return found


def _whole() -> Select[Collection]:
    editors = selectinload(Collection.editors).options(joinedload(CollectionEditor.user))
    return select(Collection).options(joinedload(Collection.owner), editors)
