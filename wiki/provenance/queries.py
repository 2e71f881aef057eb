"""Reads of the journal: whom a page owes thanks, what it was adapted from, what was adapted from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.pages.beside import Told, told_beside
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.provenance.columns import CREDIT, Taken, taken_in, thanked_in, writers_in
from wiki.provenance.licences import Licence
from wiki.provenance.models import LINE, Derivation
from wiki.rendering.head import DEFAULT_LICENCE


@dataclass(frozen=True)
class Contributor:
    """Somebody who wrote; `handle` is empty when the account is gone, as `name` then says, or there was none."""

    name: str
    handle: str


@dataclass(frozen=True)
class Source:
    """A page that something was taken from. `title`, `path` and `number` are empty for who may not read it."""

    territory: str
    licence: Licence
    contributors: tuple[Contributor, ...]
    authors: str
    is_origin: bool
    title: str = ""
    path: str = ""
    number: int = 0


@dataclass(frozen=True)
class Credit:
    """Everybody whom a page owes thanks, told by the journal and not by its text."""

    path: str
    title: str
    territory: str
    contributors: tuple[Contributor, ...]
    authors: str
    stated: Licence
    sources: tuple[Source, ...]

    @property
    def licence(self) -> Licence:
        """The licence of the page: what its head says, unless a source demands that its own be kept."""
        if self.stated.is_share_alike:
            return self.stated
        demanded = (source.licence for source in self.sources if source.licence.is_share_alike)
        return next(demanded, self.stated)


@dataclass(frozen=True)
class Ancestor:
    """A page that another was adapted from, directly or not, as it was at the revision that came into it."""

    page: Page
    number: int


def derivations(session: Session, page_id: int, until: int | None = None) -> Sequence[Derivation]:
    """What the revisions of a page, up to one, took from others: in the order it was written down."""
    query = select(Derivation).where(Derivation.page_id == page_id).order_by(Derivation.id)
    return session.scalars(query if until is None else query.where(Derivation.number <= until)).all()


def credit(session: Session, actor: Actor, page: Page) -> Credit:
    """Whom a page owes thanks, as this person may know it, in one statement."""
    return credit_of(page, told_beside(session, actor, page, CREDIT))


def credit_of(page: Page, told: Told) -> Credit:
    """Whom a page owes thanks, from what the reader was told beside it (`columns.CREDIT`)."""
    own = writers_in(told)
    people = {writer.id: Contributor(writer.name, writer.handle) for writer in (*thanked_in(told), *own)}
    head = dict(page.facts.get("head", []))
    return Credit(
        path=page.path,
        title=page.title,
        territory=page.territory.name,
        contributors=tuple(Contributor(writer.name, writer.handle) for writer in own),
        authors=_joined(head.get("auteurs", "")),
        stated=Licence(_joined(head.get("licence", "")) or DEFAULT_LICENCE),
        sources=tuple(_source(taken, people) for taken in _newest_of_each_source(told)),
    )


def ancestors(session: Session, actor: Actor, page: Page) -> list[Ancestor]:
    """What a page was adapted from, nearest first, as far as this person may read it."""
    rows = session.execute(
        select(Page, Derivation.source_number)
        .join(Derivation, Derivation.source_id == Page.id)
        .join(Page.territory)
        .where(Derivation.page_id == page.id, Derivation.kind.in_(LINE), visible_to(actor))
        .options(contains_eager(Page.territory), joinedload(Page.current))
        .order_by(Derivation.id)
    )
    return [Ancestor(*row) for row in rows]


def is_adaptation(session: Session, page: Page) -> bool:
    """Whether a page was adapted from another, whoever may read that one."""
    found = select(Derivation.id).where(Derivation.page_id == page.id, Derivation.kind.in_(LINE)).limit(1)
    return session.scalar(found) is not None


def lines_below(session: Session, actor: Actor, page: Page, limit: int) -> dict[int, list[Ancestor]]:
    """Every page adapted from this one, directly or not: its id → what it was adapted from, nearest first.

    Of pages and ancestors that this person may not read, nothing is told.
    """
    below = (
        select(Page.id)
        .join(Derivation, Derivation.page_id == Page.id)
        .where(Derivation.source_id == page.id, Derivation.kind.in_(LINE), visible_to(actor))
        .group_by(Page.id)
        .order_by(Page.id)
        .limit(limit)
        .correlate(None)
    )
    rows = session.execute(
        select(Derivation.page_id, Page, Derivation.source_number)
        .join(Page, Page.id == Derivation.source_id)
        .join(Page.territory)
        .where(Derivation.page_id.in_(below), Derivation.kind.in_(LINE), visible_to(actor))
        .options(contains_eager(Page.territory), joinedload(Page.current))
        .order_by(Derivation.page_id, Derivation.id)
    )
    found: dict[int, list[Ancestor]] = {}
    for page_id, ancestor, number in rows:
        found.setdefault(page_id, []).append(Ancestor(ancestor, number))
    return found


def _newest_of_each_source(told: Told) -> list[Taken]:
    """A row for each source, the one that took most of it, in the order in which they came in."""
    newest: dict[int, Taken] = {}
    for taken in taken_in(told):
        key = taken.source_id or -taken.id
        kept = newest.get(key)
        if kept is None or taken.source_number > kept.source_number:
            newest[key] = taken
    return list(newest.values())


def _source(taken: Taken, people: Mapping[int | None, Contributor]) -> Source:
    told = Source(
        territory=taken.territory,
        licence=Licence(taken.licence),
        contributors=(
            *(people[number] for number in taken.contributors if number in people),
            *(Contributor(name, "") for name in taken.guests),
        ),
        authors=taken.authors,
        is_origin=taken.is_line,
    )
    if not taken.path:
        return told
    return replace(told, title=taken.title or "", path=taken.path, number=taken.source_number)


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
