"""Reads of the talk: threads of a page, messages of a thread, who reacted, what is reported. Filtered by who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.accounts.models import User
from wiki.discussion.models import SAID, FormerText, Message, Passage, Reaction, Report, Thread
from wiki.errors import NotFound
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import Territory

OPEN, CLOSED, ALL = "open", "closed", "all"
MOST_MARKED = 100
"""Most passages marked on one page."""


@dataclass(frozen=True)
class ThreadRow:
    """A thread in a list, with the number of its messages and who spoke last."""

    thread: Thread
    messages: int
    last_name: str


@dataclass(frozen=True)
class Marked:
    """A passage that an open thread is about."""

    passage: Passage
    title: str
    messages: int


@dataclass(frozen=True)
class Counts:
    """How many threads of a page are open, and how many resolved."""

    open: int
    closed: int


def threads(session: Session, page: Page, state: str, before: int | None, limit: int) -> Sequence[ThreadRow]:
    """Threads of a page that the caller may read, the liveliest first. `before` is the last one already shown."""
    last = select(func.max(Message.id)).where(Message.thread_id == Thread.id, Message.kind == SAID)
    query = (
        select(Thread, _messages_of(Thread.id), User.name, User.deleted_at)
        .join(Message, Message.id == last.correlate(Thread).scalar_subquery())
        .join(User, User.id == Message.author_id)
        .where(Thread.page_id == page.id, _in_state(state))
        .options(joinedload(Thread.author), joinedload(Thread.passage))
    )
    if before is not None:
        query = query.where(_comes_after(session, page, before))
    rows = session.execute(query.order_by(Thread.active_at.desc(), Thread.id.desc()).limit(limit))
    return [ThreadRow(thread, count, "" if gone else name) for thread, count, name, gone in rows]


def counts(session: Session, page: Page) -> Counts:
    """How many threads a page has."""
    row = session.execute(
        select(func.count(), func.count(Thread.resolved_at)).where(Thread.page_id == page.id)
    ).one()
    return Counts(open=row[0] - row[1], closed=row[1])


def thread(session: Session, actor: Actor, thread_id: int, *, lock: bool = False) -> Thread:
    """One thread with its page.

    Raises:
        NotFound: there is none, or it is about a page that this person may not see.
    """
    query = _with_page(select(Thread).join(Thread.page), actor).where(Thread.id == thread_id)
    query = query.options(
        contains_eager(Thread.page).contains_eager(Page.territory),
        joinedload(Thread.author),
        joinedload(Thread.passage),
    )
    found: Thread | None = session.scalar(query.with_for_update(of=Thread) if lock else query)
    if found is None:
        raise NotFound
    return found


def message(session: Session, actor: Actor, message_id: int) -> Message:
    """Something that was said, with its thread and page.

    Raises:
        NotFound: there is none, or it is about a page that this person may not see.
    """
    query = select(Message).join(Message.thread).join(Thread.page)
    found: Message | None = session.scalar(
        _with_page(query, actor)
        .where(Message.id == message_id, Message.kind == SAID)
        .options(
            contains_eager(Message.thread).contains_eager(Thread.page).contains_eager(Page.territory),
            joinedload(Message.author),
        )
    )
    if found is None:
        raise NotFound
    return found


def opening(session: Session, thread_id: int) -> Message:
    """The message that opened a thread."""
    first = select(func.min(Message.id)).where(Message.thread_id == thread_id).scalar_subquery()
    return session.scalars(
        select(Message).where(Message.id == first).options(joinedload(Message.author))
    ).one()


def messages(session: Session, thread_id: int, before: int | None, limit: int) -> Sequence[Message]:
    """Messages of a thread but the one that opened it, the last first, below a number."""
    first = select(func.min(Message.id)).where(Message.thread_id == thread_id).scalar_subquery()
    query = (
        select(Message)
        .where(Message.thread_id == thread_id, Message.id != first)
        .options(joinedload(Message.author))
    )
    if before is not None:
        query = query.where(Message.id < before)
    return session.scalars(query.order_by(Message.id.desc()).limit(limit)).all()


def newer_than(session: Session, found: Message) -> int:
    """How many messages came after one in its thread."""
    later = select(func.count()).where(Message.thread_id == found.thread_id, Message.id > found.id)
    return session.scalar(later) or 0


def reactions(session: Session, ids: Sequence[int]) -> dict[int, dict[str, list[tuple[int, str]]]]:
    """Who reacted to some messages: message → kind → (account, name), by name; no name of a closed account."""
    found: dict[int, dict[str, list[tuple[int, str]]]] = {}
    rows = session.execute(
        select(Reaction.message_id, Reaction.kind, User.id, User.name, User.deleted_at)
        .join(User, User.id == Reaction.user_id)
        .where(Reaction.message_id.in_(ids))
        .order_by(User.name)
    )
    for message_id, kind, user_id, name, gone in rows:
        found.setdefault(message_id, {}).setdefault(kind, []).append((user_id, "" if gone else name))
    return found


def former_texts(session: Session, actor: Actor, found: Message) -> Sequence[FormerText]:
    """What a message said before, newest first.

    Raises:
        Forbidden: the actor does not look after the talk of the page.
    """
    require(actor, Permission.MESSAGE_MODERATE, found.thread.page)
    return session.scalars(
        select(FormerText).where(FormerText.message_id == found.id).order_by(FormerText.id.desc()).limit(100)
    ).all()


def marked(session: Session, page: Page) -> Sequence[Marked]:
    """The passages of a page that open threads are about, the liveliest first."""
    rows = session.execute(
        select(Passage, Thread.title, _messages_of(Thread.id))
        .join(Passage.thread)
        .where(Thread.page_id == page.id, Thread.resolved_at.is_(None))
        .order_by(Thread.active_at.desc())
        .limit(MOST_MARKED)
    )
    return [Marked(*row) for row in rows]


def reports(
    session: Session, actor: Actor, *, is_decided: bool, before: int | None, limit: int
) -> Sequence[Report]:
    """What is reported to this person: open ones oldest first, decided ones newest first."""
    query = _reports(actor).where(
        Report.decided_at.is_not(None) if is_decided else Report.decided_at.is_(None)
    )
    if before is not None:
        query = query.where(Report.id < before if is_decided else Report.id > before)
    return session.scalars(query.order_by(Report.id.desc() if is_decided else Report.id).limit(limit)).all()


def report(session: Session, actor: Actor, report_id: int) -> Report:
    """One report.

    Raises:
        NotFound: there is none for this person to decide on.
    """
    found: Report | None = session.scalar(_reports(actor).where(Report.id == report_id))
    if found is None:
        raise NotFound
    return found


def reports_waiting(session: Session, actor: Actor, territory_id: int) -> int:
    """How many reports of a territory wait for this person."""
    waiting = _reports(actor).where(Report.decided_at.is_(None), Page.territory_id == territory_id)
    return session.scalar(select(func.count()).select_from(waiting.limit(100).subquery())) or 0


def open_threads(told: Told) -> int:
    """How many threads of a page are open, from what was told beside it."""
    return int(told[OPEN_THREADS.name] or 0)


def open_passages(told: Told) -> int:
    """How many of these are about a passage."""
    return int(told[OPEN_PASSAGES.name] or 0)


def _with_page(query: Select[Any], actor: Actor) -> Select[Any]:
    return query.join(Page.territory).where(visible_to(actor))


def _in_state(state: str) -> ColumnElement[bool]:
    if state == ALL:
        return Thread.id > 0
    return Thread.resolved_at.is_(None) if state == OPEN else Thread.resolved_at.is_not(None)


def _comes_after(session: Session, page: Page, thread_id: int) -> ColumnElement[bool]:
    moment: datetime | None = session.scalar(
        select(Thread.active_at).where(Thread.id == thread_id, Thread.page_id == page.id)
    )
    if moment is None:
        return Thread.id > 0
    return or_(Thread.active_at < moment, and_(Thread.active_at == moment, Thread.id < thread_id))


def _messages_of(thread_id: Any) -> ColumnElement[int]:
    said = select(func.count()).where(Message.thread_id == thread_id, Message.kind == SAID)
    return said.correlate(Thread).scalar_subquery()


def _reports(actor: Actor) -> Select[Any]:
    """Reports about pages that the actor sees and looks after (see `permissions.may_moderate`)."""
    query = (
        select(Report)
        .join(Report.message)
        .join(Message.thread)
        .join(Thread.page)
        .join(Page.territory)
        .where(visible_to(actor))
        .options(
            contains_eager(Report.message).contains_eager(Message.thread).contains_eager(Thread.page)
            .contains_eager(Page.territory),
            contains_eager(Report.message).joinedload(Message.author),
            joinedload(Report.reporter),
        )
    )  # fmt: skip
    if not actor.is_curator:
        looked_after = [number for number in actor.territories if actor.is_referent(number)]
        query = query.where(Territory.id.in_(looked_after))
    return query


def _open(readable: Readable) -> ColumnElement[Any]:
    return _open_count().correlate(Page).scalar_subquery()


def _open_with_passage(readable: Readable) -> ColumnElement[Any]:
    return _open_count().join(Passage, Passage.thread_id == Thread.id).correlate(Page).scalar_subquery()


def _open_count() -> Select[Any]:
    return (
        select(func.count(Thread.id))
        .select_from(Thread)
        .where(Thread.page_id == Page.id, Thread.resolved_at.is_(None))
    )


OPEN_THREADS = Beside("discussion.open", _open)
OPEN_PASSAGES = Beside("discussion.passages", _open_with_passage)
BESIDE_A_PAGE = (OPEN_THREADS, OPEN_PASSAGES)
