"""Who reads a nomination for the college: asked, by themselves, not now, or not at all. Never commits."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.curation import queries
from scenarios.curation.interests import OF_OTHERS, interests, refuse_interested
from scenarios.curation.models import (
    ASKED,
    OPINION,
    RECUSED,
    REFUSED,
    WAITING,
    Nomination,
    Reader,
)
from scenarios.curation.service import worded
from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Invalid
from wiki.pages.checks import Joined
from wiki.permissions import Actor, Permission, require


def assign(session: Session, actor: Actor, nomination_id: int, user_ids: Sequence[int]) -> list[Reader]:
    """Ask people of the college to read; whom one asked already is not asked twice.

    Raises:
        NotFound, Forbidden: the actor does not look after nominations.
        Interested: the actor has an interest in this one.
        Conflict: it is not open.
        Invalid: nobody was chosen, somebody is not of the college, or has an interest.
    """
    found = _open(session, actor, nomination_id)
    require(actor, Permission.CURATION_MANAGE, found)
    refuse_interested(session, actor, found)
    people = _chosen(session, found, user_ids)
    asked = [_ask(session, found, one, actor) for one in people]
    new = [reader.user_id for reader in asked if reader is not None]
    if new:
        record(
            session,
            actor,
            "nomination.assigned",
            kind="nomination",
            thing_id=found.id,
            name=found.page.path,
            people=new,
        )
        ask(session, actor.user_id, found, new, "opinion.asked")
    return [reader for reader in asked if reader is not None]


def release(session: Session, actor: Actor, nomination_id: int, user_id: int) -> None:
    """Ask somebody no more who has not answered; what they may have begun to write stays theirs.

    Raises:
        NotFound, Forbidden: the actor does not look after nominations.
        Interested: the actor has an interest in this one.
        Conflict: it is not open, or nothing is awaited from that person.
    """
    found = _open(session, actor, nomination_id)
    require(actor, Permission.CURATION_MANAGE, found)
    refuse_interested(session, actor, found)
    waiting = (Reader.nomination_id == found.id, Reader.user_id == user_id, Reader.awaited == OPINION)
    reader = session.scalar(select(Reader).where(*waiting))
    if reader is None:
        raise Conflict
    session.delete(reader)
    path = found.page.path
    record(
        session, actor, "nomination.released", kind="nomination", thing_id=found.id, name=path, person=user_id
    )


def take(session: Session, actor: Actor, nomination_id: int) -> Reader:
    """Read a nomination by one's own choice.

    Raises:
        NotFound, Forbidden: the actor is not of the college.
        Interested: they have an interest in it.
        Conflict: it is not open.
    """
    found = _open(session, actor, nomination_id)
    require(actor, Permission.OPINION_GIVE, found)
    refuse_interested(session, actor, found)
    user = session.get_one(User, actor.user_id)
    return _ask(session, found, user, actor) or own(session, actor, found)  # type: ignore[return-value]  # there is one


def refuse(session: Session, actor: Actor, nomination_id: int, words: str) -> Reader:
    """Say that one will not read it now; whoever asked is told.

    Raises:
        Conflict: one was not asked, or it is not open.
        Invalid: no word is said.
    """
    found = _open(session, actor, nomination_id)
    require(actor, Permission.OPINION_GIVE, found)
    reader = own(session, actor, found)
    if reader is None or reader.state != ASKED:
        raise Conflict
    _answer(
        reader,
        REFUSED,
        worded(words, "words", _l("Dites en une phrase pourquoi, pour qui cherche quelqu'un d'autre.")),
    )
    _tell_who_asked(session, actor, found, reader)
    return reader


def recuse(session: Session, actor: Actor, nomination_id: int, words: str) -> Reader:
    """Declare an interest that nobody can work out; an opinion that one gave stays in the record but counts no more.

    Raises:
        Conflict: it is not open.
        Invalid: no word is said.
    """
    found = _open(session, actor, nomination_id)
    require(actor, Permission.OPINION_GIVE, found)
    said = worded(
        words, "words", _l("Dites en une phrase quel est votre intérêt : il sera public avec la décision.")
    )
    reader = own(session, actor, found)
    if reader is None:
        reader = Reader(nomination_id=found.id, user_id=actor.user_id, asked_by=actor.user_id)
        session.add(reader)
    _answer(reader, RECUSED, said)
    found.serial += 1
    session.flush()
    record(session, actor, "nomination.recused", kind="nomination", thing_id=found.id, name=found.page.path)
    _tell_who_asked(session, actor, found, reader)
    return reader


def own(session: Session, actor: Actor, found: Nomination) -> Reader | None:
    """What a person is to a nomination as a reader."""
    query = select(Reader).where(Reader.nomination_id == found.id, Reader.user_id == actor.user_id)
    return session.scalar(query)


def ask(
    session: Session, actor_id: int | None, found: Nomination, user_ids: Sequence[int], outcome: str
) -> None:
    """Tell people what is awaited from them; `outcome` is one of those that `wiki.notifications.wording` knows."""
    tell(
        session, actor_id, happens.OPINION_ASKED, page_id=found.page_id, territory_id=found.territory_id,
        about_id=found.id, outcome=outcome, user_ids=list(user_ids),
    )  # fmt: skip


def _open(session: Session, actor: Actor, nomination_id: int) -> Nomination:
    found = queries.held(session, actor, nomination_id)
    if not found.is_open:
        raise Conflict
    return found


def _chosen(session: Session, found: Nomination, user_ids: Sequence[int]) -> list[User]:
    college = {one.id: one for one in queries.college(session)}
    if not user_ids:
        raise Invalid({"readers": _l("Cochez au moins une personne.")})
    if not set(user_ids) <= set(college):
        raise Invalid({"readers": _l("Choisissez parmi les membres du collège et de l'équipe nationale.")})
    biased = interests(session, found, user_ids)
    if biased:
        told = [
            _l("%(name)s %(interest)s.", name=college[one].name, interest=OF_OTHERS[why])
            for one, why in biased.items()
        ]
        raise Invalid(
            {"readers": Joined([_l("Personne ne juge son propre territoire ni son propre texte :"), *told])}
        )
    return [college[one] for one in dict.fromkeys(user_ids)]


def _ask(session: Session, found: Nomination, user: User, actor: Actor) -> Reader | None:
    """Ask somebody who was not asked, or who refused; None where they are asked already."""
    query = select(Reader).where(Reader.nomination_id == found.id, Reader.user_id == user.id)
    reader = session.scalar(query)
    if reader is not None and reader.state == ASKED:
        return None
    if reader is None:
        reader = Reader(nomination_id=found.id, user_id=user.id)
        session.add(reader)
    reader.state, reader.words, reader.answered_at, reader.reminded_at = ASKED, "", None, None
    reader.asked_by, reader.asked_at = actor.user_id, now()
    reader.awaited = OPINION if found.state == WAITING else ""
    session.flush()
    return reader


def _answer(reader: Reader, state: str, words: str) -> None:
    reader.state, reader.words, reader.answered_at, reader.awaited = state, words, now(), ""


def _tell_who_asked(session: Session, actor: Actor, found: Nomination, reader: Reader) -> None:
    if reader.asked_by is not None and reader.asked_by != actor.user_id:
        ask(session, actor.user_id, found, [reader.asked_by], f"opinion.{reader.state}")
