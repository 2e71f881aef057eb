"""Who may take part in the talk of a page, and who looks after it."""

from wiki.discussion.models import Thread
from wiki.pages.models import Page
from wiki.permissions import Actor, Permission, can


def may_write(actor: Actor, page: Page) -> bool:
    """Open a thread, answer, react, report: whoever has an account and reads the page."""
    return actor.is_authenticated and actor.sees(page.audience_key)


def may_resolve(actor: Actor, thread: Thread) -> bool:
    """Say that a thread has come to its end, or has not: who opened it, and who may edit the page."""
    if thread.is_locked and not may_moderate(actor, thread.page):
        return False
    is_author = thread.author_id == actor.user_id and may_write(actor, thread.page)
    return is_author or can(actor, Permission.PAGE_EDIT, thread.page)


def may_moderate(actor: Actor, page: Page) -> bool:
    """Hide messages, lock threads, decide on reports: the referent of the territory and the national team."""
    return actor.sees(page.audience_key) and (actor.is_curator or actor.is_referent(page.territory_id))
