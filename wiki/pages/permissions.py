"""Who may read, write and settle pages."""

from wiki.pages.models import TELLS_OF_OTHERS, Page
from wiki.permissions import Actor
from wiki.territories.models import Territory


def may_view(actor: Actor, page: Page) -> bool:
    """Whoever belongs to the page's audience."""
    return actor.sees(page.audience_key)


def may_create(actor: Actor, territory: Territory) -> bool:
    """People admitted in the territory; the national team everywhere."""
    return actor.is_curator or territory.id in actor.territories


def may_edit(actor: Actor, page: Page) -> bool:
    """People admitted in the page's territory, and the national team; a private draft is its owner's alone.

    Whoever told of a session may mend what they told, though they belong to no territory.

    A protected page is for the territory's referents and the national team, or for the national team alone.
    """
    if not actor.is_authenticated or not may_view(actor, page):
        return False
    if page.audience == "draft":
        return page.owner_id == actor.user_id
    if actor.is_curator:
        return True
    is_theirs = page.territory_id in actor.territories or _tells_of_their_own(actor, page)
    return is_theirs and _passes(actor, page)


def _tells_of_their_own(actor: Actor, page: Page) -> bool:
    """Whether the page is what this person told of a session: theirs to mend, wherever it stands."""
    return page.kind == TELLS_OF_OTHERS and page.owner_id == actor.user_id


def _passes(actor: Actor, page: Page) -> bool:
    """Whether the page's protection lets a person of its territory through."""
    protection = page.protection_now
    return not protection or (protection == "referents" and actor.is_referent(page.territory_id))


def may_protect(actor: Actor, page: Page) -> bool:
    """The referents of the page's territory, unless the national team protects it, and the national team."""
    return may_edit(actor, page) and (actor.is_curator or actor.is_referent(page.territory_id))


def may_settle(actor: Actor, page: Page) -> bool:
    """Change who reads a page and what kind it is: its first author, the referent, the national team."""
    if not may_edit(actor, page):
        return False
    return page.owner_id == actor.user_id or actor.is_referent(page.territory_id) or actor.is_curator
