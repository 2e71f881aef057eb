"""Reads of translations, as far as one may see the pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from wiki.languages.columns import LANGUAGES, Followed, Version, followed_in, versions_in
from wiki.languages.models import Translation
from wiki.pages.beside import told_beside
from wiki.pages.models import Page, Revision
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import Territory


@dataclass(frozen=True)
class Late:
    """A translation whose source has moved on since version `number`."""

    page: Page
    source: Page
    number: int
    current_number: int


def of_page(session: Session, actor: Actor, page: Page) -> tuple[list[Version], Followed | None]:
    """The page in other languages, and the page that it is a translation of."""
    told = told_beside(session, actor, page, LANGUAGES)
    return versions_in(told), followed_in(told)


def lateness(session: Session, page_ids: Sequence[int]) -> dict[int, int]:
    """How many versions behind their source some translations are: page id → number."""
    source, current = aliased(Page), aliased(Revision)
    rows = session.execute(
        select(Translation.page_id, current.number - Translation.number)
        .join(source, source.id == Translation.source_id)
        .join(current, current.id == source.current_id)
        .where(Translation.page_id.in_(page_ids))
    )
    return {page_id: max(0, behind) for page_id, behind in rows}


def translation_in(session: Session, actor: Actor, source: Page, language: str) -> Page | None:
    """A translation of a page in a language that this person may read."""
    return session.scalar(
        select(Page)
        .join(Translation, Translation.page_id == Page.id)
        .where(Translation.source_id == source.id, Page.language == language, visible_to(actor))
        .options(joinedload(Page.territory))
        .order_by(Page.id)
        .limit(1)
    )


def late_in(
    session: Session, actor: Actor, territory: Territory, before: int | None, limit: int
) -> list[Late]:
    """The late translations of a territory that this person may read with their sources, newest page first.

    Raises:
        Forbidden: the actor does not look after the territory.
    """
    require(actor, Permission.TERRITORY_EDIT, territory)
    source, current, place = aliased(Page), aliased(Revision), aliased(Territory)
    readable = select(Page.id).where(visible_to(actor)).scalar_subquery()
    query = (
        select(Page, source, Translation.number, current.number)
        .join(Page.territory)
        .join(Translation, Translation.page_id == Page.id)
        .join(source, source.id == Translation.source_id)
        .join(place, place.id == source.territory_id)
        .join(current, current.id == source.current_id)
        .where(Page.territory_id == territory.id, visible_to(actor), current.number > Translation.number)
        .where(source.id.in_(readable))
        .options(contains_eager(Page.territory), contains_eager(source.territory.of_type(place)))
        .order_by(Page.id.desc())
        .limit(limit)
    )
    rows = session.execute(query if before is None else query.where(Page.id < before))
    return [Late(*row) for row in rows]


def late_count(session: Session, actor: Actor, territory: Territory) -> int:
    """How many translations of a territory are late, as far as this person may read them with their sources."""
    source, current = aliased(Page), aliased(Revision)
    readable = select(Page.id).where(visible_to(actor)).scalar_subquery()
    return (
        session.scalar(
            select(func.count())
            .select_from(Page)
            .join(Translation, Translation.page_id == Page.id)
            .join(source, source.id == Translation.source_id)
            .join(current, current.id == source.current_id)
            .where(Page.territory_id == territory.id, visible_to(actor), current.number > Translation.number)
            .where(source.id.in_(readable))
        )
        or 0
    )
