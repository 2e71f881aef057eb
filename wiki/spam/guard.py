"""Refuse many links at once from somebody whose edits nobody has seen yet."""

from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from wiki.errors import Invalid
from wiki.patrol.models import SEEN, EditToReview
from wiki.permissions import Actor
from wiki.spam.links import added_links

MOST_LINKS = 5
"""Addresses of other sites that somebody new may add at once."""


class LinkGuard:
    """Counts the links that a text adds, for one site."""

    def __init__(self, site_url: str) -> None:
        self._own_host = urlsplit(site_url).netloc

    def __call__(self, session: Session, actor: Actor, before: str, after: str) -> None:
        """Refuse a text with many new links by somebody unknown.

        Raises:
            Invalid: telling how many are allowed.
        """
        if added_links(before, after, self._own_host) <= MOST_LINKS or _is_known(session, actor):
            return
        message = _l(
            "Cela fait plus de %(most)s liens vers d'autres sites d'un coup. Gardez les plus utiles : vous pourrez "
            "ajouter les autres quand une personne référente aura vu vos premières modifications.",
            most=MOST_LINKS,
        )
        raise Invalid({"text": message})


def _is_known(session: Session, actor: Actor) -> bool:
    """Whether somebody looks after a territory or the site, or somebody who does has seen an edit of theirs."""
    if actor.site_role or any(role in ("referent", "ambassador") for role in actor.territories.values()):
        return True
    if actor.user_id is None:
        return False
    seen = select(exists().where(EditToReview.author_id == actor.user_id, EditToReview.state == SEEN))
    return bool(session.scalar(seen))
