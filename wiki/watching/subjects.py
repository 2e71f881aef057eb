"""What can be followed, as people name it: its name and its address, for who may know of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.errors import NotFound
from wiki.pages.models import Page
from wiki.pages.queries import page_at, visible_to
from wiki.permissions import Actor
from wiki.savedsearches.models import SavedSearch
from wiki.savedsearches.queries import my_own
from wiki.territories.models import Territory
from wiki.territories.queries import by_slug
from wiki.themes import queries as themes
from wiki.themes.models import Tag, Theme, ThemeFamily
from wiki.watching.models import STANDING, Subscription
from wiki.watching.others import Followable, readable

WORDS: dict[str, Any] = {
    "page": _l("Page"),
    "collection": _l("Parcours"),
    "search": _l("Recherche"),
    "mine": _l("Mes pages"),
    "adaptations": _l("Adaptations de mes pages"),
    "tag": _l("Mot-clé"),
    "theme": _l("Thème"),
    "family": _l("Famille de thèmes"),
    "territory": _l("Territoire"),
}
STANDING_NAMES: dict[str, Any] = {
    "mine": _l("Toutes les pages où vous avez écrit"),
    "adaptations": _l("Les adaptations des pages où vous avez écrit"),
}
PATHS = {
    "territoire": "territory", "theme": "theme", "mot-cle": "tag", "recherche": "search",
    "parcours": "collection",    "mes-pages": "mine", "mes-adaptations": "adaptations",
}  # fmt: skip
"""The word of an address → the kind. A family has the address of a theme."""
NUMBERED = ("search", "collection")
_PATH_OF = {kind: path for path, kind in PATHS.items()} | {"family": "theme"}


@dataclass(frozen=True)
class Subject:
    """Something to follow. `address`: where it is read; `follow`: where following it is decided."""

    kind: str
    thing_id: int
    name: Any
    address: str
    follow: str

    @property
    def word(self) -> Any:
        """What sort of thing it is."""
        return WORDS[self.kind]


def page_subject(session: Session, actor: Actor, territory: str, slug: str) -> Subject:
    """A page.

    Raises:
        NotFound: there is none, or none that this person may see.
    """
    return _of_page(page_at(session, actor, territory, slug))


def subject(session: Session, actor: Actor, path: str, key: str) -> Subject:
    """What an address names: the word of `PATHS` and a slug, or the number of a saved search or of a parcours.

    Raises:
        NotFound: there is no such thing, or it is somebody else's.
        Forbidden: a saved search, and nobody is signed in.
    """
    kind = PATHS.get(path)
    if kind == "territory":
        return _named("territory", by_slug(session, key))
    if kind == "tag":
        return _named("tag", themes.tag(session, key))
    if kind == "theme":
        family = themes.family(session, key)
        return _named("family", family) if family else _named("theme", themes.theme(session, key))
    if kind in NUMBERED and key.isascii() and key.isdigit() and len(key) < 10:
        return _numbered(session, actor, kind, int(key))
    if kind in STANDING and key == "toutes":
        return standing(kind)
    raise NotFound


def standing(kind: str) -> Subject:
    """What everybody follows who does not say otherwise."""
    return Subject(kind, 0, STANDING_NAMES[kind], "", f"/suivre/{_PATH_OF[kind]}/toutes")


def subjects_of(
    session: Session, actor: Actor, subscriptions: Sequence[Subscription]
) -> dict[tuple[str, int], Subject]:
    """What some subscriptions are about, as far as the person may still know of it."""
    wanted: dict[str, set[int]] = {}
    for row in subscriptions:
        wanted.setdefault(row.kind, set()).add(row.thing_id)
    found = [standing(kind) for kind in STANDING if kind in wanted]
    for kind, ids in wanted.items():
        if kind not in STANDING:
            found.extend(_read(session, actor, kind, ids))
    return {(it.kind, it.thing_id): it for it in found}


def _read(session: Session, actor: Actor, kind: str, ids: set[int]) -> Iterable[Subject]:
    if kind == "page":
        return map(_of_page, session.scalars(select(Page).where(Page.id.in_(ids), visible_to(actor))))
    if kind == "search":
        mine = (SavedSearch.id.in_(ids), SavedSearch.user_id == actor.user_id)
        return map(_of_search, session.scalars(select(SavedSearch).where(*mine)))
    if kind == "collection":
        return [_of_other(kind, thing) for thing in readable(session, actor, kind, ids)]
    model: Any = {"territory": Territory, "tag": Tag, "theme": Theme, "family": ThemeFamily}[kind]
    return [_named(kind, thing) for thing in session.scalars(select(model).where(model.id.in_(ids)))]


def _numbered(session: Session, actor: Actor, kind: str, number: int) -> Subject:
    """What has a number and no slug.

    Raises:
        NotFound: there is none that this person may read.
    """
    if kind == "search":
        return _of_search(my_own(session, actor, number))
    for found in readable(session, actor, kind, [number]):
        return _of_other(kind, found)
    raise NotFound


def _of_other(kind: str, thing: Followable) -> Subject:
    return Subject(kind, thing.id, thing.name, thing.address, f"/suivre/{_PATH_OF[kind]}/{thing.id}")


def _of_page(page: Page) -> Subject:
    return Subject("page", page.id, page.title, f"/{page.path}", f"/{page.path}/suivre")


def _of_search(search: SavedSearch) -> Subject:
    return Subject("search", search.id, search.name, search.address, f"/suivre/recherche/{search.id}")


def _named(kind: str, thing: Any) -> Subject:
    """A territory, theme, family or tag: each has a name and a slug."""
    before = {"territory": "", "tag": "/mots-cles"}.get(kind, "/themes")
    return Subject(
        kind, thing.id, thing.name, f"{before}/{thing.slug}", f"/suivre/{_PATH_OF[kind]}/{thing.slug}"
    )
