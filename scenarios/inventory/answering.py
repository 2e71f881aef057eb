"""Say that something answers a need, or does not, and take that back."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.inventory.models import CONFIRMED, NEED, REFUSED, InventoryAnswer, InventoryItem
from scenarios.inventory.queries import item_row
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.pages.models import Page
from wiki.pages.projection import all_see
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, require

MOST_ANSWERS = 100
"""Things about which one can say whether they answer one need."""


def judge(
    session: Session,
    actor: Actor,
    need_id: int,
    verdict: str,
    *,
    page_id: int | None = None,
    item_id: int | None = None,
) -> InventoryAnswer:
    """Say that a page, or an item, answers a need (`CONFIRMED`) or does not (`REFUSED`); the last word counts.

    Raises:
        NotFound: there is no such need or thing for this person.
        Forbidden: the actor does not keep the inventory of the need.
        Invalid: no such verdict; or the need's readers could not read what is confirmed.
    """
    need = _need(session, actor, need_id)
    if verdict not in (CONFIRMED, REFUSED):
        raise Invalid({"": _l("Dites si cela répond au besoin ou non.")})
    thing = _thing(session, actor, page_id, item_id)
    if thing is need:
        raise Invalid({"": _l("Un besoin ne se répond pas à lui-même.")})
    if verdict == CONFIRMED and not all_see(_readers(need), _readers(thing)):
        message = _l("Tout le monde ne peut pas lire cette réponse : elle n'aiderait pas qui lit le besoin.")
        raise Invalid({"": message})
    said = session.scalar(
        select(InventoryAnswer).where(
            InventoryAnswer.need_id == need.id,
            InventoryAnswer.page_id == page_id if item_id is None else InventoryAnswer.item_id == item_id,
        )
    )
    if said is None:
        said = InventoryAnswer(need_id=need.id, page_id=page_id, item_id=item_id, verdict=verdict)
        session.add(said)
    said.verdict, said.author_id, said.created_at = verdict, actor.user_id, now()
    session.flush()
    return said


def unsay(session: Session, actor: Actor, need_id: int, answer_id: int) -> None:
    """Take back what was said of something; a second time changes nothing.

    Raises:
        NotFound: there is no such need for this person.
        Forbidden: the actor does not keep its inventory.
    """
    need = _need(session, actor, need_id)
    said = session.get(InventoryAnswer, answer_id)
    if said is not None and said.need_id == need.id:
        session.delete(said)
        session.flush()


def _need(session: Session, actor: Actor, need_id: int) -> InventoryItem:
    need = item_row(session, actor, need_id, lock=True)
    if need.kind != NEED:
        raise NotFound
    require(actor, Permission.INVENTORY_KEEP, need.territory)
    return need


def _thing(session: Session, actor: Actor, page_id: int | None, item_id: int | None) -> Page | InventoryItem:
    if item_id is not None:
        return item_row(session, actor, item_id)
    page = session.scalar(select(Page).where(Page.id == page_id, visible_to(actor)))
    if page is None:
        raise NotFound
    return page


def _readers(thing: Page | InventoryItem) -> str:
    """The audience of a page, of a card, or of the page that says an item."""
    if isinstance(thing, InventoryItem) and thing.page is not None:
        return thing.page.audience_key
    return thing.audience_key
