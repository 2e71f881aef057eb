"""What the journal tells beside a page, as columns of the statement that finds the page."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.models import User
from wiki.nested import Items, Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page, Revision
from wiki.provenance.models import LINE, Derivation
from wiki.territories.models import Territory

MOST_COUNTED = 100


class Taken(NamedTuple):
    """A row of the journal, with its source as it stands.

    Of a source that the reader may not read, `title`, `place`, `place_slug`, `slug` and `current_number` are None.
    """

    id: int
    kind: str
    source_id: int | None
    source_number: int
    territory: str
    licence: str
    authors: str
    contributors: list[int]
    guests: list[str]
    title: str | None
    place: str | None
    place_slug: str | None
    slug: str | None
    current_number: int | None

    @property
    def is_line(self) -> bool:
        """Whether the page was adapted from the source, directly or not."""
        return self.kind in LINE

    @property
    def path(self) -> str:
        """Where the source is read; empty for who may not."""
        return f"{self.place_slug}/{self.slug}" if self.slug else ""


class Writer(NamedTuple):
    """Somebody who wrote. `order` is the number of their first revision; `handle` is empty for a closed account.

    Somebody without an account has no `id`: their name is what they gave.
    """

    order: int
    id: int | None
    name: str
    handle: str


def taken_in(told: Told) -> list[Taken]:
    """What the page's revisions took from others, in the order it was written down."""
    return sorted(Taken(*row) for row in told[TAKEN_ROWS.name] or ())


def line_in(told: Told) -> list[Taken]:
    """What the page was adapted from, nearest first, as far as the reader may read it."""
    return [taken for taken in taken_in(told) if taken.is_line and taken.path]


def is_adaptation_in(told: Told) -> bool:
    """Whether the page was adapted from another, whoever may read that one."""
    return any(taken.is_line for taken in taken_in(told))


def writers_in(told: Told) -> list[Writer]:
    """Who wrote the page, in the order of their first revisions."""
    return sorted(Writer(*row) for row in told[WRITERS.name] or ())


def thanked_in(told: Told) -> list[Writer]:
    """Who wrote what the page took, in no order."""
    return [Writer(*row) for row in told[THANKED.name] or ()]


def _taken(readable: Readable) -> ColumnElement[Any]:
    source, place, current = aliased(Page), aliased(Territory), aliased(Revision)
    owner = aliased(Territory)
    return (
        select(
            Rows(Derivation.id, Derivation.kind, Derivation.source_id, Derivation.source_number, owner.name,
                 Derivation.licence, Derivation.authors, Derivation.contributors, Derivation.guests,
                 source.title, place.name, place.slug, source.slug, current.number)
        )
        .select_from(Derivation)
        .join(owner, owner.id == Derivation.territory_id)
        .outerjoin(source, and_(source.id == Derivation.source_id, readable(source)))
        .outerjoin(place, place.id == source.territory_id)
        .outerjoin(current, current.id == source.current_id)
        .where(Derivation.page_id == Page.id)
        .correlate(Page)
        .scalar_subquery()
    )  # fmt: skip


def _writers(readable: Readable) -> ColumnElement[Any]:
    first = (
        select(Revision.author_id, Revision.guest_name, func.min(Revision.number).label("number"))
        .where(Revision.page_id == Page.id, Revision.author_id.is_not(None) | (Revision.guest_name != ""))
        .group_by(Revision.author_id, Revision.guest_name)
        .correlate(Page)
        .subquery()
    )
    writer = aliased(User)
    return (
        select(
            Rows(first.c.number, writer.id, func.coalesce(writer.name, first.c.guest_name), _handle(writer))
        )
        .select_from(first)
        .outerjoin(writer, writer.id == first.c.author_id)
        .correlate(Page)
        .scalar_subquery()
    )


def _thanked(readable: Readable) -> ColumnElement[Any]:
    number = Items(Derivation.contributors).table_valued("value", joins_implicitly=True).c.value
    numbers = (
        select(cast(number, Integer))
        # The journal first: PostgreSQL reads its lists from left to right.
        .select_from(Derivation)
        .where(Derivation.page_id == Page.id)
        .correlate(Page)
    )
    writer = aliased(User)
    return (
        select(Rows(cast(0, Integer), writer.id, writer.name, _handle(writer)))
        .select_from(writer)
        .where(writer.id.in_(numbers))
        .correlate(Page)
        .scalar_subquery()
    )


def _handle(user: type[User]) -> ColumnElement[str]:
    return func.coalesce(case((user.deleted_at.is_(None), user.handle), else_=""), "")


def _adapted(readable: Readable) -> ColumnElement[Any]:
    child = aliased(Page)
    children = (
        select(Derivation.page_id)
        .join(child, child.id == Derivation.page_id)
        .where(Derivation.source_id == Page.id, Derivation.kind.in_(LINE), readable(child))
        .distinct()
        .limit(MOST_COUNTED)
        .correlate(Page)
        .subquery()
    )
    return select(func.count()).select_from(children).correlate(Page).scalar_subquery()


def _column(name: str, query: Callable[[Readable], ColumnElement[Any]]) -> Beside:
    return Beside(f"provenance.{name}", query)


TAKEN_ROWS = _column("taken", _taken)
WRITERS = _column("writers", _writers)
THANKED = _column("thanked", _thanked)
CREDIT = (TAKEN_ROWS, WRITERS, THANKED)
"""All that a credit is made from."""
ADAPTED_COUNT = _column("adapted", _adapted)
"""How many pages that the reader may read were adapted from the page; no more than `MOST_COUNTED`."""
