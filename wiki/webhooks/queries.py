"""Webhooks and their deliveries, for who looks after them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from wiki.errors import Forbidden, NotFound
from wiki.permissions import Actor, Permission, can
from wiki.territories.models import Territory
from wiki.webhooks.models import WAITING, Delivery, Webhook


def manageable(session: Session, actor: Actor) -> Sequence[Territory]:
    """The territories whose happenings this person may have told.

    Raises:
        Forbidden: nobody is signed in, or the person looks after none.
    """
    if not actor.is_authenticated:
        raise Forbidden
    places = session.scalars(select(Territory).order_by(Territory.name)).all()
    found = [place for place in places if can(actor, Permission.WEBHOOKS_MANAGE, place)]
    if not found and not can(actor, Permission.WEBHOOKS_MANAGE):
        raise Forbidden
    return found


def listing(session: Session, actor: Actor) -> Sequence[Webhook]:
    """The webhooks that this person looks after, newest first.

    Raises:
        Forbidden: the person looks after none and could have none.
    """
    ids = [place.id for place in manageable(session, actor)]
    query = select(Webhook).options(joinedload(Webhook.territory), joinedload(Webhook.owner))
    if not actor.is_admin:
        query = query.where(Webhook.territory_id.in_(ids))
    return session.scalars(query.order_by(Webhook.id.desc())).all()


def webhook(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    """One that this person looks after.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or somebody else looks after it.
    """
    if not actor.is_authenticated:
        raise Forbidden
    found = session.get(
        Webhook, webhook_id, options=[joinedload(Webhook.territory), joinedload(Webhook.owner)]
    )
    if found is None or not can(actor, Permission.WEBHOOKS_MANAGE, found.territory):
        raise NotFound
    return found


def deliveries(session: Session, found: Webhook, before: int | None, limit: int) -> Sequence[Delivery]:
    """What was sent to one, newest first, below a number."""
    query = select(Delivery).where(Delivery.webhook_id == found.id)
    if before is not None:
        query = query.where(Delivery.id < before)
    return session.scalars(query.order_by(Delivery.id.desc()).limit(limit)).all()


def delivery(session: Session, found: Webhook, delivery_id: int) -> Delivery:
    """One message to a webhook.

    Raises:
        NotFound: there is none.
    """
    one = session.get(Delivery, delivery_id)
    if one is None or one.webhook_id != found.id:
        raise NotFound
    return one


def due(session: Session, moment: datetime, limit: int) -> Sequence[int]:
    """Messages to send now, oldest first; those of a webhook that is paused wait."""
    query = (
        select(Delivery.id)
        .join(Webhook, Webhook.id == Delivery.webhook_id)
        .where(
            Delivery.state == WAITING,
            Delivery.due_at <= moment,
            Webhook.disabled_at.is_(None),
            or_(Webhook.paused_until.is_(None), Webhook.paused_until <= moment),
        )
        .order_by(Delivery.id)
    )
    return session.scalars(query.limit(limit)).all()


def listening(session: Session) -> Sequence[Webhook]:
    """The webhooks that are called."""
    return session.scalars(select(Webhook).where(Webhook.disabled_at.is_(None))).all()
