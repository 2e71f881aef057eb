"""What browser tests arrange before anybody opens a page: a wiki for the tests of a module, pages of their own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from tests.browser.serving import Site, app_at, served
from wiki.accounts.models import User
from wiki.pages.service import NewPage, create
from wiki.permissions import Actor
from wiki.territories.models import Territory


@contextmanager
def copy_served(prepared: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the demonstration, made in this folder; the server is gone when the block ends."""
    shutil.copytree(prepared, folder / "data")
    with served(app_at(folder / "data")) as site:
        yield site


def write_pages(site: Site, *texts: str) -> None:
    """Public pages of Trappes, by Claire, its referent; the address of each is made of its title."""
    with site.app.test_request_context(), site.write() as session:
        claire = session.scalars(select(User).where(User.handle == "claire")).one()
        place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        actor = Actor(claire.id, territories={place.id: "referent"}, rules=site.app.extensions["wiki.rules"])
        for text in texts:
            create(session, actor, NewPage(place.id, "page", "public", text))
