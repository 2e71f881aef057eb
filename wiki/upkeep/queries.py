"""How the index is, beside what the database holds."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from search.errors import SearchError
from search.results import Health
from wiki.finding.finder import Finder
from wiki.finding.rebuilding import count_pages
from wiki.outbox.models import Change
from wiki.outbox.queries import Lag, failing, is_rebuild_asked, lag
from wiki.pages.queries import Card, cards
from wiki.permissions import Actor, Permission, require


@dataclass(frozen=True)
class IndexState:
    """The index and how far it follows; `health` is None while it cannot be used.

    `pages` is how many documents there should be.
    """

    health: Health | None
    pages: int
    lag: Lag
    is_rebuild_asked: bool


@dataclass(frozen=True)
class Refused:
    """A change that the index could not take; `card` tells the page to who may read it."""

    change: Change
    card: Card | None


def index_state(session: Session, actor: Actor, finder: Finder) -> IndexState:
    """The state of the index just now.

    Raises:
        Forbidden: the actor does not look after search.
    """
    require(actor, Permission.SEARCH_MANAGE)
    return IndexState(_health(finder), count_pages(session), lag(session), is_rebuild_asked(session))


def refused(session: Session, actor: Actor) -> list[Refused]:
    """What the index could not take, newest first.

    Raises:
        Forbidden: the actor does not look after search.
    """
    require(actor, Permission.SEARCH_MANAGE)
    changes = failing(session, actor)
    ids = [change.page_id for change in changes if change.page_id is not None]
    readable = {card.id: card for card in cards(session, actor, ids=ids, limit=len(ids))} if ids else {}
    return [Refused(change, readable.get(change.page_id or 0)) for change in changes]


def _health(finder: Finder) -> Health | None:
    try:
        return finder.index().health()
    except SearchError:
        return None
