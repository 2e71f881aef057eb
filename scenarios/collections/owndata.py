"""The steps of one's own parcours in the archive of one's own data; the parcours themselves are there already."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.collections.models import Collection, CollectionItem
from wiki.accounts.owndata.gathering import as_json
from wiki.accounts.owndata.registry import Entry
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.models import Territory


def own_steps(session: Session, actor: Actor) -> Iterable[Entry]:
    """What a person wrote in parcours, in order, with the addresses of the pages that they may read."""
    rows = session.execute(
        select(Collection.title, CollectionItem, Territory.slug, Page.slug)
        .join(CollectionItem, CollectionItem.collection_id == Collection.id)
        .outerjoin(Page, (Page.id == CollectionItem.page_id) & visible_to(actor))
        .outerjoin(Territory, Territory.id == Page.territory_id)
        .where((Collection.owner_id == actor.user_id) | (CollectionItem.added_by == actor.user_id))
        .order_by(Collection.id, CollectionItem.position)
    )
    found = [
        {"parcours": title, "etape": item.position + 1, "page": f"{place}/{slug}" if slug else None,
         "version": item.number, "mot": item.note, "ajoutee": item.added_at, "retiree": item.removed_at}
        for title, item, place, slug in rows
    ]  # fmt: skip
    if found:
        yield "donnees/parcours-etapes.json", as_json(found)
