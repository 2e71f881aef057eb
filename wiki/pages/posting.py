"""A form that is posted twice is saved once."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.pages.models import Revision
from wiki.permissions import Actor


def form_mark(actor: Actor, form_key: str | None, *said: object) -> str | None:
    """What marks this form, filled in so, by this person.

    The same form with other words in it, as after going back in the browser, is another save, not the same twice.
    """
    if not form_key:
        return None
    told = "\x1f".join(map(str, (actor.user_id, form_key, *said)))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def posted_before(session: Session, form_key: str | None) -> Revision | None:
    """The revision that this very form made when it was posted the first time."""
    return session.scalar(select(Revision).where(Revision.form_key == form_key)) if form_key else None
