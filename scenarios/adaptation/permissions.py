"""Who may take a page up for their own territory."""

from wiki.pages.models import Page
from wiki.pages.permissions import may_view
from wiki.permissions import Actor


def may_adapt(actor: Actor, page: Page) -> bool:
    """Whoever reads the page and may create pages somewhere."""
    return may_view(actor, page) and (actor.is_curator or bool(actor.territories))
