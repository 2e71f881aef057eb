"""Who may tell that a scenario was played."""

from scenarios.enactments.projection import PLAYED_KIND
from wiki.pages.models import Page
from wiki.pages.permissions import may_view
from wiki.permissions import Actor


def may_report(actor: Actor, page: Page) -> bool:
    """Whoever has an account, of a scenario that they may read."""
    return actor.is_authenticated and page.kind == PLAYED_KIND and may_view(actor, page)
