"""Who looks after the edits of others."""

from wiki.pages.models import Page
from wiki.permissions import Actor


def may_review(actor: Actor, page: Page | None) -> bool:
    """The referents of the page's territory and the national team; without a page, whoever is one of these."""
    if actor.is_curator:
        return True
    if page is None:
        return bool(territories_of(actor))
    return actor.is_referent(page.territory_id)


def territories_of(actor: Actor) -> list[int]:
    """The territories that a person is a referent of."""
    return [territory for territory in actor.territories if actor.is_referent(territory)]
