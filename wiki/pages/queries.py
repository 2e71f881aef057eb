"""Reads of pages, each filtered by who asks: what one may not see is not found, not counted, not linked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from wiki.accounts.models import User
from wiki.errors import NotFound
from wiki.pages.beside import Beside, Told, columns_beside, expressions, readable, reading, told
from wiki.pages.models import (
    Page,
    PageTag,
    PageTheme,
    ReadMark,
    RenderedRevision,
    Revision,
)
from wiki.pages.projection import html_from
from wiki.permissions import Actor
from wiki.rendering.document import RENDERER_VERSION, read
from wiki.territories.models import NATIONAL, Territory
from wiki.themes.models import Theme, ThemeFamily

CARD_FACTS = ("durée", "public", "lieu")


@dataclass(frozen=True)
class ThemeMark:
    """A theme as a chip shows it."""

    slug: str
    name: str
    family_key: str


@dataclass(frozen=True)
class PageView:
    """All that a page's own address shows."""

    page: Page
    territory: Territory
    revision: Revision
    author_name: str
    author_handle: str
    html: str
    contents: str
    themes: tuple[ThemeMark, ...]
    seen_number: int | None
    beside: Told = field(default_factory=dict)

    @property
    def head(self) -> list[list[Any]]:
        found: list[list[Any]] = self.page.facts.get("head", [])
        return found

    @property
    def opening(self) -> str:
        """The HTML of the summary, where the page begins with a paragraph."""
        return opening_of(self.html)

    @property
    def rest(self) -> str:
        """All the HTML after `opening`."""
        return self.html[len(self.opening) :]

    @property
    def tags(self) -> list[list[str]]:
        found: list[list[str]] = self.page.facts.get("tags", [])
        return found


@dataclass(frozen=True)
class Card:
    """A page in a list."""

    id: int
    title: str
    url: str
    summary: str
    kind: str
    audience: str
    territory_name: str
    territory_slug: str
    updated_at: datetime
    author_name: str
    facts: tuple[str, ...] = ()
    themes: tuple[ThemeMark, ...] = field(default=())


def opening_of(html: str) -> str:
    """The first paragraph of a rendered page, where it begins with one. A paragraph holds no other."""
    return html[: html.find("</p>") + len("</p>")] if html.startswith("<p>") else ""


def visible_to(actor: Actor, page: Any = Page) -> ColumnElement[bool]:
    """The pages that a person may read, as a condition on Page or on another name of it."""
    keys: ColumnElement[bool] = page.audience_key.in_(sorted(actor.audiences))
    return or_(keys, page.audience_key.startswith("territory:")) if actor.is_admin else keys


def page_at(session: Session, actor: Actor, territory: str, slug: str) -> Page:
    """The page at an address.

    Raises:
        NotFound: there is none, or none that this person may see.
    """
    page = session.scalar(_page_statement(actor.is_admin), _address(actor, territory, slug))
    if page is None:
        raise NotFound
    return page


def view(session: Session, actor: Actor, territory: str, slug: str) -> PageView:
    """Everything a page's address shows, with what features above show beside it, in two statements.

    Raises:
        NotFound: there is no page there that this person may see.
    """
    asked = {**_address(actor, territory, slug), "reader": actor.user_id or 0}
    columns = columns_beside()
    row = session.execute(_view_statement(actor.is_admin, columns), asked).one_or_none()
    if row is None:
        raise NotFound
    page, revision, name, handle, stored, contents, seen, *beside = row
    html: str | None = stored
    if html is None:
        html, contents = _rendered(session, page, revision)
    themes = marks_of(session, [page.id]).get(page.id, ())
    writer = name or revision.guest_name
    return PageView(page, page.territory, revision, writer, handle or "", html, contents or "", themes, seen,
                    told(columns, beside))  # fmt: skip


def version(session: Session, page: Page, number: int) -> Revision:
    """One version of a page.

    Raises:
        NotFound: the page has no such version.
    """
    revision = session.scalar(
        select(Revision)
        .where(Revision.page_id == page.id, Revision.number == number)
        .options(joinedload(Revision.author), joinedload(Revision.approver))
    )
    if revision is None:
        raise NotFound
    return revision


def html_of(session: Session, page: Page, revision: Revision) -> tuple[str, str]:
    """Clean HTML and table of contents of any version of a page."""
    kept = session.get(RenderedRevision, revision.id)
    if kept is not None and kept.renderer == RENDERER_VERSION:
        return kept.html, kept.contents
    return _rendered(session, page, revision)


def history(session: Session, page: Page, before: int | None, limit: int) -> Sequence[Revision]:
    """Versions of a page, newest first, below a number."""
    query = select(Revision).where(Revision.page_id == page.id)
    query = query.options(joinedload(Revision.author), joinedload(Revision.approver))
    if before is not None:
        query = query.where(Revision.number < before)
    return session.scalars(query.order_by(Revision.number.desc()).limit(limit)).all()


def cards(
    session: Session,
    actor: Actor,
    *,
    territory_id: int | None = None,
    theme_ids: Sequence[int] | None = None,
    tag_id: int | None = None,
    kinds: Sequence[str] | None = None,
    author_id: int | None = None,
    ids: Sequence[int] | None = None,
    with_national: bool = True,
    but_slug: str = "",
    that: ColumnElement[bool] | None = None,
    before: int | None = None,
    limit: int = 20,
) -> list[Card]:
    """Pages as cards, last changed first. `before` is the id of the last page already shown.

    `that` is any further condition on Page and its territory.
    """
    query = _card_query(actor)
    if territory_id is not None:
        query = query.where(Page.territory_id == territory_id)
    if theme_ids is not None:
        query = query.where(Page.id.in_(select(PageTheme.page_id).where(PageTheme.theme_id.in_(theme_ids))))
    if tag_id is not None:
        query = query.where(Page.id.in_(select(PageTag.page_id).where(PageTag.tag_id == tag_id)))
    if kinds is not None:
        query = query.where(Page.kind.in_(kinds))
    if author_id is not None:
        query = query.where(Page.id.in_(select(Revision.page_id).where(Revision.author_id == author_id)))
    if ids is not None:
        query = query.where(Page.id.in_(ids))
    if but_slug:
        query = query.where(Page.slug != but_slug)
    if not with_national:
        query = query.where(Territory.slug != NATIONAL)
    if that is not None:
        query = query.where(that)
    if before is not None:
        query = query.where(_comes_after(session, actor, before))
    pages = session.scalars(query.order_by(Page.changed_at.desc(), Page.id.desc()).limit(limit)).all()
    marks = marks_of(session, [page.id for page in pages])
    return [_card(page, marks.get(page.id, ())) for page in pages]


def marks_of(session: Session, page_ids: Sequence[int]) -> dict[int, tuple[ThemeMark, ...]]:
    """The themes of some pages, in one statement; a merged theme shows as the one it became."""
    if not page_ids:
        return {}
    found: dict[int, list[ThemeMark]] = {}
    for page_id, slug, name, family in session.execute(_marks_statement(), {"page_ids": page_ids}):
        found.setdefault(page_id, []).append(ThemeMark(slug, name, family))
    return {page_id: tuple(marks) for page_id, marks in found.items()}


def theme_counts(session: Session, actor: Actor) -> dict[int, int]:
    """How many pages that this person may read are about each theme."""
    rows = session.execute(
        select(PageTheme.theme_id, func.count())
        .join(Page, Page.id == PageTheme.page_id)
        .where(visible_to(actor))
        .group_by(PageTheme.theme_id)
    )
    return dict(rows.all())


def territory_counts(session: Session, actor: Actor) -> dict[int, int]:
    """How many pages that this person may read each territory has."""
    rows = session.execute(
        select(Page.territory_id, func.count()).where(visible_to(actor)).group_by(Page.territory_id)
    )
    return dict(rows.all())


def family_counts(session: Session, actor: Actor) -> dict[int, int]:
    """How many pages that this person may read are about each family, each page once."""
    rows = session.execute(
        select(Theme.family_id, func.count(func.distinct(PageTheme.page_id)))
        .join(Theme, Theme.id == PageTheme.theme_id)
        .join(Page, Page.id == PageTheme.page_id)
        .where(visible_to(actor))
        .group_by(Theme.family_id)
    )
    return dict(rows.all())


def writable_territories(session: Session, actor: Actor) -> Sequence[Territory]:
    """Where this person may create pages, by name."""
    query = select(Territory).order_by(Territory.name)
    if not actor.is_curator:
        query = query.where(Territory.id.in_(list(actor.territories)))
    return session.scalars(query).all()


def _card_query(actor: Actor) -> Select[Page]:
    return (
        select(Page)
        .join(Page.territory)
        .where(visible_to(actor))
        .options(
            contains_eager(Page.territory),
            selectinload(Page.current)
            .load_only(Revision.author_id, Revision.guest_name)
            .joinedload(Revision.author),
        )
    )


def _comes_after(session: Session, actor: Actor, page_id: int) -> ColumnElement[bool]:
    """Pages listed after a page, by date of change and id; all of them when that page is gone, or hidden."""
    moment = session.scalar(select(Page.changed_at).where(Page.id == page_id, visible_to(actor)))
    if moment is None:
        return Page.id > 0
    return or_(Page.changed_at < moment, and_(Page.changed_at == moment, Page.id < page_id))


def _card(page: Page, themes: tuple[ThemeMark, ...]) -> Card:
    head = dict(page.facts.get("head", []))
    facts = tuple(str(head[key]) for key in CARD_FACTS if isinstance(head.get(key), str))
    author = page.current.author
    return Card(
        id=page.id,
        title=page.title,
        url=f"/{page.path}",
        summary=page.summary,
        kind=page.kind,
        audience=page.audience,
        territory_name=page.territory.name,
        territory_slug=page.territory.slug,
        updated_at=page.changed_at,
        author_name=author.name if author else page.current.guest_name,
        facts=facts if page.kind == "scenario" else (),
        themes=themes,
    )


# Statements of every page view are built once: building one costs more than asking the database.


@cache
def _page_statement(for_admin: bool) -> Select[Page]:
    return (
        select(Page)
        .join(Page.territory)
        .join(Page.current)
        .where(_at_address(for_admin))
        .options(contains_eager(Page.territory), contains_eager(Page.current))
    )


@cache
def _view_statement(for_admin: bool, columns: tuple[Beside, ...]) -> Select[*tuple[Any, ...]]:
    marked = and_(ReadMark.page_id == Page.id, ReadMark.user_id == bindparam("reader"))
    return (
        select(Page, Revision, User.name, User.handle, RenderedRevision.html, RenderedRevision.contents,
               ReadMark.number, *expressions(columns, for_admin))
        .join(Page.territory)
        .join(Revision, Revision.id == Page.current_id)
        .outerjoin(User, User.id == Revision.author_id)
        .outerjoin(RenderedRevision, _rendered_now(Revision.id))
        .outerjoin(ReadMark, marked)
        .where(_at_address(for_admin))
        .options(contains_eager(Page.territory))
    )  # fmt: skip


@cache
def _marks_statement() -> Select[*tuple[Any, ...]]:
    return (
        select(PageTheme.page_id, Theme.slug, Theme.name, ThemeFamily.slug)
        .join(Theme, Theme.id == PageTheme.theme_id)
        .join(ThemeFamily, ThemeFamily.id == Theme.family_id)
        .where(PageTheme.page_id.in_(bindparam("page_ids", expanding=True)))
        .order_by(Theme.family_id, Theme.position)
    )


def _at_address(for_admin: bool) -> ColumnElement[bool]:
    """`visible_to` somebody at an address, both told when the statement is executed (see `_address`)."""
    visible = readable(Page, for_admin)
    return and_(Territory.slug == bindparam("territory"), Page.slug == bindparam("slug"), visible)


def _address(actor: Actor, territory: str, slug: str) -> dict[str, Any]:
    return {"territory": territory, "slug": slug, **reading(actor)}


def _rendered_now(revision_id: Any) -> ColumnElement[bool]:
    return and_(RenderedRevision.revision_id == revision_id, RenderedRevision.renderer == RENDERER_VERSION)


def _rendered(session: Session, page: Page, revision: Revision) -> tuple[str, str]:
    """HTML made now, because none is stored for this renderer; the worker stores it soon."""
    source = read(revision.text, home=page.territory.slug)
    rendered = html_from(session, page, source)
    return rendered.html, rendered.toc
