"""End sessions, and choose whether to be told of new ones."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from wiki.accounts.models import KnownBrowser, SignIn, User
from wiki.accounts.service import note
from wiki.accounts.signins import end_sessions, trust_no_browser
from wiki.errors import Forbidden, NotFound
from wiki.permissions import Actor


def end_one(session: Session, actor: Actor, session_id: int) -> None:
    """End one of one's own sessions, and ask for everything again in that browser.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is no such session, or it is somebody else's.
    """
    user_id = _number_of(actor)
    found = session.get(SignIn, session_id)
    if found is None or found.user_id != user_id:
        raise NotFound
    if found.browser_id is not None:
        session.execute(delete(KnownBrowser).where(KnownBrowser.id == found.browser_id))
    session.execute(delete(SignIn).where(SignIn.id == session_id))
    note(session, user_id, "account.session_ended")


def end_others(session: Session, actor: Actor, this: int) -> None:
    """End every session of one's own but this one, and trust no browser any more.

    Raises:
        Forbidden: nobody is signed in.
    """
    user_id = _number_of(actor)
    end_sessions(session, user_id, but=this)
    trust_no_browser(session, user_id)
    note(session, user_id, "account.sessions_ended")


def be_told(session: Session, actor: Actor, *, told: bool) -> None:
    """Choose whether a mail tells of sign-ins from unknown browsers.

    Raises:
        Forbidden: nobody is signed in.
    """
    session.execute(update(User).where(User.id == _number_of(actor)).values(told_of_browsers=told))


def _number_of(actor: Actor) -> int:
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id
