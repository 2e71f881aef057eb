"""What offering and deciding have in common: words, mails, happenings, and what is forgotten at the end."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.contributions.following import address_of
from wiki.contributions.models import LONGEST_MESSAGE, LONGEST_SUMMARY, Contribution, ContributionMessage
from wiki.errors import Invalid
from wiki.mail.service import send
from wiki.permissions import Actor
from wiki.rendering.characters import normalised

MOST_MESSAGES = 60
RECEIVED, MESSAGE = "received", "message"
"""What a visitor is written of, beside the states."""


def close(found: Contribution, state: str) -> None:
    """Nothing is kept of a visitor that answering does not need any more."""
    found.state = state
    found.guest_email = found.network_hash = ""


def add_message(
    session: Session, actor: Actor, found: Contribution, words: str, *, is_offerer: bool = False
) -> None:
    said = select(func.count()).where(ContributionMessage.contribution_id == found.id)
    if (session.scalar(said) or 0) >= MOST_MESSAGES:
        raise Invalid({"message": _l("Cette conversation est déjà longue : il est temps de décider.")})
    session.add(
        ContributionMessage(
            contribution_id=found.id, author_id=actor.user_id, is_offerer=is_offerer, text=words
        )
    )


def tell_answered(session: Session, actor: Actor, found: Contribution, outcome: str) -> None:
    tell(
        session, actor.user_id, happens.EDIT_ANSWERED, page_id=found.page_id, about_id=found.id,
        territory_id=found.page.territory_id, outcome=outcome, offerer_id=found.author_id, number=found.number,
    )  # fmt: skip


def write_to_guest(session: Session, found: Contribution, event: str) -> None:
    """Mail a visitor who left an address."""
    if found.guest_email:
        send(
            session, found.guest_email, "contribution", found.locale, event=event, title=found.page.title,
            path=address_of(found), page_path=f"/{found.page.path}",
        )  # fmt: skip


def line_of(typed: str) -> str:
    return " ".join(typed.split())[:LONGEST_SUMMARY]


def words_of(typed: str, *, is_needed: bool = False) -> str:
    """What somebody says, on any number of lines.

    Raises:
        Invalid: it is too long, or missing.
    """
    words = normalised(typed.replace("\r\n", "\n").replace("\x00", "")).strip()
    if len(words) > LONGEST_MESSAGE:
        raise Invalid(
            {"message": _l("C'est trop long : %(limit)s caractères au plus.", limit=LONGEST_MESSAGE)}
        )
    if is_needed and not words:
        raise Invalid({"message": _l("Écrivez d'abord votre message.")})
    return words
