"""Pages as the index sees them, read from the database as it is now."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from search.documents import Document
from wiki.pages.models import Page, PageTheme, Revision
from wiki.rendering.document import read
from wiki.territories.models import Territory
from wiki.themes.models import Theme

BATCH = 200

Stamp = tuple[object, ...]
"""All of a page that a change of its document would change."""


def theme_code(theme_id: int) -> str:
    """A theme in the index: by id, because its address changes with its name."""
    return f"theme:{theme_id}"


def family_code(family_id: int) -> str:
    """A family of themes in the index, beside the themes."""
    return f"family:{family_id}"


def documents_of(session: Session, page_ids: Sequence[int]) -> list[Document]:
    """The documents of those of the pages that exist, in two statements."""
    codes = _theme_codes(session, page_ids)
    rows: Iterable[Row[Any]] = session.execute(
        select(
            Page.id, Page.title, Page.summary, Page.language, Page.kind, Page.audience_key, Page.changed_at,
            Page.slug, Territory.slug.label("place"), Territory.region, Revision.text,
        )
        .join(Territory, Territory.id == Page.territory_id)
        .join(Revision, Revision.id == Page.current_id)
        .where(Page.id.in_(page_ids))
    )  # fmt: skip
    return [_document(row, codes.get(row.id, ())) for row in rows]


def all_documents(open_session: Callable[[], Session]) -> Iterator[Document]:
    """Every page, a batch at a time, each batch in a session of its own so that no snapshot is held for long."""
    last = 0
    while True:
        with open_session() as session:
            ids = session.scalars(select(Page.id).where(Page.id > last).order_by(Page.id).limit(BATCH)).all()
            batch = documents_of(session, ids)
        if not ids:
            return
        yield from batch
        last = ids[-1]


def stamps(session: Session) -> dict[int, Stamp]:
    """The stamp of every page: two that differ mean that the page's document may differ."""
    themes = _theme_codes(session, None)
    rows = session.execute(select(Page.id, Page.current_id, Page.kind, Page.audience_key, Page.changed_at))
    return {row.id: (*row, *themes.get(row.id, ())) for row in rows}


def _theme_codes(session: Session, page_ids: Sequence[int] | None) -> dict[int, tuple[str, ...]]:
    query = select(PageTheme.page_id, Theme.id, Theme.family_id).join(Theme, Theme.id == PageTheme.theme_id)
    if page_ids is not None:
        query = query.where(PageTheme.page_id.in_(page_ids))
    found: dict[int, tuple[str, ...]] = {}
    for page_id, theme_id, family_id in session.execute(query.order_by(PageTheme.page_id, Theme.id)):
        both = (theme_code(theme_id), family_code(family_id))
        found[page_id] = tuple(dict.fromkeys((*found.get(page_id, ()), *both)))
    return found


def _document(row: Row[Any], themes: tuple[str, ...]) -> Document:
    return Document(
        id=str(row.id),
        title=row.title,
        summary=row.summary,
        body=read(row.text, home=row.place).plain,
        audience=row.audience_key,
        territory=row.place,
        kind=row.kind,
        updated_at=row.changed_at,
        url=f"/{row.place}/{row.slug}",
        language=row.language.lower().partition("-")[0],
        themes=themes,
        region=row.region,
    )
