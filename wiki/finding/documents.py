"""Pages as the index sees them, read from the database as it is now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from search.documents import Document
from wiki.accounts.models import User
from wiki.finding.additions import Addition, additions_of, words_of
from wiki.finding.marks import featured_among, played_among
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, PageTheme, Revision
from wiki.rendering.document import Source, read
from wiki.territories.models import Territory
from wiki.themes.models import Theme

BATCH = 200

_KIND_WORDS = {
    "fr": {
        "scenario": "Scénario", "tool": "Outil", "project": "Projet", "approach": "Démarche",
        "enactment": "Retour d'expérience",
    },
    "en": {
        "scenario": "Scenario", "tool": "Tool", "project": "Project", "approach": "Approach",
        "enactment": "Feedback",
    },
}  # fmt: skip
"""What people type for a kind of page, in the language of the page: « scénarios climat »."""
_NOT_SEARCHED = frozenset(
    {"langue", "licence", "coordonnées", "adapté de", "traduction-de", "format", "durée", "titre", "auteurs"}
)
_MOST_OF_HEAD = 2_000
"""Characters of a head that are searched; an honest one has a few hundred."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Around:
    """What other tables say of a batch of pages, by page."""

    themes: Mapping[int, list[Row[Any]]]
    authors: Mapping[int, list[str]]
    handles: Mapping[str, str]
    played: Mapping[int, int]
    featured: frozenset[int]
    additions: Mapping[int, Sequence[Addition]]


def theme_code(theme_id: int) -> str:
    """A theme in the index: by id, because its address changes with its name."""
    return f"theme:{theme_id}"


def family_code(family_id: int) -> str:
    """A family of themes in the index, beside the themes."""
    return f"family:{family_id}"


def documents_of(session: Session, page_ids: Sequence[int]) -> list[Document]:
    """The documents of those of the pages that exist, in as many statements for a batch as for one page."""
    found: Iterable[Row[Any]] = session.execute(
        select(
            Page.id, Page.title, Page.summary, Page.language, Page.kind, Page.audience_key, Page.changed_at,
            Page.slug, Territory.slug.label("place"), Territory.name.label("place_name"), Territory.region,
            Revision.text,
        )
        .join(Territory, Territory.id == Page.territory_id)
        .join(Revision, Revision.id == Page.current_id)
        .where(Page.id.in_(page_ids))
        .order_by(Page.id)
    )  # fmt: skip
    rows = list(found)
    sources = {row.id: read(row.text, home=row.place) for row in rows}
    around = _around(session, page_ids, sources.values())
    return [_document(row, sources[row.id], around) for row in rows]


def _around(session: Session, page_ids: Sequence[int], sources: Iterable[Source]) -> _Around:
    handles = {
        author[1:] for source in sources for author in source.head.items("auteurs") if author[:1] == "@"
    }
    return _Around(
        themes=_several(session, _themes(page_ids)),
        authors={
            page_id: [row.name for row in rows]
            for page_id, rows in _several(session, _authors(page_ids)).items()
        },
        handles=_names(session, handles),
        played=played_among(session, page_ids),
        featured=featured_among(session, page_ids),
        additions=additions_of(session, page_ids),
    )


def _themes(page_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(PageTheme.page_id, Theme.id, Theme.family_id, Theme.name)
        .join(Theme, Theme.id == PageTheme.theme_id)
        .where(PageTheme.page_id.in_(page_ids))
        .order_by(PageTheme.page_id, Theme.id)
    )


def _authors(page_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """Who wrote a version of a page, in the order of their first ones."""
    name = func.coalesce(User.name, Revision.guest_name)
    return (
        select(Revision.page_id, name.label("name"), func.min(Revision.number))
        .outerjoin(User, User.id == Revision.author_id)
        .where(Revision.page_id.in_(page_ids), _present(), name != "")
        .group_by(Revision.page_id, User.id, name)
        .order_by(Revision.page_id, func.min(Revision.number))
    )


def _present() -> Any:
    """An account that was deleted is nobody's name any more."""
    return User.deleted_at.is_(None)


def _several(session: Session, query: Select[*tuple[Any, ...]]) -> dict[int, list[Row[Any]]]:
    """The rows of a query by their first column."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(row)
    return found


def _names(session: Session, handles: set[str]) -> dict[str, str]:
    """What accounts are called."""
    query = select(User.handle, User.name).where(User.handle.in_(handles), _present())
    return {row.handle: row.name for row in session.execute(query)}


def _document(row: Row[Any], source: Source, around: _Around) -> Document:
    traits = tools_of(row.kind).traits(row.text)
    themes = around.themes.get(row.id, [])
    named = _named_authors(source, around)
    codes = (code for theme in themes for code in (theme_code(theme.id), family_code(theme.family_id)))
    language = row.language.lower().partition("-")[0]
    kind = _KIND_WORDS.get(language, _KIND_WORDS["fr"]).get(row.kind, "")
    names = [kind, row.place_name, row.region, *(theme.name for theme in themes), *named]
    return Document(
        id=str(row.id),
        title=row.title,
        summary=row.summary,
        head=_head(source, names),
        body="\n".join(filter(None, (source.plain, words_of(around.additions.get(row.id, ()))))),
        language=language,
        audience=row.audience_key,
        territory=row.place,
        region=row.region,
        kind=row.kind,
        themes=tuple(dict.fromkeys(codes)),
        authors=tuple(dict.fromkeys((*named, *around.authors.get(row.id, ())))),
        publics=traits.publics,
        learning=tuple(traits.learning),
        modes=traits.modes,
        minutes=traits.minutes,
        featured=row.id in around.featured,
        played=around.played.get(row.id, 0),
        updated_at=row.changed_at,
        url=f"/{row.place}/{row.slug}",
    )


def _head(source: Source, names: Sequence[str]) -> str:
    """What the head says in words, after the names of kind, territory, region, themes and authors."""
    said = [
        value if isinstance(value, str) else ", ".join(value)
        for key, value in source.head.values.items()
        if key not in _NOT_SEARCHED and not key.startswith("x-")
    ]
    return ". ".join(dict.fromkeys(filter(None, (*names, *said))))[:_MOST_OF_HEAD]


def _named_authors(source: Source, around: _Around) -> list[str]:
    """Those whom the head names as authors, accounts by their names."""
    named = (
        around.handles.get(author[1:], "") if author[:1] == "@" else author
        for author in source.head.items("auteurs")
    )
    return [*filter(None, named)]
