"""Open a thread, answer, edit, take back, react, resolve. Nothing that was said is erased."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.db import now
from wiki.discussion.anchoring import Anchor, Place, anchor_at, folded, locate
from wiki.discussion.checks import check_message
from wiki.discussion.models import (
    MAX_SUBJECT,
    REACTIONS,
    REOPENED,
    RESOLVED,
    SAID,
    FormerText,
    Message,
    Passage,
    Reaction,
    Thread,
)
from wiki.discussion.pagetext import PageText
from wiki.discussion.people import may_be_told, to_tell
from wiki.discussion.placing import keep, text_of
from wiki.discussion.queries import message, opening, thread
from wiki.discussion.texts import beginning, checked, handles_in
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, can, require

MOST_TOLD = 200
"""Most people whom an answer concerns because they spoke before."""


@dataclass(frozen=True)
class NewThread:
    """A thread to open.

    `passage` is what it is about, as selected or pasted, with what stands around it where that is known; or `section`
    is a heading of the page.
    """

    page_id: int
    text: str
    subject: str = ""
    passage: str = ""
    prefix: str = ""
    suffix: str = ""
    section: str = ""
    form_key: str = ""


def open_thread(session: Session, actor: Actor, new: NewThread) -> Thread:
    """Open a thread with its first message; the same form twice opens one.

    Raises:
        NotFound, Forbidden: there is no such page for this person, or they may not write.
        Invalid: the message cannot be used, or the passage is not in the page.
    """
    page = session.scalar(select(Page).where(Page.id == new.page_id, visible_to(actor)))
    if page is None:
        raise NotFound
    require(actor, Permission.THREAD_WRITE, page)
    mark = _mark_of(actor, new.form_key, page.id, new.subject, new.text)
    before = _said_before(session, mark)
    if before is not None:
        return before.thread
    text, subject = checked(new.text), _subject(new.subject)
    anchor = _anchor(session, page, new)
    check_message(session, actor, "", text)
    made = Thread(page=page, author_id=account_of(actor), subject=subject, title=subject or beginning(text))
    session.add(made)
    if anchor is not None:
        passage = Passage(quote=anchor.exact, number=page.current.number, found_number=page.current.number)
        keep(passage, anchor, page.current.number)
        made.passage = passage
    session.flush()
    said = _say(session, actor, made, text, mark)
    tell_of(session, actor, made, happens.THREAD_OPENED, made.id, message_id=said.id)
    _tell_mentioned(session, actor, said, handles_in(text))
    return made


def answer(session: Session, actor: Actor, thread_id: int, text: str, form_key: str = "") -> Message:
    """Say something in a thread; the same form twice says it once.

    Raises:
        NotFound, Forbidden: there is no such thread for this person, or they may not write.
        Invalid: the message cannot be used, or the thread is locked.
    """
    found = thread(session, actor, thread_id, lock=True)
    require(actor, Permission.THREAD_WRITE, found.page)
    mark = _mark_of(actor, form_key, found.id, text)
    before = _said_before(session, mark)
    if before is not None:
        return before
    refuse_locked(actor, found)
    text = checked(text)
    check_message(session, actor, "", text)
    said = _say(session, actor, found, text, mark)
    found.active_at = said.created_at
    tell_of(
        session, actor, found, happens.THREAD_ANSWERED, said.id, user_ids=_others_in(session, actor, found)
    )
    _tell_mentioned(session, actor, said, handles_in(text))
    return said


def rewrite(session: Session, actor: Actor, message_id: int, text: str) -> Message:
    """Change what one said; what it was stays for those who look after the talk. Only new mentions are told.

    Raises:
        NotFound, Forbidden: there is no such message, it is another's, or it is not shown any more.
        Invalid: the message cannot be used, or the thread is locked.
    """
    found = _own(session, actor, message_id)
    if not found.is_shown:
        raise Forbidden
    refuse_locked(actor, found.thread)
    text = checked(text)
    if text == found.text:
        return found
    check_message(session, actor, found.text, text)
    session.add(FormerText(message_id=found.id, text=found.text))
    known = set(handles_in(found.text))
    found.text, found.edited_at = text, now()
    name_thread(session, found)
    _tell_mentioned(session, actor, found, [handle for handle in handles_in(text) if handle not in known])
    return found


def remove(session: Session, actor: Actor, message_id: int) -> Message:
    """Take back what one said; its place stays, and it can be put back.

    Raises:
        NotFound, Forbidden: there is no such message, or it is another's.
    """
    found = _own(session, actor, message_id)
    found.removed_at = found.removed_at or now()
    name_thread(session, found)
    return found


def put_back(session: Session, actor: Actor, message_id: int) -> Message:
    """Undo `remove`."""
    found = _own(session, actor, message_id)
    found.removed_at = None
    name_thread(session, found)
    return found


def react(session: Session, actor: Actor, message_id: int, kind: str) -> Message:
    """Say one of the fixed words to a message, or take it back.

    Raises:
        NotFound, Forbidden: there is no such message for this person, or they may not write here.
        Invalid: there is no such word, or the thread is locked.
    """
    found = message(session, actor, message_id)
    require(actor, Permission.THREAD_WRITE, found.thread.page)
    refuse_locked(actor, found.thread)
    if kind not in REACTIONS or not found.is_shown:
        raise Invalid({"": _l("Cette réaction n'existe pas.")})
    thread(session, actor, found.thread_id, lock=True)
    said = session.get(Reaction, (found.id, account_of(actor), kind))
    if said is None:
        session.add(Reaction(message_id=found.id, user_id=account_of(actor), kind=kind))
    else:
        session.delete(said)
    return found


def resolve(session: Session, actor: Actor, thread_id: int) -> Thread:
    """Say that a thread has come to its end; a second time changes nothing.

    Raises:
        NotFound, Forbidden: there is no such thread for this person, or it is not theirs to resolve.
    """
    found = thread(session, actor, thread_id, lock=True)
    require(actor, Permission.THREAD_RESOLVE, found)
    if found.is_open:
        found.resolved_at = note(session, actor, found, RESOLVED).created_at
        others = _others_in(session, actor, found)
        tell_of(session, actor, found, happens.THREAD_RESOLVED, found.id, user_ids=others)
    return found


def reopen(session: Session, actor: Actor, thread_id: int) -> Thread:
    """Say that a thread goes on; of an open one nothing changes.

    Raises:
        NotFound, Forbidden: as for `resolve`.
    """
    found = thread(session, actor, thread_id, lock=True)
    require(actor, Permission.THREAD_RESOLVE, found)
    if not found.is_open:
        note(session, actor, found, REOPENED)
        found.resolved_at = None
    return found


def note(session: Session, actor: Actor, found: Thread, kind: str) -> Message:
    """A line in a thread that tells what somebody did to it."""
    line = Message(thread_id=found.id, author_id=account_of(actor), kind=kind, created_at=now())
    session.add(line)
    found.active_at = line.created_at
    session.flush()
    return line


def name_thread(session: Session, said: Message) -> None:
    """Let lists call a thread by its subject, or by how its first message begins; by nothing while that is hidden."""
    if opening(session, said.thread_id).id == said.id:
        thread = said.thread
        thread.title = (thread.subject or beginning(said.text)) if said.is_shown else ""


def refuse_locked(actor: Actor, found: Thread) -> None:
    """Refuse to go on in a locked thread.

    Raises:
        Invalid: it is locked, and the actor does not look after the talk.
    """
    if found.is_locked and not can(actor, Permission.MESSAGE_MODERATE, found.page):
        raise Invalid({"": _l("Ce fil est verrouillé : on peut le lire, plus y écrire.")})


def _say(session: Session, actor: Actor, found: Thread, text: str, mark: str | None) -> Message:
    said = Message(
        thread=found, author_id=account_of(actor), text=text, form_key=mark, created_at=now()
    )  # fmt: skip
    session.add(said)
    session.flush()
    return said


def _own(session: Session, actor: Actor, message_id: int) -> Message:
    found = message(session, actor, message_id)
    require(actor, Permission.THREAD_WRITE, found.thread.page)
    if found.author_id != actor.user_id:
        raise Forbidden
    return found


def _anchor(session: Session, page: Page, new: NewThread) -> Anchor | None:
    """What of the page the thread is about.

    Raises:
        Invalid: the page does not say it.
    """
    if new.passage.strip():
        return _anchor_of_passage(text_of(session, page), new)
    if new.section:
        return _anchor_of_section(text_of(session, page), new.section)
    return None


def _anchor_of_passage(text: PageText, new: NewThread) -> Anchor:
    if not folded(new.passage):
        raise Invalid({"passage": _l("Choisissez un passage qui contient au moins un mot.")})
    place = locate(Anchor(new.passage, new.prefix, new.suffix, position=0), text)
    if place is None:
        message = _l(
            "Ce passage n'est pas dans la page telle qu'elle est maintenant. Copiez-le depuis la page, ou choisissez "
            "une section."
        )
        raise Invalid({"passage": message})
    return anchor_at(text, place)


def _anchor_of_section(text: PageText, section: str) -> Anchor:
    for offset, words in text.headings:
        if words == section:
            return anchor_at(text, Place(offset, offset + len(words)))
    raise Invalid({"section": _l("La page n'a plus cette section. Choisissez-en une autre.")})


def _subject(typed: str) -> str:
    subject = " ".join(typed.split())
    if len(subject) > MAX_SUBJECT:
        raise Invalid({"subject": _l("%(limit)s caractères au plus.", limit=MAX_SUBJECT)})
    return subject


def account_of(actor: Actor) -> int:
    """The account behind an actor.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id


def tell_of(session: Session, actor: Actor, found: Thread, kind: str, about_id: int, **details: Any) -> None:
    """Say that something happened in a thread."""
    tell(
        session, actor.user_id, kind, page_id=found.page_id, territory_id=found.page.territory_id,
        about_id=about_id, thread_id=found.id, **details,
    )  # fmt: skip


def _others_in(session: Session, actor: Actor, found: Thread) -> list[int]:
    """Who spoke in a thread and may still read it, but the actor: whom what happens in it concerns."""
    spoke = select(Message.author_id).where(Message.thread_id == found.id, Message.kind == SAID)
    query = select(User.id).where(User.id.in_(spoke), User.id != actor.user_id, may_be_told(found.page))
    return sorted(session.scalars(query.limit(MOST_TOLD)))


def _tell_mentioned(session: Session, actor: Actor, said: Message, handles: Sequence[str]) -> None:
    user_ids = to_tell(session, said.thread.page, handles, actor.user_id)
    if user_ids:
        tell_of(session, actor, said.thread, happens.PERSON_MENTIONED, said.id, user_ids=user_ids)


def _mark_of(actor: Actor, form_key: str, *said: object) -> str | None:
    """What marks this form, filled in so, by this person."""
    if not form_key:
        return None
    told = "\x1f".join(map(str, (actor.user_id, form_key, *said)))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _said_before(session: Session, mark: str | None) -> Message | None:
    return session.scalar(select(Message).where(Message.form_key == mark)) if mark else None
