"""The archive of one's own data."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.owndata.models import OwnDataArchive
from wiki.db import now
from wiki.errors import Forbidden, NotFound
from wiki.permissions import Actor


def latest_archive(session: Session, actor: Actor, at: datetime | None = None) -> OwnDataArchive | None:
    """The archive that a person asked for last, unless its time is over.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    query = select(OwnDataArchive).where(
        OwnDataArchive.user_id == actor.user_id, OwnDataArchive.expires_at > (at or now())
    )
    return session.scalars(query.order_by(OwnDataArchive.id.desc())).first()


def open_archive(session: Session, actor: Actor, archive_id: int) -> OwnDataArchive:
    """A finished archive of this person.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none of this number that is theirs, ready and not too old.
    """
    archive = latest_archive(session, actor)
    if archive is None or archive.id != archive_id or archive.state != "ready":
        raise NotFound
    return archive
