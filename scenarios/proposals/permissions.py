"""Who answers what is offered to a page."""

from wiki.pages.models import Page
from wiki.pages.permissions import may_settle
from wiki.permissions import Actor


def may_decide(actor: Actor, page: Page) -> bool:
    """The referent of the page's territory, its first author, the national team: who decides on it otherwise too."""
    return may_settle(actor, page)
