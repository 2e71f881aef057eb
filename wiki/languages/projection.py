"""What a text says of the page that it is a translation of."""

from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wiki.languages.models import KEY, Translation
from wiki.pages.forms import number_of
from wiki.pages.models import FormerAddress, Page
from wiki.rendering.document import Source
from wiki.rendering.head import Head
from wiki.territories.models import Territory


class Said(NamedTuple):
    """`territoire/slug@numéro`, read; a version that is not told is the first."""

    territory: str
    slug: str
    number: int


def said_in(head: Head) -> Said | None:
    """What the head says; None where it names no page."""
    path, _at, number = head.get(KEY).strip().strip("/").partition("@")
    territory, _slash, slug = path.partition("/")
    return Said(territory, slug, number_of(number) or 1) if territory and slug else None


def note(session: Session, page: Page, source: Source) -> None:
    """Keep what a text says, in the transaction that makes it current."""
    said = said_in(source.head)
    if said is None and not _said_before(page):
        return
    origin = _page_at(session, said) if said is not None else None
    row = session.get(Translation, page.id)
    if said is None or origin is None or origin == page.id:
        if row is not None:
            session.execute(delete(Translation).where(Translation.page_id == page.id))
            session.expunge(row)
    elif row is None:
        session.add(Translation(page_id=page.id, source_id=origin, number=said.number))
    else:
        row.source_id, row.number = origin, said.number


def _said_before(page: Page) -> bool:
    return any(key == KEY for key, _value in (page.facts or {}).get("head", ()))


def _page_at(session: Session, said: Said) -> int | None:
    """The page that is at an address, or was."""
    place = select(Territory.id).where(Territory.slug == said.territory).scalar_subquery()
    now = select(Page.id).where(Page.territory_id == place, Page.slug == said.slug)
    once = select(FormerAddress.page_id).where(
        FormerAddress.territory_id == place, FormerAddress.slug == said.slug
    )
    return session.scalar(now) or session.scalar(once)
