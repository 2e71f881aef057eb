"""A search on its way from its address to the index, and the addresses that its page leads to."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from wiki.finding import forms, queries
from wiki.finding.finder import Finder
from wiki.finding.forms import Asked
from wiki.finding.queries import SIZE, Found, Wanted
from wiki.finding.vocabulary import Vocabulary
from wiki.permissions import Actor
from wiki.synonyms.queries import groups
from wiki.territories.queries import listing
from wiki.themes.queries import families
from wiki.web.memo import remembered

LONGEST_TITLE = 200


def names(session: Session, actor: Actor, finder: Finder) -> Vocabulary:
    """The names of the present state of the database, and of what this person may find."""

    def written(facet: str) -> Iterable[str]:
        key = ("finding.written", facet, actor.audiences)
        return remembered(key, lambda: queries.written(actor, finder, facet))

    return Vocabulary(
        remembered("finding.families", lambda: families(session, retired=True)),
        remembered("finding.territories", lambda: listing(session, national=True)),
        written,
    )


def wanted(session: Session, asked: Asked, vocabulary: Vocabulary, size: int = SIZE) -> Wanted:
    """A known search as the index is asked."""
    return Wanted(
        text=asked.text,
        filters=vocabulary.filters(asked),
        minutes=asked.minutes,
        sort=asked.order,
        match=asked.match,
        equivalents=groups(session),
        page=asked.page,
        size=size,
    )


def address(asked: Asked, endpoint: str = "search.results", **changes: Any) -> str:
    """The address of a search with some changes."""
    return url_for(endpoint, **asked.address(**changes))


def page_address(asked: Asked, found: Found, page: int) -> str | None:
    """The address of another page of its results, where there is one."""
    within = 1 <= page <= min(found.last, forms.LAST_PAGE)
    return address(asked, page=page) if within else None


def new_page_address(kind: str, asked: Asked, as_need: bool = False) -> str:
    """Where to write what was looked for, or to ask others for it, in the territory looked in."""
    places = asked.chosen("territory")
    return url_for(
        "pages.create",
        type=kind,
        titre=asked.text[:LONGEST_TITLE] or None,
        territoire=places[0] if len(places) == 1 else None,
        besoin=(asked.text[:LONGEST_TITLE] or None) if as_need else None,
    )


def save_address(asked: Asked) -> str:
    """Where to keep a search under a name."""
    return url_for("saved_searches.save", **asked.address())
