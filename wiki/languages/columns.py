"""What a page says of its other languages, as columns of the statement that finds the page."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.orm import aliased

from wiki.languages.models import Translation
from wiki.languages.names import own_name
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page, Revision
from wiki.territories.models import Territory


class Version(NamedTuple):
    """A page in another language that the reader may read."""

    language: str
    title: str
    territory: str
    territory_slug: str
    slug: str
    id: int

    @property
    def path(self) -> str:
        return f"{self.territory_slug}/{self.slug}"

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return own_name(self.language)


class Followed(NamedTuple):
    """The page that a page is a translation of, if the reader may read it: `number` was translated."""

    number: int
    current_number: int
    title: str
    language: str
    territory_slug: str
    slug: str

    @property
    def path(self) -> str:
        return f"{self.territory_slug}/{self.slug}"

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return own_name(self.language)

    @property
    def is_late(self) -> bool:
        """Whether the page has moved on since it was translated."""
        return self.current_number > self.number


def versions_in(told: Told) -> list[Version]:
    """The page in other languages, by the names that these give themselves."""
    found = (Version(*row) for row in told[VERSIONS.name] or ())
    return sorted(found, key=lambda version: (version.name.casefold(), version.territory, version.id))


def followed_in(told: Told) -> Followed | None:
    """The page that a page is a translation of."""
    rows = told[FOLLOWED.name] or ()
    return Followed(*rows[0]) if rows else None


def _versions(readable: Readable) -> ColumnElement[Any]:
    other, place = aliased(Page), aliased(Territory)
    return (
        select(Rows(other.language, other.title, place.name, place.slug, other.slug, other.id))
        .select_from(other)
        .join(place, place.id == other.territory_id)
        .where(other.id.in_(_of_one_kin(readable)), other.id != Page.id, readable(other))
        .correlate(Page)
        .scalar_subquery()
    )


def _of_one_kin(readable: Readable) -> Any:
    """The page that the page is a translation of, its other translations, and those of the page itself.

    Of a page that the reader may not read nothing is told: neither does it make others kin.
    """
    own, sibling, child = aliased(Translation), aliased(Translation), aliased(Translation)
    origin = aliased(Page)
    return union_all(
        select(own.source_id).where(own.page_id == Page.id).correlate(Page),
        select(sibling.page_id)
        .join(own, own.source_id == sibling.source_id)
        .join(origin, origin.id == own.source_id)
        .where(own.page_id == Page.id, readable(origin))
        .correlate(Page),
        select(child.page_id).where(child.source_id == Page.id).correlate(Page),
    )


def _followed(readable: Readable) -> ColumnElement[Any]:
    origin, place, current = aliased(Page), aliased(Territory), aliased(Revision)
    return (
        select(
            Rows(Translation.number, current.number, origin.title, origin.language, place.slug, origin.slug)
        )
        .select_from(Translation)
        .join(origin, origin.id == Translation.source_id)
        .join(place, place.id == origin.territory_id)
        .join(current, current.id == origin.current_id)
        .where(Translation.page_id == Page.id, readable(origin))
        .correlate(Page)
        .scalar_subquery()
    )


VERSIONS = Beside("languages.versions", _versions)
FOLLOWED = Beside("languages.followed", _followed)
LANGUAGES = (VERSIONS, FOLLOWED)
