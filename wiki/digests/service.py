"""Send what is due: one mail for a person at a time, each notice in one mail only. Never commits."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from wiki.digests.items import Item, items
from wiki.digests.stopping import headers
from wiki.mail import service as mail
from wiki.notifications.models import Notice
from wiki.notifications.people import Reader, readers
from wiki.notifications.queries import due, told
from wiki.permissions import Rules
from wiki.watching.models import DAILY, ONCE, WatchSettings
from wiki.watching.service import kept_settings
from wiki.watching.timing import next_digest

MOST_AT_ONCE = 8
"""Mails at once that one person gets in a day; what follows waits for a digest."""
MOST_ITEMS = 30
_MOST_NOTICES = 500


def send_due(
    session: Session, rules: Rules, zone: ZoneInfo, user_id: int, moment: datetime, stop: str
) -> bool:
    """Send one person what is due; whether a mail was written.

    The person's settings are held until the transaction ends, so that two workers do not send the same.

    Args:
        stop: the path that stops these mails.
    """
    settings = kept_settings(session, user_id)
    notices = due(session, user_id, moment, _MOST_NOTICES)
    reader = readers(session, [user_id], rules).get(user_id)
    if reader is None or not reader.email:
        _settle(notices, None)
        return False
    unread = [notice for notice in notices if notice.read_at is None]
    is_at_once = bool(unread) and all(notice.mail == ONCE for notice in unread)
    _settle(notices, moment)
    if is_at_once and not _counted(settings, moment.astimezone(zone)):
        _put_off(unread, next_digest(DAILY, settings, zone, moment))
        return False
    return _send(session, reader, unread, stop)


def put_off(session: Session, user_id: int, moment: datetime, until: datetime) -> None:
    """Try again later what is due now."""
    for notice in due(session, user_id, moment, _MOST_NOTICES):
        notice.mail_due = until


def _put_off(notices: Sequence[Notice], until: datetime) -> None:
    for notice in notices:
        notice.mail, notice.mail_due, notice.mailed_at = DAILY, until, None


def _settle(notices: Sequence[Notice], moment: datetime | None) -> None:
    for notice in notices:
        notice.mail_due, notice.mailed_at = None, moment


def _counted(settings: WatchSettings, local: datetime) -> bool:
    """Whether one more mail may leave at once today; then it is counted."""
    if settings.counted_on != local.date():
        settings.counted_on, settings.counted = local.date(), 0
    settings.counted += 1
    return settings.counted <= MOST_AT_ONCE


def _send(session: Session, reader: Reader, notices: Sequence[Notice], stop: str) -> bool:
    with force_locale(reader.locale):
        lines = told(session, reader.actor, notices)
        found = items(session, lines)
        if not found:
            return False
        more = len(found) - MOST_ITEMS
        mail.send(
            session, reader.email, "notices", reader.locale,
            headers=headers("<suivis.territoire-apprenant>", stop),
            title=_title(found),
            intro=_intro(found),
            items=[item.as_json() for item in found[:MOST_ITEMS]],
            more=ngettext("Et %(num)s autre page", "Et %(num)s autres pages", more) if more > 0 else "",
            all_at="/notifications",
            why=_("Vous recevez ce message parce que vous suivez ces pages, ou que cela vous concerne."),
            manage="/compte/suivis",
            stop=stop,
        )  # fmt: skip
    return True


def _title(found: Sequence[Item]) -> str:
    if len(found) == 1 and len(found[0].told) == 1:
        told_once = {"title": found[0].title, "sentence": found[0].told[0].sentence}
        return str(_("%(title)s : %(sentence)s", **told_once))
    if len(found) == 1:
        return str(_("Du nouveau : %(title)s", title=found[0].title))
    return str(ngettext("Du nouveau dans %(num)s page", "Du nouveau dans %(num)s pages", len(found)))


def _intro(found: Sequence[Item]) -> str:
    several = _("Voici ce qui a changé depuis le dernier message.")
    return str(several if len(found) > 1 else _("Voici ce qui a changé."))
