"""Everything that is read out of a revision's text when it becomes current, and again by `territoire rebuild`."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import CompoundSelect, and_, delete, insert, select, tuple_, union_all
from sqlalchemy.orm import Session

from wiki.jobs.service import enqueue
from wiki.outbox.service import announce, announce_all
from wiki.pages.kinds import tools_of
from wiki.pages.models import (
    TELLS_OF_OTHERS,
    FormerAddress,
    Page,
    PageLink,
    PageTag,
    PageTheme,
    RenderedRevision,
    Revision,
)
from wiki.pages.pictures import page_files
from wiki.pages.projections import project_more
from wiki.rendering.document import RENDERER_VERSION, Rendered, Source
from wiki.rendering.rules.images import NO_PICTURES
from wiki.rendering.rules.wikilinks import LinkTarget
from wiki.rendering.slugs import slugify
from wiki.territories.models import Territory
from wiki.themes.models import Tag, Theme
from wiki.themes.service import ensure_tags

RENDER_JOB = "pages.render"
TOLD_OF = "scénario"
"""The key of its head that names that page, as `territoire/slug@numéro`: a link like those of the body."""
MAX_TAGS = 40
"""A page with more is tagged with everything, which is nothing."""
_PATHS_AT_ONCE = 5000
"""Databases limit the values of one statement (PostgreSQL: 65535)."""
_MOST_ADDRESSES = 5000
_FILES = "/fichiers/"
_PATH = re.compile(r"[a-z0-9-]{1,80}/[a-z0-9-]{1,80}")
_NOT_FACTS = frozenset({"format", "themes", "mots-cles", "titre"})


def project(
    session: Session, page: Page, revision: Revision, source: Source, themes: Iterable[Theme]
) -> None:
    """Make the page say what the revision's text says, and announce that it changed."""
    project_more(session, page, source)
    page.title = source.title[:300]
    page.title_key = title_key(source.title)
    page.summary = source.summary[:400]
    page.language = source.head.language[:20]
    tags = ensure_tags(session, source.head.tags[:MAX_TAGS])
    page.facts = facts(source, tags)
    _replace(session, PageTheme, page.id, "theme_id", {theme.id for theme in themes})
    _replace(session, PageTag, page.id, "tag_id", {tag.id for tag in tags})
    _replace_links(session, page, source)
    if _may_name_files(page, revision, source):
        page_files().note(session, page, source.files)
    store_html(session, page, revision, source)
    announce(session, page.id, revision.id)


def _may_name_files(page: Page, revision: Revision, source: Source) -> bool:
    """Most texts neither name a file nor did before: then nothing has to be asked."""
    if source.files or page.current_id is None:
        return bool(source.files)
    return page.current_id == revision.id or _FILES in page.current.text


def title_key(title: str) -> str:
    """The title as compared with others: folded; as it is where it has no Latin letter."""
    return slugify(title) or title.casefold()[:300]


def facts(source: Source, tags: Iterable[Tag]) -> dict[str, Any]:
    """The head as the fact box shows it, and the tags with their slugs."""
    shown = [
        [key, value if isinstance(value, str) else list(value)]
        for key, value in source.head.values.items()
        if slugify(key) not in _NOT_FACTS and value
    ]
    return {"head": shown, "tags": [[tag.slug, tag.name] for tag in tags]}


def store_html(session: Session, page: Page, revision: Revision, source: Source) -> None:
    """Keep the clean HTML of a page's current revision, with links as they stand now.

    That of earlier ones goes: no link table says when it would have to be made again.
    """
    versions = select(Revision.id).where(Revision.page_id == page.id)
    session.execute(
        delete(RenderedRevision).where(RenderedRevision.revision_id.in_(versions))
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    rendered = html_from(session, page, source)
    session.execute(
        insert(RenderedRevision).values(
            revision_id=revision.id, renderer=RENDERER_VERSION, html=rendered.html, contents=rendered.toc
        )
    )


def html_from(session: Session, page: Page, source: Source) -> Rendered:
    """The body of a text of the page as its kind shows it, with links as they stand now."""
    existing = reachable(session, page, [link.path for link in source.links])
    pictures = page_files().pictures(session, page, source.files) if source.files else NO_PICTURES
    return source.html(existing, tools_of(page.kind).shape, pictures)


def reachable(session: Session, page: Page, paths: Iterable[str]) -> frozenset[str]:
    """Those of the paths where every reader of the page finds a page.

    A link to a page that some of the readers may not see looks like a link to no page: the stored HTML is the
    same for all of them, and must not tell what exists.
    """
    wanted = {(place, slug) for place, _, slug in (path.partition("/") for path in paths) if "/" not in slug}
    found = (row for some in _in_parts(wanted) for row in session.execute(_keys_at(some)))
    return frozenset(f"{place}/{slug}" for place, slug, key in found if all_see(page.audience_key, key))


def _keys_at(wanted: list[tuple[str, str]]) -> CompoundSelect[Any]:
    """The audiences of the pages at some addresses; one that a page has left leads there."""
    now = select(Territory.slug, Page.slug, Page.audience_key).join(Page.territory)
    once = (
        select(Territory.slug, FormerAddress.slug, Page.audience_key)
        .join(FormerAddress, FormerAddress.territory_id == Territory.id)
        .join(Page, Page.id == FormerAddress.page_id)
    )
    return union_all(
        now.where(tuple_(Territory.slug, Page.slug).in_(wanted)),
        once.where(tuple_(Territory.slug, FormerAddress.slug).in_(wanted)),
    )


def _in_parts(wanted: set[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    listed = sorted(wanted)
    yield from (listed[start : start + _PATHS_AT_ONCE] for start in range(0, len(listed), _PATHS_AT_ONCE))


def all_see(readers: str, target: str) -> bool:
    """Whether whoever belongs to the audience `readers` also belongs to `target`."""
    return target in ("public", readers) or (target == "members" and readers != "public")


def forget_html_linking_to(session: Session, path: str) -> None:
    """A page appeared, vanished or changed audience: pages that link to it must show it."""
    sources = select(PageLink.source_id).where(PageLink.path == path)
    page_ids = session.scalars(sources).all()
    if page_ids:
        current = select(Page.current_id).where(Page.id.in_(page_ids))
        session.execute(delete(RenderedRevision).where(RenderedRevision.revision_id.in_(current)))
        enqueue(session, RENDER_JOB, {"page_ids": list(page_ids)})


def _replace(
    session: Session, table: type[PageTheme | PageTag], page_id: int, column: str, ids: set[int]
) -> None:
    """Make these the rows of the page; most saves change none of them."""
    kept = set(session.scalars(select(getattr(table, column)).where(table.page_id == page_id)))
    if kept - ids:
        session.execute(delete(table).where(table.page_id == page_id, getattr(table, column).in_(kept - ids)))
    if ids - kept:
        session.execute(
            insert(table), [{"page_id": page_id, column: number} for number in sorted(ids - kept)]
        )


def _replace_links(session: Session, page: Page, source: Source) -> None:
    named = (*_told_of(source), *_to_pages(session, source), *source.links)
    links = {link.path[:170]: link.label[:300] for link in named}
    kept = session.execute(select(PageLink.path, PageLink.label).where(PageLink.source_id == page.id)).all()
    if dict(kept) == links:
        return
    if page.kind == TELLS_OF_OTHERS:
        announce_linked(session, page.id)
    session.execute(delete(PageLink).where(PageLink.source_id == page.id))
    if links:
        rows = [{"source_id": page.id, "path": path, "label": label} for path, label in links.items()]
        session.execute(insert(PageLink), rows)
        if page.kind == TELLS_OF_OTHERS:
            announce_linked(session, page.id)


def _told_of(source: Source) -> Iterator[LinkTarget]:
    path = source.head.get(TOLD_OF).strip().strip("/").partition("@")[0]
    if _PATH.fullmatch(path):
        yield LinkTarget(path, "")


def _to_pages(session: Session, source: Source) -> Iterator[LinkTarget]:
    """The addresses of a text that lie in a territory, as those of pages do."""
    first = {link.path: link.path.partition("/")[0] for link in source.addresses[:_MOST_ADDRESSES]}
    if first:
        slugs = set(session.scalars(select(Territory.slug).where(Territory.slug.in_(set(first.values())))))
        yield from (link for link in source.addresses if first.get(link.path) in slugs)


def announce_linked(session: Session, page_id: int) -> None:
    """Announce the pages that a page links to: what it tells of them is not as it was."""
    linked = and_(PageLink.path == Territory.slug + "/" + Page.slug, PageLink.source_id == page_id)
    announce_all(session, session.scalars(select(Page.id).join(Page.territory).join(PageLink, linked)))
