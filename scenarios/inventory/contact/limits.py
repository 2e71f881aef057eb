"""How much one may write to people one does not know, and what a message must satisfy.

The bounds are wide for who looks for something, and narrow for who writes to everybody.
"""

from collections.abc import Collection
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scenarios.inventory.contact.models import (
    KEEPER,
    MAX_MESSAGE,
    Contact,
    ContactMessage,
    ContactParty,
)
from wiki.db import now
from wiki.discussion.checks import MOST_LINKS_OF_THE_NEW, is_new
from wiki.discussion.texts import links_out
from wiki.errors import Invalid
from wiki.pages.checks import readable
from wiki.pages.guards import check_guards
from wiki.permissions import Actor

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MOST_A_DAY, MOST_A_DAY_OF_THE_NEW = 10, 3
"""Conversations that one account may begin in a day."""
MOST_TO_ONE = 3
"""Conversations that one account may begin with the same person in a week."""
MOST_RECEIVED = 30
"""Conversations that are begun with one person in a day, whoever begins them."""
WINDOW = timedelta(minutes=15)
MOST_IN_A_WINDOW = 20
MOST_UNANSWERED = 3
"""Messages in a row before the other side has said anything."""


def checked_text(session: Session, actor: Actor, typed: str) -> str:
    """The words of a message as they are kept.

    Raises:
        Invalid: there are none, too many, or they hold what must not be sent.
    """
    text = readable(typed.replace("\r\n", "\n")).strip()
    if not text:
        raise Invalid({"text": _l("Écrivez au moins une phrase.")})
    if len(text) > MAX_MESSAGE:
        raise Invalid({"text": _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_MESSAGE)})
    if links_out(text) > MOST_LINKS_OF_THE_NEW and is_new(session, actor):
        message = _l("Votre compte est récent : %(most)s liens vers d'autres sites au plus par message.",
                     most=MOST_LINKS_OF_THE_NEW)  # fmt: skip
        raise Invalid({"text": message})
    check_guards(session, actor, "", text)
    return text


def refuse_too_many(session: Session, actor: Actor, recipients: Collection[int]) -> None:
    """Refuse to begin one conversation more.

    Raises:
        Invalid: the account began many, wrote to the same people already, or these were written to by many.
    """
    most = MOST_A_DAY_OF_THE_NEW if is_new(session, actor) else MOST_A_DAY
    begun = select(func.count()).where(Contact.author_id == actor.user_id, Contact.created_at > now() - DAY)
    if (session.scalar(begun) or 0) >= most:
        raise Invalid({"": _l("Vous avez écrit à beaucoup de monde aujourd'hui : reprenez demain.")})
    if all(_written_to(session, one, actor) >= MOST_TO_ONE for one in recipients):
        message = _l("Vous avez déjà écrit plusieurs fois à cette personne cette semaine : poursuivez plutôt la "
                     "conversation commencée.")  # fmt: skip
        raise Invalid({"": message})
    if all(_received(session, one) >= MOST_RECEIVED for one in recipients):
        raise Invalid({"": _l("Cette personne a reçu beaucoup de demandes aujourd'hui : réessayez demain.")})


def refuse_insisting(session: Session, actor: Actor, contact: Contact) -> None:
    """Refuse one message more in a conversation.

    Raises:
        Invalid: many were written at once, or several in a row without an answer.
    """
    at_once = select(func.count()).where(
        ContactMessage.author_id == actor.user_id, ContactMessage.created_at > now() - WINDOW
    )
    if (session.scalar(at_once) or 0) >= MOST_IN_A_WINDOW:
        message = _l("Vous avez écrit beaucoup de messages en peu de temps. Attendez un quart d'heure.")
        raise Invalid({"": message})
    last = session.scalars(
        select(ContactMessage.author_id)
        .where(ContactMessage.contact_id == contact.id)
        .order_by(ContactMessage.id.desc())
        .limit(MOST_UNANSWERED)
    ).all()
    if len(last) == MOST_UNANSWERED and set(last) == {actor.user_id}:
        message = _l("Vous avez écrit plusieurs fois de suite : laissez à l'autre le temps de répondre.")
        raise Invalid({"": message})


def _written_to(session: Session, user_id: int, actor: Actor) -> int:
    """Conversations of the last week that the actor began with somebody."""
    query = _begun_with(user_id).where(Contact.author_id == actor.user_id, Contact.created_at > now() - WEEK)
    return session.scalar(query) or 0


def _received(session: Session, user_id: int) -> int:
    return session.scalar(_begun_with(user_id).where(Contact.created_at > now() - DAY)) or 0


def _begun_with(user_id: int) -> Select[int]:
    return (
        select(func.count())
        .select_from(Contact)
        .join(ContactParty, ContactParty.contact_id == Contact.id)
        .where(ContactParty.user_id == user_id, ContactParty.side == KEEPER)
    )
