"""Reads of the journal: whom a page owes thanks, what it was adapted from, what was adapted from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.accounts.models import User
from wiki.pages.models import Page, Revision
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.provenance.licences import Licence
from wiki.provenance.models import LINE, Derivation
from wiki.rendering.head import DEFAULT_LICENCE


@dataclass(frozen=True)
class Contributor:
    """Somebody who wrote; `handle` is empty when the account is gone, `name` then says so."""

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
    """Whom a page owes thanks, as this person may know it."""
    rows = _newest_of_each_source(session, actor, page)
    own = session.scalars(
        select(User)
        .join(Revision, Revision.author_id == User.id)
        .where(Revision.page_id == page.id)
        .group_by(User.id)
        .order_by(func.min(Revision.number))
    ).all()
    people = _people(session, own, (number for row, _ in rows for number in row.contributors))
    head = dict(page.facts.get("head", []))
    return Credit(
        path=page.path,
        title=page.title,
        territory=page.territory.name,
        contributors=tuple(people[user.id] for user in own),
        authors=_joined(head.get("auteurs", "")),
        stated=Licence(_joined(head.get("licence", "")) or DEFAULT_LICENCE),
        sources=tuple(_source(row, source, people) for row, source in rows),
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


def _newest_of_each_source(
    session: Session, actor: Actor, page: Page
) -> list[tuple[Derivation, Page | None]]:
    """A row for each source, the one that took most of it, in the order in which they came in."""
    seen = and_(Page.id == Derivation.source_id, visible_to(actor))
    rows = session.execute(
        select(Derivation, Page)
        .outerjoin(Page, seen)
        .outerjoin(Page.territory)
        .where(Derivation.page_id == page.id)
        .options(contains_eager(Page.territory), joinedload(Derivation.territory))
        .order_by(Derivation.id)
    ).all()
    newest: dict[int, tuple[Derivation, Page | None]] = {}
    for row, source in rows:
        key = row.source_id or -row.id
        kept = newest.get(key)
        if kept is None or row.source_number > kept[0].source_number:
            newest[key] = row, source
    return list(newest.values())


def _source(row: Derivation, page: Page | None, people: dict[int, Contributor]) -> Source:
    told = Source(
        territory=row.territory.name,
        licence=Licence(row.licence),
        contributors=tuple(people[number] for number in row.contributors if number in people),
        authors=row.authors,
        is_origin=row.kind in LINE,
    )
    if page is None:
        return told
    return replace(told, title=page.title, path=page.path, number=row.source_number)


def _people(session: Session, known: Iterable[User], ids: Iterable[int]) -> dict[int, Contributor]:
    users = {user.id: user for user in known}
    missing = set(ids) - users.keys()
    if missing:
        users.update((user.id, user) for user in session.scalars(select(User).where(User.id.in_(missing))))
    return {
        number: Contributor(user.name, "" if user.deleted_at else user.handle)
        for number, user in users.items()
    }


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
