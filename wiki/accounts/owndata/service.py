"""Ask for an archive, make it, hand it out for a week; leave, at once or after a time to change one's mind."""

import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.owndata.models import OwnDataArchive, OwnDataPiece
from wiki.accounts.owndata.queries import open_archive
from wiki.accounts.owndata.registry import OwnData
from wiki.accounts.queries import actor_of
from wiki.accounts.service import check_not_last_admin, delete_account, note
from wiki.accounts.signins import end_sessions
from wiki.db import now
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.jobs.service import enqueue
from wiki.mail import service as mail
from wiki.permissions import Actor, Rules

MAKE_JOB = "accounts.own_data"
LEAVE_JOB = "accounts.leave"
KEPT = timedelta(days=7)
TIME_TO_THINK = timedelta(days=7)
PIECE_BYTES = 1024 * 1024
MOST_BYTES = 512 * 1024 * 1024
_IN_MEMORY = 4 * PIECE_BYTES
_README = """# Vos données

Cette archive contient ce que le site sait de vous, le {date}.

- `compte.json` : votre nom, votre adresse, vos territoires et vos rôles.
- `textes/` : les versions de pages que vous avez écrites, en Markdown ; `textes/liste.json` dit lesquelles.
- `donnees/` : tout le reste, un fichier par sorte de chose (recherches gardées, brouillons, messages, abonnements,
  connexions, clés d'accès, jetons…). Les mots de passe, codes et jetons eux-mêmes n'y sont pas.
- `journal.json` : ce que vous avez fait de sensible, et ce qui a été fait à votre compte.

Les fichiers `.json` se lisent avec n'importe quel éditeur de texte ; les dates sont en temps universel.
"""


def ask(session: Session, actor: Actor, at: datetime | None = None) -> None:
    """Have an archive made; a former one is gone.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: one is being made.
    """
    if actor.user_id is None:
        raise Forbidden
    moment = at or now()
    sweep(session, moment)
    waiting = select(OwnDataArchive).where(
        OwnDataArchive.user_id == actor.user_id, OwnDataArchive.state == "waiting"
    )
    if session.scalar(waiting) is not None:
        raise Invalid({"": _l("Votre archive est déjà en préparation.")})
    session.execute(delete(OwnDataArchive).where(OwnDataArchive.user_id == actor.user_id))
    archive = OwnDataArchive(user_id=actor.user_id, asked_at=moment, expires_at=moment + KEPT)
    session.add(archive)
    session.flush()
    enqueue(session, MAKE_JOB, {"archive_id": archive.id})
    note(session, actor.user_id, "account.data_asked")


def write_archive(session: Session, data: OwnData, rules: Rules, archive_id: int, file: IO[bytes]) -> bool:
    """Write the ZIP that was asked for; False where nobody waits for it any more.

    Raises:
        Invalid: there is more than an archive may hold.
    """
    archive = session.get(OwnDataArchive, archive_id)
    if archive is None or archive.state != "waiting":
        return False
    actor = actor_of(session, archive.user_id, rules)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("LISEZMOI.md", _README.format(date=f"{now():%d/%m/%Y}"))
        for part in data.parts:
            for name, content in part(session, actor):
                out.writestr(name, content)
                if file.tell() > MOST_BYTES:
                    raise Invalid({"": _l("Il y a plus de données que ce qu'une archive peut contenir.")})
    return True


def keep_archive(session: Session, archive_id: int, file: IO[bytes], at: datetime | None = None) -> None:
    """Keep what was written, in pieces, and tell its owner by mail."""
    archive = session.get(OwnDataArchive, archive_id, with_for_update=True)
    if archive is None or archive.state != "waiting":
        return
    file.seek(0)
    for number, piece in enumerate(iter(lambda: file.read(PIECE_BYTES), b"")):
        session.add(OwnDataPiece(archive_id=archive.id, number=number, content=piece))
        archive.size += len(piece)
        session.flush()
    archive.state, archive.expires_at = "ready", (at or now()) + KEPT
    user = session.get_one(User, archive.user_id)
    if user.email is not None:
        mail.send(session, user.email, "own_data", user.locale)


def temporary_file() -> IO[bytes]:
    """Where an archive is written first: in memory while it is small."""
    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def read_pieces(session: Session, archive: OwnDataArchive) -> Iterator[bytes]:
    """The bytes of an archive, a piece at a time."""
    numbers = select(OwnDataPiece.number).where(OwnDataPiece.archive_id == archive.id)
    for number in session.scalars(numbers.order_by(OwnDataPiece.number)).all():
        piece = session.scalar(
            select(OwnDataPiece.content).where(
                OwnDataPiece.archive_id == archive.id, OwnDataPiece.number == number
            )
        )
        yield piece or b""


def note_download(session: Session, actor: Actor, archive_id: int) -> None:
    """Write into the audit log that an archive was taken.

    Raises:
        NotFound: there is no such archive of this person.
    """
    archive = open_archive(session, actor, archive_id)
    note(session, archive.user_id, "account.data_taken")


def sweep(session: Session, at: datetime | None = None) -> None:
    """Throw archives away whose time is over."""
    session.execute(delete(OwnDataArchive).where(OwnDataArchive.expires_at <= (at or now())))


# --- leaving ---------------------------------------------------------------------------------------------


def leave_now(session: Session, actor: Actor) -> None:
    """Delete one's own account at once.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: nobody else administers the site.
    """
    user = _own_account(session, actor)
    note(session, user.id, "account.deleted")
    delete_account(session, user.id)


def leave_later(session: Session, actor: Actor, this: int, at: datetime | None = None) -> datetime:
    """Delete one's own account in a week; every other session ends now.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: nobody else administers the site.
    """
    user = _own_account(session, actor)
    check_not_last_admin(session, user)
    user.leaving_at = (at or now()) + TIME_TO_THINK
    end_sessions(session, user.id, but=this)
    enqueue(session, LEAVE_JOB, {"user_id": user.id}, due_at=user.leaving_at)
    note(session, user.id, "account.leaving")
    if user.email is not None:
        mail.send(session, user.email, "leaving", user.locale, date=f"{user.leaving_at:%d/%m/%Y}")
    return user.leaving_at


def stay(session: Session, actor: Actor) -> None:
    """Keep the account after all.

    Raises:
        Forbidden: nobody is signed in.
    """
    user = _own_account(session, actor)
    user.leaving_at = None
    note(session, user.id, "account.staying")


def leave_when_due(session: Session, user_id: int, at: datetime | None = None) -> None:
    """Delete an account whose time to think is over; one that is kept, or administers alone, stays."""
    user = session.get(User, user_id)
    if user is None or user.leaving_at is None or user.leaving_at > (at or now()):
        return
    try:
        delete_account(session, user_id)
    except Invalid:
        session.execute(update(User).where(User.id == user_id).values(leaving_at=None))
    else:
        note(session, user_id, "account.deleted")


def _own_account(session: Session, actor: Actor) -> User:
    if actor.user_id is None:
        raise Forbidden
    user = session.get(User, actor.user_id)
    if user is None:
        raise NotFound
    return user
