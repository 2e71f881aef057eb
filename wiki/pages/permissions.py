"""Who may read, write and settle pages."""

from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory


def may_view(actor: Actor, page: Page) -> bool:
    """Whoever belongs to the page's audience."""
    return actor.sees(page.audience_key)


def may_create(actor: Actor, territory: Territory) -> bool:
    """People admitted in the territory; the national team everywhere."""
    return actor.is_curator or territory.id in actor.territories


def may_edit(actor: Actor, page: Page) -> bool:
    """People admitted in the page's territory, and the national team; a private draft is its owner's alone."""
    if not actor.is_authenticated or not may_view(actor, page):
        return False
    if page.audience == "draft":
        return page.owner_id == actor.user_id
    return actor.is_curator or page.territory_id in actor.territories


def may_settle(actor: Actor, page: Page) -> bool:
    """Change who reads a page and what kind it is: its first author, the referent, the national team."""
    if not may_edit(actor, page):
        return False
    return page.owner_id == actor.user_id or actor.is_referent(page.territory_id) or actor.is_curator
