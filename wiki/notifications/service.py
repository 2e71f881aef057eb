"""Turn happenings into notices, each once; read them, put them away. Never commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.activity.service import tell
from wiki.db import now
from wiki.errors import NotFound
from wiki.notifications.audience import Hearer, hearers, may_hear, origins
from wiki.notifications.grouping import Group, class_of, folded, grouped, without_echoes, without_routine
from wiki.notifications.models import Notice, ToldHappening
from wiki.notifications.people import readers
from wiki.notifications.reasons import MEANT
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor, Rules
from wiki.watching.models import USUAL, WatchSettings
from wiki.watching.queries import require_account, settings_of_all
from wiki.watching.timing import due_at

OLD = timedelta(days=1)
"""What is older when it is told was brought in with its dates: it is no news."""
TOGETHER = timedelta(days=1)
"""What was not read or mailed yet is put together with what follows within this time."""
READ_FOR, KEPT_FOR = timedelta(days=90), timedelta(days=365)
_KEPT_DETAILS = ("name", "summary", "outcome", "title", "audience_key", "reason", "message_id")
_FOLDABLE = ("mine", "tag", "theme", "family", "territory")
"""Reasons for which many pages at once are told as one line; of a page one follows by itself, one wants to know."""


def tell_people(
    session: Session, rules: Rules, zone: ZoneInfo, ids: Sequence[int], told_at: datetime
) -> None:
    """Make notices of some happenings for everybody whom they concern; what was told before is left out.

    Args:
        told_at: when the happenings were told; those that were old already are no news.
    """
    happenings = _fresh(session, ids, told_at)
    groups = without_routine(grouped(as_group(session, one) for one in happenings))
    pages = _pages(session, groups)
    found: dict[int, list[tuple[Group, Hearer]]] = {}
    for group in groups:
        for hearer in hearers(session, group, pages.get(group.page_id or 0)).values():
            found.setdefault(hearer.user_id, []).append((group, hearer))
    people, habits = readers(session, found, rules), settings_of_all(session, found)
    for user_id, reader in people.items():
        heard = [
            (group, it)
            for group, it in found[user_id]
            if may_hear(reader, group, pages.get(group.page_id or 0))
        ]
        _write(session, habits[user_id], zone, heard)
    _tell_of_adaptations(session, groups, pages)


def as_group(session: Session, one: Happening) -> Group:
    """A happening as what it can be put together with others as."""
    is_edit = one.kind == happens.PAGE_EDITED
    return Group(
        ids=(one.id,), kind=one.kind, page_id=one.page_id, territory_id=one.territory_id, actor_id=one.actor_id,
        first_id=one.about_id, about_id=one.about_id, began_at=one.at, at=one.at,
        minor=is_edit and _is_minor(session, one), details=dict(one.details),
    )  # fmt: skip


def give(session: Session, settings: WatchSettings, zone: ZoneInfo, group: Group, hearer: Hearer) -> None:
    """Add a line to somebody's notices, or put it together with one that is not read yet."""
    kept = _to_join(session, hearer.user_id, group)
    count, kind, first_id, began_at = group.count, group.kind, group.first_id, group.began_at
    if kept is not None:
        count, kind, first_id = kept.count + count, kept.kind, kept.first_id
        began_at = min(kept.began_at, began_at)
        # The line comes first again: lists are in the order of numbers.
        session.delete(kept)
        session.flush()
    rhythm = _rhythm(settings, hearer)
    session.add(
        Notice(
            user_id=hearer.user_id, kind=kind, reason=hearer.reason, page_id=group.page_id,
            territory_id=group.territory_id, actor_id=group.actor_id, first_id=first_id, about_id=group.about_id,
            count=count, began_at=began_at, at=group.at, mail=rhythm,
            details={key: group.details[key] for key in _KEPT_DETAILS if key in group.details},
            mail_due=due_at(rhythm, settings, zone, max(group.at, now() - OLD), began_at),
        )
    )  # fmt: skip


def mark_read(session: Session, actor: Actor, notice_id: int) -> None:
    """A line was read.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: it is somebody else's, or gone.
    """
    _mark(session, actor, Notice.id == notice_id, now())


def mark_unread(session: Session, actor: Actor, notice_id: int) -> None:
    """A line is to be looked at again.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: it is somebody else's, or gone.
    """
    _mark(session, actor, Notice.id == notice_id, None)


def mark_all_read(session: Session, actor: Actor, until: int) -> None:
    """Everything up to a line was read; what came since, nobody has seen.

    Raises:
        Forbidden: nobody is signed in.
    """
    session.execute(
        update(Notice)
        .where(Notice.user_id == require_account(actor), Notice.id <= until, Notice.read_at.is_(None))
        .values(read_at=now())
    )


def drop(session: Session, actor: Actor, ids: Sequence[int]) -> None:
    """Take away lines about what the person may not read any more."""
    session.execute(delete(Notice).where(Notice.user_id == require_account(actor), Notice.id.in_(ids)))


def forget_pages(session: Session, page_ids: Sequence[int]) -> None:
    """Take away what was told of pages that vanish."""
    session.execute(delete(Notice).where(Notice.page_id.in_(page_ids)))


def forget_the_gone(session: Session) -> None:
    """Take away what those were told whose account was deleted."""
    session.execute(
        delete(Notice).where(Notice.user_id.in_(select(User.id).where(User.deleted_at.is_not(None))))
    )


def sweep(session: Session) -> None:
    """Forget what was read long ago, what is very old, and which happenings were told."""
    moment = now()
    session.execute(delete(Notice).where(Notice.read_at < moment - READ_FOR))
    session.execute(delete(Notice).where(Notice.at < moment - KEPT_FOR))
    session.execute(delete(ToldHappening).where(ToldHappening.at < moment - READ_FOR))


def _mark(session: Session, actor: Actor, which: Any, read_at: datetime | None) -> None:
    mine = (Notice.user_id == require_account(actor), which)
    if not session.execute(update(Notice).where(*mine).values(read_at=read_at)).rowcount:  # type: ignore[attr-defined]  # an update
        raise NotFound


def _fresh(session: Session, ids: Sequence[int], told_at: datetime) -> Sequence[Happening]:
    known = set(
        session.scalars(select(ToldHappening.happening_id).where(ToldHappening.happening_id.in_(ids)))
    )
    session.add_all(ToldHappening(happening_id=number) for number in sorted(set(ids) - known))
    session.flush()
    return session.scalars(
        select(Happening)
        .where(Happening.id.in_(set(ids) - known), Happening.at > told_at - OLD)
        .order_by(Happening.id)
    ).all()


def _is_minor(session: Session, one: Happening) -> bool:
    found = select(Revision.minor).where(Revision.page_id == one.page_id, Revision.number == one.about_id)
    return bool(session.scalar(found))


def _pages(session: Session, groups: Iterable[Group]) -> dict[int, Page]:
    wanted = {group.page_id for group in groups if group.page_id is not None}
    return {page.id: page for page in session.scalars(select(Page).where(Page.id.in_(wanted)))}


def _write(
    session: Session, settings: WatchSettings, zone: ZoneInfo, heard: list[tuple[Group, Hearer]]
) -> None:
    """One person's lines."""
    told = {group.ids for group in without_echoes([group for group, _hearer in heard])}
    heard = [(group, hearer) for group, hearer in heard if group.ids in told]
    by_ids = {group.ids: hearer for group, hearer in heard}
    alone = [group for group, hearer in heard if hearer.reason not in _FOLDABLE]
    for group in [*alone, *folded([group for group, hearer in heard if hearer.reason in _FOLDABLE])]:
        hearer = by_ids.get(group.ids) or next(it for ids, it in by_ids.items() if set(ids) <= set(group.ids))
        give(session, settings, zone, group, hearer)


def _to_join(session: Session, user_id: int, group: Group) -> Notice | None:
    found = class_of(group.kind)
    if not found or group.page_id is None:
        return None
    candidates = session.scalars(
        select(Notice)
        .where(
            Notice.user_id == user_id,
            Notice.read_at.is_(None),
            Notice.page_id == group.page_id,
            Notice.actor_id == group.actor_id if group.actor_id is not None else Notice.actor_id.is_(None),
            Notice.mailed_at.is_(None),
            Notice.at > now() - TOGETHER,
        )
        .order_by(Notice.id.desc())
    )
    return next((one for one in candidates if class_of(one.kind) == found), None)


def _rhythm(settings: WatchSettings, hearer: Hearer) -> str:
    if hearer.reason in MEANT:
        return settings.direct_mail
    return settings.mail if hearer.mail == USUAL else hearer.mail


def _tell_of_adaptations(session: Session, groups: Iterable[Group], pages: dict[int, Page]) -> None:
    """An adaptation that others may read now is news of its origin: an adaptation begins as a private draft."""
    for group in groups:
        page = pages.get(group.page_id or 0)
        if (
            page is None
            or group.kind not in (happens.PAGE_CREATED, happens.PAGE_SHARED)
            or page.audience == "draft"
        ):
            continue
        for source in session.scalars(select(Page).where(Page.id.in_(origins(session, page.id)))):
            tell(
                session, group.actor_id, happens.PAGE_ADAPTED, page_id=source.id,
                territory_id=source.territory_id, about_id=page.id, at=group.at,
            )  # fmt: skip
