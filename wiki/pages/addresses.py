"""The address of a new page: its title, with a number where another page has it already."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.errors import Invalid
from wiki.pages.models import Page
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
    """The wanted address, with a number when it is taken: by a hidden page as well, without a word about it."""
    bare = wanted or WITHOUT_LATIN_LETTERS
    stem = bare[: MAX_SLUG - _ROOM_FOR_NUMBER]
    taken = set(
        session.scalars(
            select(Page.slug).where(
                Page.territory_id == territory.id, (Page.slug == bare) | Page.slug.startswith(f"{stem}-")
            )
        )
    )
    return next(slug for slug in _numbered(bare, stem) if slug not in taken)


def _numbered(bare: str, stem: str) -> Iterator[str]:
    yield bare
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
