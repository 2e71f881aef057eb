"""What of parcours is told to others: one that the national team puts forward, one that changed. Never commits."""

from collections.abc import Collection as Numbers
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.collections.models import Collection
from scenarios.collections.queries import is_public, readable_by
from scenarios.collections.reading import outlines
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.activity.service import tell
from wiki.db import now
from wiki.permissions import VISITOR, Actor
from wiki.themes.models import Theme
from wiki.watching.models import Subscription
from wiki.watching.others import Followable

KIND = "collection"
"""The kind of subscriptions."""
QUIET = timedelta(hours=1)
"""Who composes makes many small changes: they are told together, once nothing changed for this time."""
NEWS = timedelta(days=2)
"""What changed before is no news any more."""
AGAIN_AFTER = timedelta(days=30)
"""One that is put forward a second time within this is not told again."""
MOST_AT_ONCE = 500


def tell_of_feature(session: Session, actor: Actor, found: Collection) -> None:
    """Tell those who follow its themes or the parcours itself, and who composes it."""
    if _told_since(session, happens.COLLECTION_FEATURED, [found.id], now() - AGAIN_AFTER):
        return
    [outline] = outlines(session, VISITOR, [found])
    slugs = [mark.slug for mark in outline.themes]
    tell(
        session, actor.user_id, happens.COLLECTION_FEATURED, about_id=found.id, title=found.title,
        theme_ids=sorted(session.scalars(select(Theme.id).where(Theme.slug.in_(slugs)))),
        user_ids=sorted({*found.editor_ids, *([found.owner_id] if found.owner_id is not None else [])}),
    )  # fmt: skip


def tell_of_changes(session: Session, moment: datetime | None = None) -> int:
    """Tell of the public parcours that somebody follows and that changed a while ago; returns how many."""
    moment = moment or now()
    followed = select(Subscription.thing_id).where(Subscription.kind == KIND)
    # Held, so that two workers do not tell twice.
    changed = session.scalars(
        select(Collection)
        .where(is_public(), Collection.id.in_(followed))
        .where(Collection.changed_at > moment - NEWS, Collection.changed_at <= moment - QUIET)
        .order_by(Collection.id)
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True, of=Collection)
    ).all()
    ids = [found.id for found in changed]
    told = _told_since(session, happens.COLLECTION_CHANGED, ids, moment - NEWS)
    news = [found for found in changed if found.id not in told or told[found.id] < found.changed_at]
    for found in news:
        tell(session, found.owner_id, happens.COLLECTION_CHANGED, about_id=found.id, title=found.title)
    return len(news)


def followable(session: Session, actor: Actor, ids: Numbers[int]) -> Iterable[Followable]:
    """The parcours that a person may read, as they are followed."""
    query = select(Collection).where(Collection.id.in_(ids), readable_by(actor))
    return [Followable(found.id, found.title, found.path) for found in session.scalars(query)]


def still_featured(session: Session, ids: Numbers[int]) -> Sequence[int]:
    """Those of some parcours that the national team puts forward now."""
    query = select(Collection.id).where(Collection.id.in_(ids), is_public())
    return session.scalars(query.where(Collection.featured_position.is_not(None))).all()


def _told_since(
    session: Session, kind: str, ids: Sequence[int], moment: datetime
) -> dict[int | None, datetime]:
    """When it was told last of each of some parcours, as far as it was since a moment."""
    told = select(Happening.about_id, func.max(Happening.at)).where(
        Happening.at > moment, Happening.kind == kind, Happening.about_id.in_(ids)
    )
    return dict(session.execute(told.group_by(Happening.about_id)).all())
