"""The copy of a version: everything that a feature shows, read once from the text when it is retained.

Links and pictures stand as they were then; the files themselves are held by the names of their bytes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.featuring.models import Feature, FeatureFile, FeatureTheme
from wiki.attachments.consents import is_shown
from wiki.attachments.media.pictures import widths_below
from wiki.attachments.models import File, FileVersion
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, Revision
from wiki.pages.projection import MAX_TAGS, facts, reachable
from wiki.provenance.models import LINE, Derivation
from wiki.provenance.queries import derivations
from wiki.rendering.document import RENDERER_VERSION, Rendered, Source, read
from wiki.rendering.rules.images import Picture
from wiki.themes.queries import resolve
from wiki.themes.service import ensure_tags

KIND = "scenario"
MOST_FILES = 100
_TAG = re.compile(r"<(?:img|a|audio|video|source)\b[^>]*>")
_ADDRESS = re.compile(r"/fichiers/(\d{1,9})/")


def copy_into(session: Session, feature: Feature, page: Page, revision: Revision) -> None:
    """Make a feature say what a version of a public page says, with all that it takes to show it without the page."""
    source = read(revision.text, home=page.territory.slug)
    feature.text, feature.written_at = revision.text, revision.created_at
    feature.title, feature.summary = source.title[:300], source.summary[:400]
    feature.language = source.head.language[:20]
    feature.territory, feature.territory_name = page.territory, page.territory.name
    feature.slug = page.slug
    feature.facts = facts(source, ensure_tags(session, source.head.tags[:MAX_TAGS]))
    feature.credit = credit_of(session, page, revision, source)
    themes = resolve(session, source.head.themes).themes
    feature.themes = [
        FeatureTheme(theme_id=theme.id, position=place) for place, theme in enumerate(dict.fromkeys(themes))
    ]
    feature.files = _kept_files(session, source.files)
    rendered = render(session, feature, source)
    feature.html, feature.contents, feature.renderer = rendered.html, rendered.toc, RENDERER_VERSION
    session.add(feature)
    session.flush()


def credit_of(session: Session, page: Page, revision: Revision, source: Source) -> dict[str, Any]:
    """Whom a version owes thanks: accounts by their ids, so that a name that goes is not kept here."""
    writers, guests = _writers(session, page.id, revision.number)
    return {
        "writers": writers,
        "guests": guests,
        "authors": ", ".join(source.head.authors)[:500],
        "licence": source.head.licence[:60],
        "sources": [_owed(row) for row in _newest(derivations(session, page.id, until=revision.number))],
    }


def render(session: Session, feature: Feature, source: Source) -> Rendered:
    """The copy as clean HTML, with its files at the addresses that the text names, and links as they stand now."""
    # Whoever reads a feature is anybody.
    reader = Page(audience_key="public", kind=KIND)
    existing = reachable(session, reader, [link.path for link in source.links])
    pictures = {file.file_id: _picture(file) for file in feature.files if file.width is not None}
    return source.html(existing, tools_of(KIND).shape, pictures)


def leading_to_copies(html: str, feature: Feature) -> str:
    """Clean HTML, or a text, in which what leads to files that were kept leads to their copies."""
    kept = {file.file_id for file in feature.files}

    def of_copy(address: re.Match[str]) -> str:
        return f"{feature.url}{address[0]}" if int(address[1]) in kept else address[0]

    return _TAG.sub(lambda tag: _ADDRESS.sub(of_copy, tag[0]), html)


def _picture(file: FeatureFile) -> Picture:
    version = file.as_version()
    widths = widths_below(version.width or 0) if version.is_resizable else ()
    return Picture(version.width or 1, version.height or 1, version.number, file.alt, widths)


def _kept_files(session: Session, numbers: Sequence[int]) -> list[FeatureFile]:
    """Those that everybody may see; nobody else's are shown by a page that everybody reads."""
    rows = session.execute(
        select(File, FileVersion)
        .join(Page, Page.id == File.page_id)
        .join(FileVersion, FileVersion.id == File.current_id)
        .where(File.id.in_(numbers[:MOST_FILES]), File.deleted_at.is_(None), is_shown())
        .where(Page.audience_key == "public")
    )
    return [
        FeatureFile(
            file_id=file.id, version_number=version.number, page_id=file.page_id,
            name=file.name, alt=file.alt, media_type=version.media_type, width=version.width,
            height=version.height, is_animated=version.is_animated, size=version.size,
            blob_hash=version.blob_hash,
        )
        for file, version in rows
    ]  # fmt: skip


def _writers(session: Session, page_id: int, number: int) -> tuple[list[int], list[str]]:
    """Accounts and guests who wrote the page up to a version, in the order of their first one."""
    rows = session.execute(
        select(Revision.author_id, Revision.guest_name)
        .where(Revision.page_id == page_id, Revision.number <= number)
        .group_by(Revision.author_id, Revision.guest_name)
        .order_by(func.min(Revision.number))
    ).all()
    return [row.author_id for row in rows if row.author_id], [
        row.guest_name for row in rows if row.guest_name
    ]


def _newest(rows: Sequence[Derivation]) -> list[Derivation]:
    """A row for each source, the one that took most of it."""
    newest: dict[int, Derivation] = {}
    for row in rows:
        key = row.source_id or -row.id
        if key not in newest or row.source_number > newest[key].source_number:
            newest[key] = row
    return list(newest.values())


def _owed(row: Derivation) -> Mapping[str, Any]:
    return {
        "page_id": row.source_id,
        "number": row.source_number,
        "territory_id": row.territory_id,
        "licence": row.licence,
        "authors": row.authors,
        "contributors": row.contributors,
        "guests": row.guests,
        "is_origin": row.kind in LINE,
    }
