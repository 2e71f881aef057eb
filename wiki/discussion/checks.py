"""What a message must satisfy before it is said: our own bounds, then the guards that look at every text."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.db import now
from wiki.discussion.models import SAID, Message
from wiki.discussion.texts import links_out
from wiki.errors import Invalid
from wiki.pages.guards import check_guards
from wiki.permissions import Actor

WINDOW = timedelta(minutes=15)
MOST_IN_A_WINDOW = 40
MOST_OF_THE_NEW = 6
NEW_FOR = timedelta(days=3)
MOST_LINKS_OF_THE_NEW = 2


def check_message(session: Session, actor: Actor, before: str, after: str) -> None:
    """Refuse a message that this person may not say now, `before` being what it said until now.

    Raises:
        Invalid: saying why, and what to do.
    """
    if not before:
        _not_too_many(session, actor)
    _few_links_of_the_new(session, actor, after)
    check_guards(session, actor, before, after)


def is_new(session: Session, actor: Actor) -> bool:
    """Whether the account is some days old at most, and nobody has vouched for it yet."""
    if actor.territories or actor.site_role:
        return False
    made = session.scalar(select(User.created_at).where(User.id == actor.user_id))
    return made is not None and made > now() - NEW_FOR


def _not_too_many(session: Session, actor: Actor) -> None:
    said = session.scalar(
        select(func.count()).where(
            Message.author_id == actor.user_id, Message.kind == SAID, Message.created_at > now() - WINDOW
        )
    )
    if (said or 0) >= (MOST_OF_THE_NEW if is_new(session, actor) else MOST_IN_A_WINDOW):
        message = _l("Vous avez écrit beaucoup de messages en peu de temps. Attendez un quart d'heure.")
        raise Invalid({"": message})


def _few_links_of_the_new(session: Session, actor: Actor, text: str) -> None:
    """Many links out from an account that nobody knows yet: that is how spam begins."""
    if links_out(text) > MOST_LINKS_OF_THE_NEW and is_new(session, actor):
        message = _l(
            "Votre compte est récent : %(most)s liens vers d'autres sites au plus par message, pour quelques jours.",
            most=MOST_LINKS_OF_THE_NEW,
        )
        raise Invalid({"text": message})
