"""Follow, follow otherwise, stop; how and when to be told. Never commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.audit.service import record
from wiki.errors import Invalid, NotFound
from wiki.permissions import Actor
from wiki.watching.models import (
    CAN_BE_SILENCED,
    LEVELS,
    NEVER,
    NOTHING,
    RHYTHMS,
    STANDING,
    USUAL,
    Subscription,
    WatchSettings,
)
from wiki.watching.queries import fresh_settings, how_many, require_account
from wiki.watching.subjects import Subject

MOST = 500
HOURS = range(24)
DAYS = range(7)
_WHEN = _l("Choisissez quand recevoir un message.")
_HOUR = _l("Choisissez une heure de la journée.")


@dataclass(frozen=True)
class Habits:
    """How a person wants to be told; see `WatchSettings`."""

    mail: str
    direct_mail: str
    digest_hour: int
    digest_day: int
    quiet_from: int | None = None
    quiet_until: int | None = None


def follow(session: Session, actor: Actor, subject: Subject, *, level: str, mail: str) -> Subscription:
    """Follow something, or follow it otherwise; the caller found it for this very person.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: there is no such level or rhythm, or the person follows too much already.
    """
    user_id = require_account(actor)
    if level not in LEVELS or (level == NOTHING and subject.kind not in CAN_BE_SILENCED):
        raise Invalid({"level": _l("Choisissez ce que vous voulez savoir.")})
    if mail not in (USUAL, *RHYTHMS):
        raise Invalid({"mail": _WHEN})
    found = session.scalar(select(Subscription).where(*_same(user_id, subject)))
    if found is None:
        _refuse_too_many(session, actor)
        found = Subscription(user_id=user_id, kind=subject.kind, thing_id=subject.thing_id)
        session.add(found)
    found.level, found.mail = level, mail
    session.flush()
    return found


def stop(session: Session, actor: Actor, subject: Subject) -> None:
    """Follow something no more; what everybody follows is silenced.

    Raises:
        Forbidden: nobody is signed in.
    """
    user_id = require_account(actor)
    if subject.kind in STANDING:
        follow(session, actor, subject, level=NOTHING, mail=USUAL)
        return
    session.execute(delete(Subscription).where(*_same(user_id, subject)))


def stop_by_id(session: Session, actor: Actor, subscription_id: int) -> None:
    """Follow no more what may not even be seen any more.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: it is somebody else's, or gone.
    """
    user_id, found = require_account(actor), session.get(Subscription, subscription_id)
    if found is None or found.user_id != user_id:
        raise NotFound
    session.delete(found)


def change_habits(session: Session, actor: Actor, habits: Habits) -> WatchSettings:
    """Say how and when to be told.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: naming each field that cannot be used.
    """
    errors = _faults(habits)
    if errors:
        raise Invalid(errors)
    settings = kept_settings(session, require_account(actor))
    settings.mail, settings.direct_mail = habits.mail, habits.direct_mail
    settings.digest_hour, settings.digest_day = habits.digest_hour, habits.digest_day
    settings.quiet_from, settings.quiet_until = habits.quiet_from, habits.quiet_until
    return settings


def stop_mails(session: Session, user_id: int) -> None:
    """Send this person no mail of notices any more; in the site they go on."""
    settings = kept_settings(session, user_id)
    settings.mail = settings.direct_mail = NEVER
    for row in session.scalars(
        select(Subscription).where(Subscription.user_id == user_id, Subscription.mail != USUAL)
    ):
        row.mail = USUAL


def slow_down(session: Session, user_id: int) -> None:
    """Send this person one mail a week at most."""
    settings = kept_settings(session, user_id)
    settings.mail = settings.direct_mail = "weekly"
    for row in session.scalars(
        select(Subscription).where(Subscription.user_id == user_id, Subscription.mail.in_(("once", "daily")))
    ):
        row.mail = USUAL


def renew_feed_key(session: Session, actor: Actor) -> int:
    """Another key for one's own feed; the former one opens nothing from now on.

    Raises:
        Forbidden: nobody is signed in.
    """
    settings = kept_settings(session, require_account(actor))
    # Never a serial that was used before, even after the key was taken away.
    settings.feed_serial = abs(settings.feed_serial) + 1
    record(session, actor, "account.feed_opened", kind="account", thing_id=actor.user_id)
    return settings.feed_serial


def drop_feed_key(session: Session, actor: Actor) -> None:
    """No key for one's own feed any more.

    Raises:
        Forbidden: nobody is signed in.
    """
    settings = kept_settings(session, require_account(actor))
    settings.feed_serial = -abs(settings.feed_serial)
    record(session, actor, "account.feed_closed", kind="account", thing_id=actor.user_id)


def kept_settings(session: Session, user_id: int) -> WatchSettings:
    """The settings of a person as a row, held until the transaction ends."""
    found = session.get(WatchSettings, user_id, with_for_update=True)
    if found is None:
        found = fresh_settings(user_id)
        session.add(found)
        session.flush()
    return found


def forget_the_gone(session: Session) -> None:
    """Delete what those followed whose account was deleted."""
    gone = select(User.id).where(User.deleted_at.is_not(None))
    for model in (Subscription, WatchSettings):
        session.execute(delete(model).where(model.user_id.in_(gone)))


def forget_pages(session: Session, page_ids: Sequence[int]) -> None:
    """Nobody follows pages that vanish: their numbers may be another's one day."""
    forget_things(session, "page", page_ids)


def forget_things(session: Session, kind: str, ids: Sequence[int]) -> None:
    """The same for other things."""
    session.execute(delete(Subscription).where(Subscription.kind == kind, Subscription.thing_id.in_(ids)))


def _faults(habits: Habits) -> dict[str, object]:
    errors: dict[str, object] = {}
    for name in ("mail", "direct_mail"):
        if getattr(habits, name) not in RHYTHMS:
            errors[name] = _WHEN
    if habits.digest_hour not in HOURS:
        errors["digest_hour"] = _HOUR
    if habits.digest_day not in DAYS:
        errors["digest_day"] = _l("Choisissez un jour de la semaine.")
    quiet = (habits.quiet_from, habits.quiet_until)
    if None in quiet and quiet != (None, None):
        errors["quiet_from"] = _l("Donnez le début et la fin du temps calme, ou aucun des deux.")
    elif any(hour is not None and hour not in HOURS for hour in quiet):
        errors["quiet_from"] = _HOUR
    return errors


def _refuse_too_many(session: Session, actor: Actor) -> None:
    if how_many(session, actor) >= MOST:
        message = _l("Vous suivez déjà %(most)s choses : cessez d'en suivre une d'abord.", most=MOST)
        raise Invalid({"": message})


def _same(user_id: int, subject: Subject) -> tuple[ColumnElement[bool], ...]:
    return (
        Subscription.user_id == user_id,
        Subscription.kind == subject.kind,
        Subscription.thing_id == subject.thing_id,
    )
