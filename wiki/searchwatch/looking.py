"""Ask the index again for each search that somebody follows, when there are new pages.

Only pages that are new, or newly shared, are told. They are looked for a minute after they were written, when the
indexer has seen them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.finding import forms
from wiki.finding.addresses import names, wanted
from wiki.finding.finder import Finder
from wiki.finding.queries import found_cards
from wiki.notifications.audience import Hearer
from wiki.notifications.grouping import Group
from wiki.notifications.models import Notice
from wiki.notifications.people import readers
from wiki.notifications.service import give
from wiki.permissions import Actor, Rules
from wiki.savedsearches.models import SavedSearch
from wiki.watching.models import NOTHING, Subscription
from wiki.watching.queries import settings_of

INDEXED_AFTER = timedelta(minutes=1)
AT_ONCE = 100
_MOST_NEW = 1000
_MOST_FOUND = 50
_NEW = (happens.PAGE_CREATED, happens.PAGE_SHARED)


def waiting(session: Session, moment: datetime) -> Sequence[int]:
    """Followed searches that have not been looked through since a page was written; the longest waiting first."""
    until = moment - INDEXED_AFTER
    newest = select(Happening.at).where(Happening.kind.in_(_NEW), Happening.at <= until)
    latest = session.scalar(newest.order_by(Happening.at.desc()).limit(1))
    if latest is None:
        return []
    rows = (
        select(Subscription.id)
        .where(Subscription.kind == "search", Subscription.level != NOTHING, Subscription.looked_at < latest)
        .order_by(Subscription.looked_at)
    )
    return session.scalars(rows.limit(AT_ONCE)).all()


def look(
    session: Session, finder: Finder, rules: Rules, zone: ZoneInfo, number: int, moment: datetime
) -> int:
    """Tell the follower of a search what is new and answers it; returns how many pages.

    The row is taken first, so that of two workers one finds nothing new.
    """
    until = moment - INDEXED_AFTER
    followed = session.get(Subscription, number, with_for_update=True)
    if followed is None or followed.looked_at >= until:
        return 0
    since = followed.looked_at
    pass_over(session, number, moment)
    search = session.get(SavedSearch, followed.thing_id)
    reader = readers(session, [followed.user_id], rules).get(followed.user_id)
    fresh = _fresh(session, since, until)
    if search is None or search.user_id != followed.user_id or reader is None or not fresh:
        return 0
    hearer = Hearer(followed.user_id, "search", followed.mail)
    found = [one for one in _answering(session, reader.actor, finder, search) if one in fresh]
    news = [fresh[page_id] for page_id in found if not _is_known(session, hearer, fresh[page_id])]
    for one in news:
        give(session, settings_of(session, followed.user_id), zone, _as_group(one), hearer)
    return len(news)


def pass_over(session: Session, number: int, moment: datetime) -> None:
    """Do not ask a search again before there is something new."""
    until = moment - INDEXED_AFTER
    session.execute(update(Subscription).where(Subscription.id == number).values(looked_at=until))


def _fresh(session: Session, since: datetime, until: datetime) -> dict[int, Happening]:
    rows = session.scalars(
        select(Happening)
        .where(Happening.kind.in_(_NEW), Happening.at > since, Happening.at <= until)
        .order_by(Happening.at.desc())
        .limit(_MOST_NEW)
    )
    return {one.page_id: one for one in rows if one.page_id is not None}


def _answering(session: Session, actor: Actor, finder: Finder, search: SavedSearch) -> list[int]:
    vocabulary = names(session, actor, finder)
    asked = vocabulary.known(session, forms.read(MultiDict(parse_qsl(search.arguments))))
    newest = replace(asked, sort="recents", page=1)
    return [
        card.id
        for card in found_cards(session, actor, finder, wanted(session, newest, vocabulary, _MOST_FOUND))
    ]


def _is_known(session: Session, hearer: Hearer, one: Happening) -> bool:
    """Whether the person wrote the page, or was told of it for another reason."""
    if one.actor_id == hearer.user_id:
        return True
    told = select(Notice.id).where(
        Notice.user_id == hearer.user_id, Notice.page_id == one.page_id, Notice.kind.in_(_NEW)
    )
    return session.scalar(told.limit(1)) is not None


def _as_group(one: Happening) -> Group:
    return Group(
        ids=(one.id,), kind=one.kind, page_id=one.page_id, territory_id=one.territory_id, actor_id=one.actor_id,
        first_id=one.about_id, about_id=one.about_id, began_at=one.at, at=one.at,
    )  # fmt: skip
