"""Keep a search, name it otherwise, forget it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.errors import Invalid
from wiki.permissions import Actor
from wiki.savedsearches.models import LONGEST_NAME, SavedSearch
from wiki.savedsearches.queries import mine, my_own

MOST = 50
LONGEST_ARGUMENTS = 8_000


def save(session: Session, actor: Actor, name: str, arguments: str) -> SavedSearch:
    """Keep a search.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: the name is missing, too long or taken, or there are too many searches.
    """
    kept = mine(session, actor)
    if len(kept) >= MOST:
        full = _l(
            "Vous gardez déjà %(most)s recherches : supprimez-en une pour en garder une autre.", most=MOST
        )
        raise Invalid({"": full})
    if len(arguments) > LONGEST_ARGUMENTS:
        raise Invalid({"": _l("Cette recherche est trop longue pour être gardée.")})
    made = SavedSearch(user_id=actor.user_id, name=_free(name, kept_names(kept)), arguments=arguments)
    session.add(made)
    session.flush()
    return made


def rename(session: Session, actor: Actor, search_id: int, name: str) -> SavedSearch:
    """Give a search another name.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or it is somebody else's.
        Invalid: the name is missing, too long or taken.
    """
    search = my_own(session, actor, search_id)
    others = kept_names([other for other in mine(session, actor) if other.id != search.id])
    search.name = _free(name, others)
    return search


def forget(session: Session, actor: Actor, search_id: int) -> None:
    """Delete a search.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or it is somebody else's.
    """
    session.delete(my_own(session, actor, search_id))


def forget_those_of_the_gone(session: Session) -> None:
    """Delete the searches of those whose account was deleted."""
    gone = select(User.id).where(User.deleted_at.is_not(None))
    session.execute(delete(SavedSearch).where(SavedSearch.user_id.in_(gone)))


def kept_names(searches: list[SavedSearch]) -> set[str]:
    """The names that are taken."""
    return {search.name.casefold() for search in searches}


def _free(name: str, taken: set[str]) -> str:
    """A name that can be used."""
    if not name:
        raise Invalid({"name": _l("Donnez un nom à cette recherche.")})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": _l("120 caractères au plus.")})
    if name.casefold() in taken:
        raise Invalid({"name": _l("Vous avez déjà une recherche de ce nom.")})
    return name
