"""Who offers a change of a page instead of making it, and who answers."""

from wiki.pages.models import Page
from wiki.permissions import Actor, Permission, can


def may_offer(actor: Actor, page: Page) -> bool:
    """Whoever reads a shared page and may not edit it, visitors included."""
    return (
        actor.sees(page.audience_key)
        and page.audience != "draft"
        and not can(actor, Permission.PAGE_EDIT, page)
    )


def may_decide(actor: Actor, page: Page) -> bool:
    """Whoever may edit the page: accepting is an edit."""
    return can(actor, Permission.PAGE_EDIT, page)
