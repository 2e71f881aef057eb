"""Ask for a letter, confirm it, change it, stop it, send it. Whether an address has one is told to that address only.

Never commits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm import Session

from wiki.accounts.identity import known_locale, normal_email
from wiki.db import now
from wiki.digests.items import Item, items
from wiki.digests.stopping import StopLinks, headers
from wiki.errors import Invalid, NotFound
from wiki.letters.models import Letter
from wiki.letters.queries import known, last_happening, name_of, news
from wiki.mail import service as mail
from wiki.notifications.grouping import Group, grouped
from wiki.notifications.models import Notice
from wiki.notifications.queries import told
from wiki.notifications.service import as_group
from wiki.permissions import VISITOR
from wiki.watching.models import DAILY, WEEKLY
from wiki.watching.queries import fresh_settings
from wiki.watching.subjects import Subject
from wiki.watching.timing import next_digest

CONFIRMED_WITHIN = timedelta(days=3)
MOST_ITEMS = 30
RHYTHMS = (DAILY, WEEKLY)


@dataclass(frozen=True)
class Links:
    """Makes the links that stand in mails: to confirm, and to change or stop."""

    confirm: StopLinks
    manage: StopLinks

    def confirm_path(self, letter: Letter) -> str:
        return f"/lettres/confirmation/{self.confirm.make(letter.id)}"

    def manage_path(self, letter: Letter) -> str:
        return f"/lettres/{self.manage.make(letter.id)}"


def ask(session: Session, links: Links, subject: Subject, email: str, rhythm: str, locale: str) -> None:
    """Ask for a letter: a link is mailed, and nothing leaves before it is followed.

    Raises:
        Invalid: this is not an address, or there is no such rhythm.
    """
    address = normal_email(email)
    _check(rhythm)
    found = known(session, address, subject.kind, subject.thing_id)
    if found is None:
        found = Letter(email=address, kind=subject.kind, thing_id=subject.thing_id, rhythm=rhythm)
        session.add(found)
    found.locale = known_locale(locale) or "fr"
    if found.confirmed_at is not None:
        path = links.manage_path(found)
        mail.send(session, address, "letter_known", found.locale, name=str(subject.name), path=path)
        return
    found.rhythm, found.asked_at = rhythm, now()
    session.flush()
    path = links.confirm_path(found)
    mail.send(session, address, "letter_confirm", found.locale, name=str(subject.name), path=path)


def confirm(session: Session, letter_id: int, zone: ZoneInfo) -> Letter:
    """Let a letter leave from now on; a second time changes nothing.

    Raises:
        NotFound: it was not confirmed in time, or was stopped.
    """
    letter = letter_of(session, letter_id)
    if letter.confirmed_at is None:
        letter.confirmed_at, letter.told_until = now(), last_happening(session)
        _plan(letter, zone, letter.confirmed_at)
    return letter


def change(session: Session, letter_id: int, rhythm: str, zone: ZoneInfo) -> Letter:
    """Send a letter more often, or less.

    Raises:
        NotFound: it was stopped.
        Invalid: there is no such rhythm.
    """
    _check(rhythm)
    letter = letter_of(session, letter_id)
    letter.rhythm = rhythm
    if letter.confirmed_at is not None:
        _plan(letter, zone, now())
    return letter


def stop(session: Session, letter_id: int) -> None:
    """Send it no more, and forget the address; what was stopped already stays so."""
    session.execute(delete(Letter).where(Letter.id == letter_id))


def letter_of(session: Session, letter_id: int | None) -> Letter:
    """The letter of a link, held until the transaction ends.

    Raises:
        NotFound: it was stopped, or never confirmed in time.
    """
    letter = session.get(Letter, letter_id, with_for_update=True) if letter_id is not None else None
    if letter is None or (letter.confirmed_at is None and letter.asked_at < now() - CONFIRMED_WITHIN):
        raise NotFound
    return letter


def send(session: Session, links: Links, letter_id: int, zone: ZoneInfo, moment: datetime) -> bool:
    """Send a letter that is due, if there is anything to tell; whether it was written.

    The row is held, so that two workers do not send the same.
    """
    letter = session.get(Letter, letter_id, with_for_update=True)
    if letter is None or letter.due_at is None or letter.due_at > moment:
        return False
    happenings = news(session, letter)
    if happenings:
        letter.told_until = happenings[-1].id
    _plan(letter, zone, moment)
    groups = [one for one in grouped(as_group(session, it) for it in happenings) if not one.minor]
    name = name_of(session, letter)
    with force_locale(letter.locale):
        found = items(session, told(session, VISITOR, [_as_notice(group) for group in groups]))
        if not found or not name:
            return False
        _write(session, links, letter, name, found)
    return True


def put_off(session: Session, letter_id: int, until: datetime) -> None:
    """Try again later."""
    letter = session.get(Letter, letter_id, with_for_update=True)
    if letter is not None:
        letter.due_at = until


def sweep(session: Session) -> None:
    """Forget addresses that nobody confirmed."""
    late = Letter.asked_at < now() - CONFIRMED_WITHIN
    session.execute(delete(Letter).where(Letter.confirmed_at.is_(None), late))


def _check(rhythm: str) -> None:
    if rhythm not in RHYTHMS:
        raise Invalid({"rhythm": _l("Choisissez chaque jour ou chaque semaine.")})


def _plan(letter: Letter, zone: ZoneInfo, moment: datetime) -> None:
    letter.due_at = next_digest(letter.rhythm, fresh_settings(0), zone, moment)


def _as_notice(group: Group) -> Notice:
    """News for nobody in particular, worded like everybody's; never in the database."""
    return Notice(
        kind=group.kind, reason="", page_id=group.page_id, territory_id=group.territory_id,
        actor_id=group.actor_id, first_id=group.first_id, about_id=group.about_id, count=group.count,
        began_at=group.began_at, at=group.at,
        details={"title": group.details["title"]} if "title" in group.details else {},
    )  # fmt: skip


def _write(session: Session, links: Links, letter: Letter, name: str, found: list[Item]) -> None:
    path = links.manage_path(letter)
    mail.send(
        session, letter.email, "notices", letter.locale,
        headers=headers("<lettres.territoire-apprenant>", path),
        title=_("Du nouveau : %(title)s", title=name),
        intro=_("Voici ce qui a changé depuis le dernier message."),
        items=[item.as_json() for item in found[:MOST_ITEMS]],
        more=_("Et d'autres encore") if len(found) > MOST_ITEMS else "",
        all_at="/recents",
        why=_("Vous recevez ce message parce que cette adresse l'a demandé : « %(name)s ».", name=name),
        manage=path,
        stop=path,
    )  # fmt: skip
