"""Report a message, decide on reports, hide and show messages, lock threads. Every act is in the audit log."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.audit.service import record
from wiki.db import now
from wiki.discussion import queries, service
from wiki.discussion.models import HIDDEN, KEPT, LOCKED, MAX_REASON, UNLOCKED, Message, Report, Thread
from wiki.errors import Conflict, Invalid
from wiki.pages.checks import readable
from wiki.permissions import Actor, Permission, require


def report(session: Session, actor: Actor, message_id: int, reason: str) -> Report:
    """Ask those who look after the talk to read a message; asking again changes the reason until it is decided.

    Raises:
        NotFound, Forbidden: there is no such message for this person, or they have no account.
        Invalid: no reason is given, or it is too long.
    """
    found = queries.message(session, actor, message_id)
    require(actor, Permission.THREAD_WRITE, found.thread.page)
    words = _words(reason, _l("Dites en une phrase ce qui ne va pas."))
    made = session.scalar(
        select(Report).where(Report.message_id == found.id, Report.user_id == actor.user_id)
    )
    if made is None:
        made = Report(message_id=found.id, user_id=service.account_of(actor), reason=words)
        session.add(made)
    else:
        made.reason, made.reported_at = words, now()
        made.decided_at, made.decided_by, made.decision = None, None, ""
    session.flush()
    service.tell_of(session, actor, found.thread, happens.MESSAGE_REPORTED, found.id)
    return made


def decide(session: Session, actor: Actor, report_id: int, decision: str, reason: str = "") -> Report:
    """Keep or hide a reported message; other reports of it are answered, too.

    Raises:
        NotFound, Forbidden: there is no such report for this person.
        Conflict: it was decided meanwhile.
        Invalid: no such decision, or a message is hidden without a reason.
    """
    found = queries.report(session, actor, report_id)
    require(actor, Permission.MESSAGE_MODERATE, found.message.thread.page)
    if found.decided_at is not None:
        raise Conflict
    if decision not in (KEPT, HIDDEN):
        raise Invalid({"": _l("Choisissez de garder le message ou de le masquer.")})
    if decision == HIDDEN:
        hide(session, actor, found.message_id, reason)
    else:
        _answer_reports(session, actor, found.message_id, KEPT)
        _record(session, actor, "message.kept", found.message)
    return found


def hide(session: Session, actor: Actor, message_id: int, reason: str) -> Message:
    """Hide a message from everybody but its author and those who look after the talk.

    Raises:
        NotFound, Forbidden: there is no such message, or the actor does not look after the talk.
        Invalid: no reason is given, or it is too long.
    """
    found = queries.message(session, actor, message_id)
    require(actor, Permission.MESSAGE_MODERATE, found.thread.page)
    words = _words(reason, _l("Dites en une phrase pourquoi : la personne la lira."))
    found.hidden_at, found.hidden_by, found.hidden_reason = now(), actor.user_id, words
    service.name_thread(session, found)
    _answer_reports(session, actor, found.id, HIDDEN)
    _record(session, actor, "message.hidden", found)
    service.tell_of(
        session, actor, found.thread, happens.MESSAGE_HIDDEN, found.id, user_ids=[found.author_id]
    )  # fmt: skip
    return found


def show(session: Session, actor: Actor, message_id: int) -> Message:
    """Undo `hide`.

    Raises:
        NotFound, Forbidden: as for `hide`.
    """
    found = queries.message(session, actor, message_id)
    require(actor, Permission.MESSAGE_MODERATE, found.thread.page)
    if found.hidden_at is not None:
        found.hidden_at, found.hidden_by, found.hidden_reason = None, None, ""
        service.name_thread(session, found)
        _record(session, actor, "message.shown", found)
    return found


def lock(session: Session, actor: Actor, thread_id: int) -> Thread:
    """Let a thread be read, and nobody go on in it but those who look after the talk.

    Raises:
        NotFound, Forbidden: there is no such thread, or the actor does not look after the talk.
    """
    found = _thread(session, actor, thread_id)
    if not found.is_locked:
        found.locked_at = service.note(session, actor, found, LOCKED).created_at
        _record_thread(session, actor, "thread.locked", found)
    return found


def unlock(session: Session, actor: Actor, thread_id: int) -> Thread:
    """Undo `lock`.

    Raises:
        NotFound, Forbidden: as for `lock`.
    """
    found = _thread(session, actor, thread_id)
    if found.is_locked:
        found.locked_at = None
        service.note(session, actor, found, UNLOCKED)
        _record_thread(session, actor, "thread.unlocked", found)
    return found


def _thread(session: Session, actor: Actor, thread_id: int) -> Thread:
    found = queries.thread(session, actor, thread_id, lock=True)
    require(actor, Permission.MESSAGE_MODERATE, found.page)
    return found


def _answer_reports(session: Session, actor: Actor, message_id: int, decision: str) -> None:
    waiting = select(Report).where(Report.message_id == message_id, Report.decided_at.is_(None))
    for found in session.scalars(waiting):
        found.decided_at, found.decided_by, found.decision = now(), actor.user_id, decision


def _record(session: Session, actor: Actor, act: str, found: Message) -> None:
    thread = found.thread
    record(session, actor, act, kind="message", thing_id=found.id, name=thread.page.path, thread_id=thread.id)


def _record_thread(session: Session, actor: Actor, act: str, found: Thread) -> None:
    record(session, actor, act, kind="thread", thing_id=found.id, name=found.page.path)


def _words(typed: str, when_missing: object) -> str:
    words = " ".join(readable(typed).split())
    if not words:
        raise Invalid({"reason": when_missing})
    if len(words) > MAX_REASON:
        raise Invalid({"reason": _l("%(limit)s caractères au plus.", limit=MAX_REASON)})
    return words
