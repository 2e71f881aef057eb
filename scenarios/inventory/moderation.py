"""Have an item looked at; take out what should not stand in an inventory. Every decision is in the audit log."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scenarios.inventory.models import KEPT, MAX_REASON, TAKEN_OUT, InventoryItem, InventoryReport
from scenarios.inventory.permissions import may_moderate
from scenarios.inventory.queries import item_row
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.checks import readable
from wiki.permissions import Actor, Permission, require


def report(session: Session, actor: Actor, item_id: int, reason: str) -> InventoryReport:
    """Ask those who look after a territory to look at an item; again, to change the reason.

    Raises:
        NotFound: there is no such item for this person.
        Forbidden: nobody is signed in.
        Invalid: no reason is given, or it is too long.
    """
    item = item_row(session, actor, item_id, lock=True)
    require(actor, Permission.INVENTORY_CONTACT, item.territory)
    if actor.user_id is None:
        raise Forbidden
    words = reason_of(reason, _l("Dites en une phrase ce qui ne va pas."))
    made = session.scalar(
        select(InventoryReport).where(
            InventoryReport.item_id == item.id, InventoryReport.user_id == actor.user_id
        )
    )
    is_waiting = made is not None and made.decided_at is None
    if made is None:
        made = InventoryReport(item_id=item.id, user_id=actor.user_id, reason=words)
        session.add(made)
    made.reason, made.reported_at = words, now()
    made.decided_at, made.decided_by, made.decision = None, None, ""
    session.flush()
    if not is_waiting:
        # Whoever decides knows of it already.
        tell(
            session,
            actor.user_id,
            happens.INVENTORY_REPORTED,
            territory_id=item.territory_id,
            about_id=item.id,
        )
    return made


def reports(session: Session, actor: Actor, limit: int = 100) -> Sequence[InventoryReport]:
    """What waits for a decision by this person, the first reported first.

    Raises:
        Forbidden: the actor looks after no inventory.
    """
    query = (
        select(InventoryReport)
        .join(InventoryReport.item)
        .where(InventoryReport.decided_at.is_(None), InventoryItem.removed_at.is_(None))
        .options(
            joinedload(InventoryReport.item).joinedload(InventoryItem.territory),
            joinedload(InventoryReport.reporter),
        )
    )
    if not actor.is_curator:
        query = query.where(InventoryItem.territory_id.in_(looked_after(actor)))
    return session.scalars(query.order_by(InventoryReport.id).limit(limit)).all()


def looked_after(actor: Actor) -> list[int]:
    """The territories of which a person is a referent.

    Raises:
        Forbidden: there are none.
    """
    found = [number for number in actor.territories if actor.is_referent(number)]
    if not found:
        raise Forbidden
    return found


def keep(session: Session, actor: Actor, report_id: int) -> InventoryReport:
    """Leave a reported item where it is; other reports of it are answered, too.

    Raises:
        NotFound, Forbidden: there is no such report for this person.
        Conflict: it was decided meanwhile.
    """
    found = session.get(InventoryReport, report_id, with_for_update=True)
    if found is None:
        raise NotFound
    _require(actor, found.item)
    if found.decided_at is not None:
        raise Conflict
    _answer_reports(session, actor, found.item_id, KEPT)
    _record(session, actor, "inventory.kept", found.item)
    return found


def take_out(session: Session, actor: Actor, item_id: int, reason: str) -> InventoryItem:
    """Take an item out of the inventory; its page, if it has one, keeps its words. Only those in charge put it back.

    Raises:
        NotFound, Forbidden: there is no such item for this person, or they do not look after the territory.
        Invalid: no reason is given, or it is too long.
    """
    item = item_row(session, actor, item_id, lock=True)
    _require(actor, item)
    item.taken_out_for = reason_of(reason, _l("Dites en une phrase pourquoi : le collège la lira."))
    item.removed_at = now()
    _answer_reports(session, actor, item.id, TAKEN_OUT)
    _record(session, actor, "inventory.taken_out", item)
    return item


def bring_back(session: Session, actor: Actor, item_id: int) -> InventoryItem:
    """Undo `take_out`.

    Raises:
        NotFound, Forbidden: as for `take_out`.
    """
    item = item_row(session, actor, item_id, lock=True, removed=True)
    _require(actor, item)
    if item.taken_out_for:
        item.taken_out_for, item.removed_at = "", None
        _record(session, actor, "inventory.brought_back", item)
    return item


def reason_of(typed: str, when_missing: object) -> str:
    """A reason in one line.

    Raises:
        Invalid: there is none, or it is too long.
    """
    words = " ".join(readable(typed).split())
    if not words:
        raise Invalid({"reason": when_missing})
    if len(words) > MAX_REASON:
        raise Invalid({"reason": _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_REASON)})
    return words


def _require(actor: Actor, item: InventoryItem) -> None:
    if not may_moderate(actor, item.territory_id) or actor.is_suspended:
        raise Forbidden


def _answer_reports(session: Session, actor: Actor, item_id: int, decision: str) -> None:
    waiting = select(InventoryReport).where(
        InventoryReport.item_id == item_id, InventoryReport.decided_at.is_(None)
    )
    for found in session.scalars(waiting):
        found.decided_at, found.decided_by, found.decision = now(), actor.user_id, decision


def _record(session: Session, actor: Actor, act: str, item: InventoryItem) -> None:
    record(session, actor, act, kind="inventory", thing_id=item.id, name=item.territory.slug)
