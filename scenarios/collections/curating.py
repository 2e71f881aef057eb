"""What the national team puts forward, in which order and why; what it takes out of sight. Never commits."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.calls.texts import checked
from scenarios.collections import queries
from scenarios.collections.arranging import moved
from scenarios.collections.models import LONGEST_INTRODUCTION, LONGEST_REASON, Collection
from scenarios.collections.telling import tell_of_feature
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.permissions import Actor, Permission, require


def feature(session: Session, actor: Actor, collection_id: int, introduction: str) -> Collection:
    """Put a public parcours forward, or say otherwise why.

    Raises:
        Forbidden: the person is not of the national team.
        NotFound: there is no such public parcours.
        Invalid: the words are missing or too long, or there are too many parcours.
    """
    found = _public(session, actor, collection_id)
    words = checked(introduction, LONGEST_INTRODUCTION, "national_introduction")
    if not words:
        raise Invalid({"national_introduction": _l("Dites en une phrase pourquoi vous le mettez en avant.")})
    there, is_news = queries.featured(session), not found.is_featured
    if is_news:
        if len(there) >= queries.MOST_FEATURED:
            raise Invalid({"": _l("%(most)s parcours sont déjà mis en avant.", most=queries.MOST_FEATURED)})
        found.featured_position = max((other.featured_position or 0 for other in there), default=0) + 1
    found.featured_at = now()
    found.national_introduction = words
    if is_news:
        tell_of_feature(session, actor, found)
    _record(session, actor, "collection.featured", found)
    return found


def end_feature(session: Session, actor: Actor, collection_id: int) -> Collection:
    """Put it forward no more.

    Raises:
        Forbidden: the person is not of the national team.
        NotFound: there is no such public parcours.
    """
    found = _public(session, actor, collection_id)
    found.featured_position = None
    _record(session, actor, "collection.feature_ended", found)
    return found


def place(session: Session, actor: Actor, collection_id: int, way: str) -> Collection:
    """Move it among those that are put forward, as `arranging.moved` says.

    Raises:
        Forbidden: the person is not of the national team.
        NotFound: it is not put forward.
    """
    found = _public(session, actor, collection_id)
    there = queries.featured(session)
    if found not in there:
        raise NotFound
    for position, other in enumerate(moved(there, found, way), start=1):
        other.featured_position = position
    return found


def withdraw(session: Session, actor: Actor, collection_id: int, reason: str) -> Collection:
    """Take a public parcours out of everybody's sight but of those who compose it, who read why.

    Raises:
        Forbidden: the person is not of the national team.
        NotFound: there is no such public parcours.
        Invalid: no reason is given, or it is too long.
    """
    found = _public(session, actor, collection_id)
    words = checked(reason, LONGEST_REASON, "reason")
    if not words:
        raise Invalid({"reason": _l("Dites en une phrase pourquoi : la personne le lira.")})
    found.withdrawn_at, found.withdrawn_reason, found.featured_position = now(), words, None
    _record(session, actor, "collection.withdrawn", found, reason=words)
    return found


def readmit(session: Session, actor: Actor, collection_id: int) -> Collection:
    """Give a parcours that was withdrawn back to its readers.

    Raises:
        Forbidden: the person is not of the national team.
        NotFound: there is no such parcours.
        Conflict: it was not withdrawn.
    """
    require(actor, Permission.COLLECTION_FEATURE)
    found = session.get(Collection, collection_id, with_for_update=True)
    if found is None or found.deleted_at is not None:
        raise NotFound
    if found.withdrawn_at is None:
        raise Conflict
    found.withdrawn_at, found.withdrawn_reason = None, ""
    _record(session, actor, "collection.readmitted", found)
    return found


def _public(session: Session, actor: Actor, collection_id: int) -> Collection:
    """Hold all that are put forward, too: an order is one thing."""
    require(actor, Permission.COLLECTION_FEATURE)
    held = (Collection.id == collection_id) | Collection.featured_position.is_not(None)
    session.scalars(select(Collection.id).where(held).order_by(Collection.id).with_for_update()).all()
    found = queries.collection(session, actor, collection_id)
    if not found.is_public:
        raise NotFound
    return found


def _record(session: Session, actor: Actor, act: str, found: Collection, **details: str) -> None:
    record(session, actor, act, kind="collection", thing_id=found.id, name=found.title, **details)
