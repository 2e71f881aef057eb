"""What people do behind the scene of a browser test: what the story needs, and other tests prove."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from playwright.sync_api import Page as BrowserPage
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser.serving import Site
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory

PATIENCE_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.1

Found = TypeVar("Found")


@contextmanager
def acting(site: Site, handle: str) -> Iterator[tuple[Session, Actor]]:
    """One committed transaction, and who acts in it."""
    with site.app.test_request_context(), site.write() as session:
        number = session.scalars(select(User.id).where(User.handle == handle)).one()
        yield session, actor_of(session, number, site.app.extensions["wiki.rules"])


def change(site: Site, handle: str, path: str, old: str, new: str) -> None:
    """Somebody writes `new` in place of `old`, once, in the page of this path."""
    with acting(site, handle) as (session, actor):
        place, slug = path.strip("/").split("/")
        wanted = select(Page).join(Territory).where(Territory.slug == place, Page.slug == slug)
        page = session.scalars(wanted).one()
        text = page.current.text
        assert old in text
        pages.edit(session, actor, pages.Edit(page.id, page.current.number, text.replace(old, new, 1)))


def patiently(look: Callable[[], Found], what: str) -> Found:
    """What somebody finds who looks again and again, as soon as the worker has done its work."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(LOOK_AGAIN_SECONDS)
    raise AssertionError(f"{what} did not come")


def wait_until_read(site: Site, page: BrowserPage, path: str, words: str) -> None:
    """Wait until the person in front of the page would read these words at the path."""
    patiently(lambda: words in page.request.get(site.address + path).text(), words)
