"""Addresses of pages: that of a new one is its title, with a number where another page has it or had it.

An address that a page has left leads to it for ever, unless another page takes it deliberately.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session, joinedload

from wiki.db import now
from wiki.errors import Invalid
from wiki.pages.beside import readable, reading
from wiki.pages.models import FormerAddress, Page
from wiki.pages.projection import title_key
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.rendering.slugs import MAX_SLUG, slugify
from wiki.territories.models import Territory

WITHOUT_LATIN_LETTERS = "page"
_ROOM_FOR_NUMBER = 6


class SameTitle(Invalid):
    """A page that the actor can see has this title in this territory; `path` is where it is."""

    def __init__(self, path: str) -> None:
        message = _l(
            "Une page de ce territoire porte déjà ce titre. Complétez-la, ou choisissez un autre titre."
        )
        super().__init__({"title": message})
        self.path = path


def refuse_same_title(session: Session, actor: Actor, territory: Territory, title: str, slug: str) -> None:
    """Tell of a page that has this title or address already, unless the actor may not know of it.

    Raises:
        SameTitle: naming that page.
    """
    same = session.scalar(
        select(Page)
        .where(Page.territory_id == territory.id, visible_to(actor))
        .where((Page.slug == (slug or slugify(title))) | (Page.title_key == title_key(title)))
        .order_by(Page.id)
        .limit(1)
    )
    if same is not None:
        raise SameTitle(same.path)


def free_slug(session: Session, territory: Territory, wanted: str) -> str:
    """The wanted address, with a number when it is taken: by a hidden page as well, without a word about it.

    What once was a page's address leads there, and counts as taken.
    """
    bare = wanted or WITHOUT_LATIN_LETTERS
    stem = bare[: MAX_SLUG - _ROOM_FOR_NUMBER]
    taken = {
        slug
        for table in (Page, FormerAddress)
        for slug in session.scalars(
            select(table.slug).where(
                table.territory_id == territory.id, (table.slug == bare) | table.slug.startswith(f"{stem}-")
            )
        )
    }
    return next(slug for slug in _numbered(bare, stem) if slug not in taken)


@dataclass(frozen=True)
class Former:
    """What a former address leads to; `merged_id` is the page that was there, where it was merged into `page`."""

    page: Page
    merged_id: int | None


def formerly_at(session: Session, actor: Actor, territory: str, slug: str) -> Former | None:
    """The page that once was at an address, if the actor may see it where it is now."""
    asked = {"territory": territory, "slug": slug, **reading(actor)}
    row = session.execute(_former_statement(actor.is_admin), asked).one_or_none()
    return Former(*row) if row is not None else None


def former_paths(session: Session, page: Page) -> list[str]:
    """Where a page once was, as `territoire/slug`, the last one left first."""
    rows = session.execute(
        select(Territory.slug, FormerAddress.slug)
        .join(Territory, Territory.id == FormerAddress.territory_id)
        .where(FormerAddress.page_id == page.id)
        .order_by(FormerAddress.left_at.desc(), FormerAddress.slug)
    )
    return [f"{territory}/{slug}" for territory, slug in rows]


def leave_address(session: Session, page: Page, territory_id: int, slug: str) -> None:
    """Let an address that a page leaves lead to it; the address where it is now leads nowhere else any more."""
    session.execute(
        delete(FormerAddress).where(
            FormerAddress.territory_id == page.territory_id, FormerAddress.slug == page.slug
        )
    )
    if (territory_id, slug) != (page.territory_id, page.slug):
        session.merge(FormerAddress(territory_id=territory_id, slug=slug, page_id=page.id, left_at=now()))
    session.flush()


@cache
def _former_statement(for_admin: bool) -> Select[Page, int | None]:
    """Asked for every page that is not found, hence built once."""
    return (
        select(Page, FormerAddress.merged_id)
        .join(FormerAddress, FormerAddress.page_id == Page.id)
        .join(Territory, Territory.id == FormerAddress.territory_id)
        .where(
            Territory.slug == bindparam("territory"),
            FormerAddress.slug == bindparam("slug"),
            readable(Page, for_admin),
        )
        .options(joinedload(Page.territory))
    )


def _numbered(bare: str, stem: str) -> Iterator[str]:
    yield bare
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
