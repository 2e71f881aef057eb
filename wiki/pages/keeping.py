"""What the wiki keeps for one person: which version they have read, and the drafts of what they are writing.

A person has one draft of a page, and one of each page that is still to be created, whatever they write it with: text
or fields, phone or computer. Two windows may write at the same moment, so each write says which version of the draft
it follows; one that does not know what the other window wrote is refused with `WrittenElsewhere`, and a person
decides. Nothing is overwritten even then: what gives way can be brought back for a day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.pages.models import Draft, Page, ReadMark
from wiki.permissions import Actor

MOST = 100
"""Drafts of one person. One more is refused: an older text would have to go for it."""
MOST_GIVEN_UP = 50
LIFETIME = timedelta(days=90)
"""A draft that nobody touched for so long is deleted."""
GRACE = timedelta(days=1)
"""How long a draft that was given up can be brought back."""


@dataclass(frozen=True)
class Place:
    """What a draft is of; title and territory are told as they were known when it was kept."""

    kind: str
    title: str
    territory_name: str
    page_id: int | None = None
    form_key: str | None = None

    @classmethod
    def of(cls, page: Page) -> "Place":
        """A page that is there."""
        return cls(page.kind, page.title, page.territory.name, page_id=page.id)

    @classmethod
    def to_create(cls, form_key: str, kind: str, title: str = "", territory_name: str = "") -> "Place":
        """A page that is not there yet: `form_key` marks the form in which it is written."""
        return cls(kind, title[:300], territory_name[:200], form_key=form_key[:40])


@dataclass(frozen=True)
class Words:
    """What somebody has typed; `fields` are those of the form beside the text, as JSON."""

    text: str
    base_number: int = 0
    summary: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hand:
    """Which window writes, and what it knows of the draft.

    Attributes:
        version: of the draft that it follows; 0 for none.
        window: marks the window; it may always go on with its own words, as when an answer was lost on the way.
        turn: counts its writes, so that one which arrives late changes nothing.
        is_decided: the person saw that another window had written, and goes on here.
    """

    version: int = 0
    window: str = ""
    turn: int = 0
    is_decided: bool = False

    def follows(self, draft: Draft) -> bool:
        """Whether this hand knows what the draft says."""
        return self.version == draft.version or bool(self.window and self.window == draft.window)


HERE = Hand(is_decided=True)
"""What is written now stands, whatever was kept before; that can be brought back."""


class WrittenElsewhere(Conflict):
    """Another window has written since: `draft` is what it says."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


def keep(session: Session, actor: Actor, place: Place, words: Words, hand: Hand) -> Draft:
    """Keep what somebody is writing; where nothing can be told apart from what was kept, nothing happens.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: the person keeps too many drafts already.
        WrittenElsewhere: another window wrote since `hand` looked, and the person has not decided yet.
    """
    if actor.user_id is None:
        raise Forbidden
    draft = session.scalar(_of_place(actor.user_id, place.page_id, place.form_key).with_for_update())
    if draft is None:
        _check_number(session, actor.user_id)
        begun = _begun(session, actor.user_id, place, words, hand)
        # None where another window began at the same moment.
        return begun or keep(session, actor, place, words, hand)
    if not hand.follows(draft) and not _says(draft, words):
        if not hand.is_decided:
            raise WrittenElsewhere(draft)
        _copy_aside(session, draft)
    if hand.window and hand.window == draft.window and hand.turn <= draft.turn:
        return draft
    _write(draft, place, words, hand)
    draft.version += 1
    session.flush()
    return draft


def keep_of_page(session: Session, actor: Actor, page: Page, words: Words, hand: Hand) -> Draft | None:
    """Keep what somebody writes of a page; forget it where it says what the page says.

    Raises:
        Forbidden, Invalid, WrittenElsewhere: as `keep`.
    """
    if words.text.strip("\n") != page.current.text.strip("\n"):
        return keep(session, actor, Place.of(page), words, hand)
    drop(session, actor, hand, words.text, page_id=page.id)
    return None


def find(
    session: Session, actor: Actor, *, page_id: int | None = None, form_key: str | None = None
) -> Draft | None:
    """This person's draft of a page, or of the page to create that a form is for."""
    if actor.user_id is None or (page_id is None and not form_key):
        return None
    return session.scalar(_of_place(actor.user_id, page_id, form_key))


def of_new_pages(session: Session, actor: Actor) -> Sequence[Draft]:
    """This person's drafts of pages that are still to be created, the last one first."""
    new = select(Draft).where(
        Draft.user_id == actor.user_id, Draft.form_key.is_not(None), Draft.given_up_at.is_(None)
    )
    return session.scalars(new.order_by(Draft.kept_at.desc(), Draft.id.desc()).limit(MOST)).all()


def set_aside(session: Session, actor: Actor, place: Place, words: Words) -> Draft:
    """Keep words that give way to those of another window, for as long as they can be brought back.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    draft = Draft(user_id=actor.user_id, version=1)
    _write(draft, place, words, Hand())
    give_up(session, draft)
    return draft


def drop(
    session: Session,
    actor: Actor,
    hand: Hand,
    text: str,
    *,
    page_id: int | None = None,
    form_key: str | None = None,
) -> None:
    """Forget the draft of a place once its words are saved; what this hand has not seen stays."""
    if actor.user_id is None or (page_id is None and not form_key):
        return
    draft = session.scalar(_of_place(actor.user_id, page_id, form_key).with_for_update())
    if draft is not None and (hand.follows(draft) or draft.text == text):
        session.delete(draft)


def give_up(session: Session, draft: Draft) -> None:
    """Put a draft away; it can be brought back for a day. Its place is free for another one from now on."""
    draft.given_up_at = now()
    session.add(draft)
    session.flush()
    _forget_the_oldest(session, draft.user_id)


def bring_back(session: Session, draft: Draft) -> None:
    """Take up again what was given up; a draft of the same place that was begun since is given up for it."""
    begun = session.scalar(_of_place(draft.user_id, draft.page_id, draft.form_key))
    if begun is not None and begun is not draft:
        give_up(session, begun)
    draft.given_up_at, draft.kept_at = None, now()
    draft.version += 1
    session.flush()


def sweep(session: Session, at: datetime | None = None) -> int:
    """Delete what is too old; returns how many drafts."""
    moment = at or now()
    old: Any = session.execute(
        delete(Draft).where((Draft.kept_at < moment - LIFETIME) | (Draft.given_up_at < moment - GRACE))
    )
    return int(old.rowcount)


def mark_read(session: Session, actor: Actor, page_id: int, number: int) -> None:
    """Remember the version that a person has seen. Two of their windows may say so at the same moment."""
    if actor.user_id is None:
        return
    mark = {"user_id": actor.user_id, "page_id": page_id}
    if _read(session, mark, number):
        return
    try:
        with session.begin_nested():
            session.add(ReadMark(**mark, number=number))
    except IntegrityError:
        _read(session, mark, number)


def _read(session: Session, mark: dict[str, int], number: int) -> bool:
    done: Any = session.execute(update(ReadMark).filter_by(**mark).values(number=number))
    return bool(done.rowcount)


def _check_number(session: Session, user_id: int) -> None:
    count = select(func.count()).where(Draft.user_id == user_id, Draft.given_up_at.is_(None))
    if (session.scalar(count) or 0) >= MOST:
        full = _l(
            "Vous gardez déjà %(most)s brouillons : enregistrez-en ou abandonnez-en un, dans votre compte.",
            most=MOST,
        )
        raise Invalid({"": full})


def _begun(session: Session, user_id: int, place: Place, words: Words, hand: Hand) -> Draft | None:
    draft = Draft(user_id=user_id, version=1)
    _write(draft, place, words, hand)
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        return None
    return draft


def _write(draft: Draft, place: Place, words: Words, hand: Hand) -> None:
    draft.page_id, draft.form_key, draft.kind = place.page_id, place.form_key, place.kind
    draft.title, draft.territory_name = place.title, place.territory_name
    draft.text, draft.base_number, draft.summary = words.text, words.base_number, words.summary[:300]
    draft.fields = dict(words.fields)
    draft.window, draft.turn, draft.kept_at = hand.window[:40], hand.turn, now()


def _says(draft: Draft, words: Words) -> bool:
    return (draft.text, draft.fields) == (words.text, dict(words.fields))


def _copy_aside(session: Session, draft: Draft) -> None:
    copy = Draft(user_id=draft.user_id, version=1)
    _write(copy, _place_of(draft), Words(draft.text, draft.base_number, draft.summary, draft.fields), Hand())
    give_up(session, copy)


def _place_of(draft: Draft) -> Place:
    return Place(draft.kind, draft.title, draft.territory_name, draft.page_id, draft.form_key)


def _of_place(user_id: int, page_id: int | None, form_key: str | None) -> Select[Draft]:
    which = Draft.page_id == page_id if page_id is not None else Draft.form_key == form_key
    return select(Draft).where(Draft.user_id == user_id, Draft.given_up_at.is_(None), which)


def _forget_the_oldest(session: Session, user_id: int) -> None:
    kept = (
        select(Draft.id)
        .where(Draft.user_id == user_id, Draft.given_up_at.is_not(None))
        .order_by(Draft.given_up_at.desc(), Draft.id.desc())
        .offset(MOST_GIVEN_UP)
    )
    ids = session.scalars(kept).all()
    if ids:
        session.execute(delete(Draft).where(Draft.id.in_(ids)))
