"""Write to those who keep an item, answer, close, stop somebody, have a conversation looked at; addresses unsaid."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from scenarios.inventory.contact import queries
from scenarios.inventory.contact.limits import checked_text, refuse_insisting, refuse_too_many
from scenarios.inventory.contact.models import (
    ASKER,
    KEEPER,
    Contact,
    ContactBlock,
    ContactMessage,
    ContactParty,
    ContactReport,
)
from scenarios.inventory.contact.queries import account_of
from scenarios.inventory.models import MAX_REASON, NEED, InventoryItem
from scenarios.inventory.queries import item_row
from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.checks import readable
from wiki.pages.posting import form_mark
from wiki.permissions import Actor, Permission, require


def ask(
    session: Session, actor: Actor, item_id: int, text: str, need_id: int | None = None, form_key: str = ""
) -> Contact:
    """Write to those who keep an item; the same form twice writes once.

    Args:
        need_id: the need for which the item is wanted, where there is one.

    Raises:
        NotFound: there is no such item, or need, for this person.
        Forbidden: nobody is signed in.
        Invalid: nobody can be reached; the message cannot be used; too much was written.
    """
    item = item_row(session, actor, item_id)
    require(actor, Permission.INVENTORY_CONTACT, item.territory)
    author_id = account_of(actor)
    # One account begins one conversation at a time: limits, and forms sent twice, hold for two windows as well.
    session.get(User, author_id, with_for_update=True)
    mark = form_mark(actor, form_key, item.id, text)
    before = _said_before(session, mark)
    if before is not None:
        return before.contact
    need = _need(session, actor, need_id)
    reached = queries.recipients(session, actor, item)
    if not reached:
        raise Invalid({"": _nobody(actor, item)})
    text = checked_text(session, actor, text)
    refuse_too_many(session, actor, reached)
    made = Contact(
        territory_id=item.territory_id,
        item_id=item.id,
        need_id=need.id if need else None,
        author_id=author_id,
    )
    session.add(made)
    session.flush()
    session.add(ContactParty(contact_id=made.id, user_id=author_id, side=ASKER))
    session.add_all(ContactParty(contact_id=made.id, user_id=one, side=KEEPER) for one in reached)
    _say(session, actor, made, text, mark)
    _tell(session, actor, made, happens.CONTACT_ASKED, reached)
    return made


def answer(session: Session, actor: Actor, contact_id: int, text: str, form_key: str = "") -> ContactMessage:
    """Say something in a conversation that one takes part in; the same form twice says it once.

    Raises:
        NotFound, Forbidden: there is no such conversation of this person's.
        Invalid: it is closed, nobody reads it any more, or the message cannot be used.
    """
    found = queries.contact(session, actor, contact_id, lock=True)
    require(actor, Permission.INVENTORY_CONTACT, found.territory)
    mark = form_mark(actor, form_key, found.id, text)
    before = _said_before(session, mark)
    if before is not None:
        return before
    if not found.is_open:
        raise Invalid({"": _l("Cette conversation est close : rouvrez-la pour y écrire.")})
    reached = _others(session, actor, found)
    text = checked_text(session, actor, text)
    refuse_insisting(session, actor, found)
    said = _say(session, actor, found, text, mark)
    _tell(session, actor, found, happens.CONTACT_ANSWERED, reached)
    return said


def close(session: Session, actor: Actor, contact_id: int) -> Contact:
    """End a conversation, from either side.

    Raises:
        NotFound, Forbidden: there is no such conversation of this person's.
    """
    found = queries.contact(session, actor, contact_id, lock=True)
    found.closed_at = found.closed_at or now()
    return found


def reopen(session: Session, actor: Actor, contact_id: int) -> Contact:
    """Undo `close`, from either side, unless one has stopped the other.

    Raises:
        NotFound, Forbidden: there is no such conversation of this person's.
        Invalid: nobody would read what is written.
    """
    found = queries.contact(session, actor, contact_id, lock=True)
    _others(session, actor, found)
    found.closed_at = None
    return found


def see(session: Session, actor: Actor, contact_id: int, message_id: int) -> None:
    """Remember that somebody has read a conversation so far."""
    party = session.get(ContactParty, (contact_id, account_of(actor)))
    if party is not None and party.seen_id < message_id:
        party.seen_id = message_id


def block(session: Session, actor: Actor, contact_id: int) -> Contact:
    """Let the people of the other side write to one no more; ends the conversation.

    Raises:
        NotFound, Forbidden: there is no such conversation of this person's.
    """
    found = close(session, actor, contact_id)
    for other in queries.others_ids(found, actor):
        if not queries.is_blocked(session, other, by=account_of(actor)):
            session.add(ContactBlock(user_id=account_of(actor), blocked_id=other))
    return found


def unblock(session: Session, actor: Actor, contact_id: int) -> Contact:
    """Undo `block`; the conversation stays closed until somebody opens it.

    Raises:
        NotFound, Forbidden: there is no such conversation of this person's.
    """
    found = queries.contact(session, actor, contact_id)
    session.execute(
        delete(ContactBlock).where(
            ContactBlock.user_id == actor.user_id,
            ContactBlock.blocked_id.in_(queries.others_ids(found, actor)),
        )
    )
    return found


def report(session: Session, actor: Actor, contact_id: int, reason: str) -> ContactReport:
    """Let the national team read a conversation, and say why; again, to change the reason.

    Raises:
        NotFound, Forbidden: there is no such conversation of this person's.
        Invalid: no reason is given, or it is too long.
    """
    found = queries.contact(session, actor, contact_id, lock=True)
    words = " ".join(readable(reason).split())
    if not words or len(words) > MAX_REASON:
        raise Invalid({"reason": _l("Dites en une phrase ce qui ne va pas (%(most)s caractères au plus).",
                                    most=MAX_REASON)})  # fmt: skip
    made = session.scalar(
        select(ContactReport).where(
            ContactReport.contact_id == found.id, ContactReport.user_id == actor.user_id
        )
    )
    is_waiting = made is not None and made.decided_at is None
    if made is None:
        made = ContactReport(contact_id=found.id, user_id=account_of(actor), reason=words)
        session.add(made)
    made.reason, made.reported_at, made.decided_at, made.decided_by = words, now(), None, None
    session.flush()
    if not is_waiting:
        # Whoever decides knows of it already.
        team = session.scalars(select(User.id).where(User.site_role == "curator")).all()
        _tell(session, actor, found, happens.CONTACT_REPORTED, [*team])
    return made


def decide(session: Session, actor: Actor, report_id: int, *, is_ended: bool) -> ContactReport:
    """Answer a report: end the conversation for both sides, or leave it; its text stays with those who wrote it.

    Raises:
        NotFound, Forbidden: there is no such report for this person, or they take part in the conversation.
        Conflict: it was decided meanwhile.
    """
    if not actor.is_curator:
        raise Forbidden
    found = session.get(ContactReport, report_id, with_for_update=True)
    if found is None:
        raise NotFound
    if queries.side_of(found.contact, actor):
        raise Forbidden
    if found.decided_at is not None:
        raise Conflict
    found.decided_at, found.decided_by = now(), actor.user_id
    if is_ended:
        found.contact.closed_at = found.contact.closed_at or now()
        _forbid_both(session, found.contact)
    act = "contact.ended" if is_ended else "contact.left"
    record(session, actor, act, kind="contact", thing_id=found.contact_id, name=found.contact.territory.slug)
    return found


def forget_the_unread(session: Session) -> None:
    """Take away conversations in which nobody takes part any more."""
    alone = ~exists(select(ContactParty.user_id).where(ContactParty.contact_id == Contact.id))
    session.execute(delete(Contact).where(alone).execution_options(synchronize_session=False))


def _need(session: Session, actor: Actor, need_id: int | None) -> InventoryItem | None:
    if need_id is None:
        return None
    need = item_row(session, actor, need_id)
    if need.kind != NEED:
        raise NotFound
    return need


def _nobody(actor: Actor, item: InventoryItem) -> object:
    if item.person_id == actor.user_id:
        return _l("C'est vous qui répondez de cette fiche.")
    return _l(
        "Personne ne peut recevoir ce message pour l'instant. Écrivez plutôt dans la discussion d'une page."
    )


def _others(session: Session, actor: Actor, found: Contact) -> list[int]:
    """Who reads what one writes.

    Raises:
        Invalid: nobody does: they have left, or they have stopped the actor.
    """
    there = queries.others_ids(found, actor)
    if not there:
        raise Invalid(
            {"": _l("L'autre personne n'a plus de compte : écrivez de nouveau depuis l'inventaire.")}
        )
    willing = [one for one in there if not queries.is_blocked(session, account_of(actor), by=one)]
    if not willing:
        raise Invalid({"": _l("L'autre personne ne reçoit plus vos messages.")})
    return willing


def _say(session: Session, actor: Actor, found: Contact, text: str, mark: str | None) -> ContactMessage:
    said = ContactMessage(contact_id=found.id, author_id=account_of(actor), text=text, form_key=mark)
    session.add(said)
    session.flush()
    found.active_at = said.created_at
    see(session, actor, found.id, said.id)
    return said


def _said_before(session: Session, mark: str | None) -> ContactMessage | None:
    return session.scalar(select(ContactMessage).where(ContactMessage.form_key == mark)) if mark else None


def _tell(session: Session, actor: Actor, found: Contact, kind: str, user_ids: list[int]) -> None:
    tell(
        session, actor.user_id, kind, territory_id=found.territory_id, about_id=found.id, user_ids=user_ids,
    )  # fmt: skip


def _forbid_both(session: Session, found: Contact) -> None:
    """Neither side writes to the other by this way any more."""
    for one in found.parties:
        for other in found.parties:
            if one.side != other.side and not queries.is_blocked(session, other.user_id, by=one.user_id):
                session.add(ContactBlock(user_id=one.user_id, blocked_id=other.user_id))
