"""What the wiki keeps for one person: which version they have read, and what they could not save.

Two windows of one person may say so at the same moment: a row that has just been made by the other is changed.
"""

from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.pages.models import KeptText, ReadMark
from wiki.permissions import Actor


def keep_text(
    session: Session, actor: Actor, page_id: int, *, base_number: int, text: str, summary: str
) -> None:
    """Keep on the server what somebody was writing and what could not be saved."""
    if actor.user_id is None:
        return
    kept = {"base_number": base_number, "text": text, "summary": summary[:300], "kept_at": now()}
    _put(session, KeptText, {"user_id": actor.user_id, "page_id": page_id}, kept)


def drop_kept_text(session: Session, actor: Actor, page_id: int) -> None:
    """Forget what was kept: it is saved now, or given up."""
    kept = session.get(KeptText, (actor.user_id, page_id)) if actor.user_id is not None else None
    if kept is not None:
        session.delete(kept)


def mark_read(session: Session, actor: Actor, page_id: int, number: int) -> None:
    """Remember the version that a person has seen."""
    if actor.user_id is not None:
        _put(session, ReadMark, {"user_id": actor.user_id, "page_id": page_id}, {"number": number})


def _put(
    session: Session, table: type[KeptText | ReadMark], key: dict[str, int], values: dict[str, Any]
) -> None:
    if _changed(session, table, key, values):
        return
    try:
        with session.begin_nested():
            session.add(table(**key, **values))
    except IntegrityError:
        _changed(session, table, key, values)


def _changed(
    session: Session, table: type[KeptText | ReadMark], key: dict[str, int], values: dict[str, Any]
) -> bool:
    done: Any = session.execute(update(table).filter_by(**key).values(**values))
    return bool(done.rowcount)
