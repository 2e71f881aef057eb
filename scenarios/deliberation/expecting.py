"""What is awaited from each reader, worked out anew after each thing that happens to a nomination."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scenarios.curation.models import ASKED, DECISION, OPINION, VOICE, WAITING, Nomination, Reader
from scenarios.curation.readers import ask
from scenarios.curation.service import nothing_awaited
from scenarios.deliberation.models import Decision
from scenarios.deliberation.queries import deciders, given, pending, quorum
from wiki.db import now


def expect(session: Session, found: Nomination) -> None:
    """Say what is awaited from whom, and tell the national team once there are enough opinions to decide."""
    found.serial += 1
    session.flush()
    if found.state != WAITING:
        nothing_awaited(session, found)
        return
    fresh = {one.author_id for one in given(session, found) if one.number == found.number}
    is_ready, decision = quorum(session, found).is_met, pending(session, found)
    apart = deciders(session, found)
    for reader in _readers(session, found):
        is_free = reader.state == ASKED and reader.user_id not in apart
        reader.awaited = _awaited(reader, fresh, is_ready, decision) if is_free else ""
    _note_ready(session, found, is_ready)
    session.flush()


def _awaited(reader: Reader, fresh: Collection[int], is_ready: bool, decision: Decision | None) -> str:
    if reader.user_id not in fresh:
        return OPINION
    if decision is not None:
        has_spoken = any(voice.author_id == reader.user_id for voice in decision.voices)
        return "" if has_spoken else VOICE
    decides = reader.user.site_role in ("curator", "admin")
    return DECISION if is_ready and decides else ""


def _note_ready(session: Session, found: Nomination, is_ready: bool) -> None:
    if is_ready and found.ready_at is None:
        awaited = [reader.user_id for reader in _readers(session, found) if reader.awaited == DECISION]
        ask(session, None, found, awaited, "decision.asked")
    found.ready_at = (found.ready_at or now()) if is_ready else None


def _readers(session: Session, found: Nomination) -> list[Reader]:
    query = select(Reader).where(Reader.nomination_id == found.id).options(joinedload(Reader.user))
    return list(session.scalars(query.order_by(Reader.id)))
