"""One's own saved searches."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.errors import Forbidden, NotFound
from wiki.permissions import Actor
from wiki.rendering.slugs import fold
from wiki.savedsearches.models import SavedSearch


def mine(session: Session, actor: Actor) -> list[SavedSearch]:
    """The searches that a person kept, by name.

    Raises:
        Forbidden: nobody is signed in.
    """
    require_account(actor)
    found = session.scalars(select(SavedSearch).where(SavedSearch.user_id == actor.user_id))
    return sorted(found, key=lambda search: fold(search.name))


def my_own(session: Session, actor: Actor, search_id: int) -> SavedSearch:
    """One search of this person.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or it is somebody else's.
    """
    require_account(actor)
    found = session.get(SavedSearch, search_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFound
    return found


def require_account(actor: Actor) -> None:
    """Refuse a visitor.

    Raises:
        Forbidden: nobody is signed in.
    """
    if not actor.is_authenticated:
        raise Forbidden
