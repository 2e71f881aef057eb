"""Put pages and words into a parcours, order them, say something of each, take them out. Never commits.

Each verb holds the parcours: two people who compose at once wait for each other, and none of what they did is lost.
"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.calls.texts import checked
from scenarios.collections import queries
from scenarios.collections.arranging import moved
from scenarios.collections.models import LONGEST_NOTE, MOST_ITEMS, NOTE, PAGE, Collection, CollectionItem
from scenarios.collections.service import locked, look_at, touch
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.pages.models import Page
from wiki.pages.queries import version, visible_to
from wiki.permissions import Actor


def add_page(
    session: Session,
    actor: Actor,
    collection_id: int,
    page_id: int,
    note: str = "",
    number: int | None = None,
) -> CollectionItem:
    """Put a page at the end.

    Args:
        number: the version to show, None for the one that is current.

    Raises:
        NotFound, Forbidden: the parcours is not this person's to change, or the page not theirs to read.
        Invalid: the page is part of it already, or there are too many steps, or too many words.
    """
    found = locked(session, actor, collection_id)
    page = session.scalar(select(Page).where(Page.id == page_id, visible_to(actor)))
    if page is None:
        raise NotFound
    words = _words(session, actor, "", note)
    if number is not None:
        version(session, page, number)
    known = session.scalar(
        select(CollectionItem).where(
            CollectionItem.collection_id == found.id, CollectionItem.page_id == page.id
        )
    )
    if known is not None and known.removed_at is None:
        message = _l("« %(page)s » est déjà dans « %(title)s ».", page=page.title, title=found.title)
        raise Invalid({"collection": message})
    position = _end(session, found)
    if known is None:
        known = CollectionItem(collection_id=found.id, kind=PAGE, page_id=page.id, position=position)
        session.add(known)
    known.removed_at, known.position, known.note, known.number = None, position, words, number
    known.added_by, known.added_at = actor.user_id, now()
    touch(found)
    session.flush()
    return known


def add_note(session: Session, actor: Actor, collection_id: int, note: str) -> CollectionItem:
    """Put words at the end.

    Raises:
        NotFound, Forbidden: the parcours is not this person's to change.
        Invalid: nothing is said, or too much, or there are too many steps.
    """
    found = locked(session, actor, collection_id)
    words = _words(session, actor, "", note)
    if not words:
        raise Invalid({"note": _l("Écrivez au moins un mot.")})
    made = CollectionItem(
        collection_id=found.id, kind=NOTE, note=words, position=_end(session, found), added_by=actor.user_id
    )
    session.add(made)
    touch(found)
    session.flush()
    return made


def change_step(
    session: Session, actor: Actor, collection_id: int, item_id: int, seen: int, note: str, number: int | None
) -> CollectionItem:
    """Say something else of a step, or show another version of its page.

    Raises:
        NotFound, Forbidden: the parcours is not this person's to change, or has no such step; no such version.
        Conflict: somebody changed it since it was read.
        Invalid: nothing is said between pages, or too much.
    """
    found, step = _step(session, actor, collection_id, item_id)
    if step.version != seen:
        raise Conflict
    words = _words(session, actor, step.note, note)
    if step.kind == NOTE and not words:
        raise Invalid({"note": _l("Écrivez au moins un mot, ou retirez cette étape.")})
    step.number = _known_version(session, actor, step, number)
    step.note = words
    step.version += 1
    touch(found)
    return step


def move(session: Session, actor: Actor, collection_id: int, item_id: int, way: str) -> CollectionItem:
    """Move a step, as `arranging.moved` says.

    Raises:
        NotFound, Forbidden: the parcours is not this person's to change, or has no such step.
    """
    found, step = _step(session, actor, collection_id, item_id)
    _put_in_order(moved(queries.items(session, [found.id]), step, way))
    touch(found)
    return step


def remove(session: Session, actor: Actor, collection_id: int, item_id: int) -> CollectionItem:
    """Take a step out; it can be put back.

    Raises:
        NotFound, Forbidden: the parcours is not this person's to change, or has no such step.
    """
    found, step = _step(session, actor, collection_id, item_id)
    step.removed_at = now()
    touch(found)
    return step


def put_back(session: Session, actor: Actor, collection_id: int, item_id: int) -> CollectionItem:
    """Put a step back where it was, as it was.

    Raises:
        NotFound, Forbidden: the parcours is not this person's to change, or nothing of the kind was taken out.
        Invalid: there are too many steps by now.
    """
    found = locked(session, actor, collection_id)
    step = session.get(CollectionItem, item_id)
    if step is None or step.collection_id != found.id or step.removed_at is None:
        raise NotFound
    there = queries.items(session, [found.id])
    _refuse_full(there)
    place = sum(other.position < step.position for other in there)
    step.removed_at = None
    _put_in_order([*there[:place], step, *there[place:]])
    touch(found)
    return step


def _step(
    session: Session, actor: Actor, collection_id: int, item_id: int
) -> tuple[Collection, CollectionItem]:
    found = locked(session, actor, collection_id)
    return found, queries.item(session, found, item_id)


def _known_version(session: Session, actor: Actor, step: CollectionItem, number: int | None) -> int | None:
    """The version to show; of a page that the person may not read, what was shown before."""
    page = session.scalar(select(Page).where(Page.id == (step.page_id or 0), visible_to(actor)))
    if page is None:
        return step.number
    return version(session, page, number).number if number is not None else None


def _words(session: Session, actor: Actor, before: str, note: str) -> str:
    words = checked(note, LONGEST_NOTE, "note")
    look_at(session, actor, before, words, "note")
    return words


def _end(session: Session, found: Collection) -> int:
    there = queries.items(session, [found.id])
    _refuse_full(there)
    return there[-1].position + 1 if there else 0


def _refuse_full(there: Sequence[CollectionItem]) -> None:
    if len(there) >= MOST_ITEMS:
        message = _l(
            "Ce parcours a déjà %(most)s étapes : retirez-en une, ou commencez-en un autre.", most=MOST_ITEMS
        )
        raise Invalid({"": message})


def _put_in_order(steps: Sequence[CollectionItem]) -> None:
    for position, step in enumerate(steps):
        step.position = position
