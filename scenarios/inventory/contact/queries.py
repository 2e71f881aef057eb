"""Conversations, for those who take part in them: to anybody else they do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scenarios.inventory.contact.models import (
    Contact,
    ContactBlock,
    ContactMessage,
    ContactParty,
    ContactReport,
)
from scenarios.inventory.models import InventoryItem
from wiki.accounts.models import User
from wiki.errors import Forbidden, NotFound
from wiki.notifications.people import who_decides
from wiki.permissions import Actor

MESSAGES_SHOWN = 200


@dataclass(frozen=True)
class Row:
    """A conversation in one's list; `unread` messages of others that one has not seen."""

    contact: Contact
    others: tuple[str, ...]
    last: str
    unread: int

    @property
    def id(self) -> int:
        return self.contact.id


def account_of(actor: Actor) -> int:
    """The account behind an actor.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id


def contact(session: Session, actor: Actor, contact_id: int, *, lock: bool = False) -> Contact:
    """A conversation that one takes part in.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none of this number that is theirs.
    """
    query = _mine(actor).where(Contact.id == contact_id)
    found = session.scalar(query.with_for_update(of=Contact) if lock else query)
    if found is None:
        raise NotFound
    return found


def mine(session: Session, actor: Actor, before: int | None = None, limit: int = 20) -> list[Row]:
    """One's conversations, the latest begun first, below a number.

    Raises:
        Forbidden: nobody is signed in.
    """
    query = _mine(actor).order_by(Contact.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Contact.id < before)
    found = session.scalars(query).all()
    last, unread = _last_words(session, found), _unread(session, actor, found)
    return [Row(one, others(one, actor), last.get(one.id, ""), unread.get(one.id, 0)) for one in found]


def messages(session: Session, contact_id: int, limit: int = MESSAGES_SHOWN) -> Sequence[ContactMessage]:
    """What was said, in its order; of a very long conversation, the last messages."""
    query = select(ContactMessage).where(ContactMessage.contact_id == contact_id)
    query = query.options(joinedload(ContactMessage.author)).order_by(ContactMessage.id.desc())
    return session.scalars(query.limit(limit)).all()[::-1]


def seen_by(session: Session, actor: Actor, contact_id: int) -> int:
    """The last message of a conversation that somebody saw, 0 for none."""
    party = session.get(ContactParty, (contact_id, account_of(actor)))
    return party.seen_id if party is not None else 0


def others(found: Contact, actor: Actor) -> tuple[str, ...]:
    """The names of the other side, accounts in use only."""
    own = side_of(found, actor)
    return tuple(
        party.user.name for party in found.parties if party.side != own and party.user_id != actor.user_id
    )


def side_of(found: Contact, actor: Actor) -> str:
    """On which side somebody is; "" for who takes no part."""
    return next((party.side for party in found.parties if party.user_id == actor.user_id), "")


def others_ids(found: Contact, actor: Actor) -> list[int]:
    """The accounts of the other side."""
    own = side_of(found, actor)
    return [party.user_id for party in found.parties if party.side != own]


def recipients(session: Session, actor: Actor, item: InventoryItem) -> list[int]:
    """Whom a message about an item reaches: who answers for it; the referents, or the national team, without one.

    Nobody who blocked the actor, and never the actor.
    """
    named = [item.person_id] if item.person_id is not None else []
    reached = _reached(session, named, actor)
    if named and (reached or named == [actor.user_id] or _in_use(session, named)):
        return reached
    return _reached(session, who_decides(session, item.territory_id), actor)


def is_blocked(session: Session, user_id: int, by: int) -> bool:
    """Whether somebody may not write to a person any more."""
    return session.get(ContactBlock, (by, user_id)) is not None


def reports(session: Session, actor: Actor, limit: int = 50) -> Sequence[ContactReport]:
    """Conversations that somebody who takes part asks the national team to read; those that wait, but one's own.

    Raises:
        Forbidden: the actor is not of the national team.
    """
    if not actor.is_curator:
        raise Forbidden
    taking_part = select(ContactParty.contact_id).where(ContactParty.user_id == actor.user_id)
    query = (
        select(ContactReport)
        .where(ContactReport.decided_at.is_(None), ContactReport.contact_id.not_in(taking_part))
        .order_by(ContactReport.id)
    )
    loaded = (
        joinedload(ContactReport.contact).selectinload(Contact.parties).joinedload(ContactParty.user),
        joinedload(ContactReport.contact).joinedload(Contact.territory),
        joinedload(ContactReport.reporter),
    )
    return session.scalars(query.options(*loaded).limit(limit)).all()


def _mine(actor: Actor) -> Select[Contact]:
    taking_part = and_(ContactParty.contact_id == Contact.id, ContactParty.user_id == account_of(actor))
    return (
        select(Contact)
        .where(select(ContactParty.user_id).where(taking_part).exists())
        .options(
            joinedload(Contact.territory),
            joinedload(Contact.author),
            selectinload(Contact.parties).joinedload(ContactParty.user),
        )
    )


def _last_words(session: Session, found: Sequence[Contact]) -> dict[int, str]:
    last = select(func.max(ContactMessage.id)).where(_of(found)).group_by(ContactMessage.contact_id)
    rows = session.execute(
        select(ContactMessage.contact_id, ContactMessage.text).where(ContactMessage.id.in_(last))
    )
    return {contact_id: text for contact_id, text in rows}  # noqa: C416  # rows are typed so


def _unread(session: Session, actor: Actor, found: Sequence[Contact]) -> dict[int, int]:
    seen = and_(ContactParty.contact_id == ContactMessage.contact_id, ContactParty.user_id == actor.user_id)
    rows = session.execute(
        select(ContactMessage.contact_id, func.count())
        .join(ContactParty, seen)
        .where(
            _of(found), ContactMessage.id > ContactParty.seen_id, ContactMessage.author_id != actor.user_id
        )
        .group_by(ContactMessage.contact_id)
    )
    return {contact_id: number for contact_id, number in rows}  # noqa: C416  # rows are typed so


def _of(found: Sequence[Contact]) -> ColumnElement[bool]:
    return ContactMessage.contact_id.in_([one.id for one in found])


def _in_use(session: Session, user_ids: Sequence[int]) -> bool:
    return bool(session.scalars(_usable(user_ids)).all())


def _reached(session: Session, user_ids: Sequence[int], actor: Actor) -> list[int]:
    blocking = select(ContactBlock.user_id).where(ContactBlock.blocked_id == actor.user_id)
    query = _usable(user_ids).where(User.id != actor.user_id, User.id.not_in(blocking))
    return sorted(session.scalars(query))


def _usable(user_ids: Sequence[int]) -> Select[int]:
    in_use = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))
    return select(User.id).where(User.id.in_(user_ids), *in_use)
