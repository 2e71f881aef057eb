"""Follow a page, be told of it in the site and by a mail that can be read, and stop it without signing in."""

import re
import time
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select, update

from tests.browser.conftest import OpenPage
from tests.browser.serving import Site
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.db import now
from wiki.digests.wiring import send_all
from wiki.notifications.models import Notice
from wiki.pages import service as pages
from wiki.pages.models import Page as WikiPage

TOOL = "/trappes/fiche-de-releve-thermique"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = ["color-contrast", "link-in-text-block", "document-title", "html-has-lang"]
CONTRAST = (
    f"axe.run(document, {{ runOnly: {LOOKS} }})"
    """
  .then(({ violations }) => violations.map((found) => found.id))"""
)


@pytest.fixture(autouse=True)
def _nothing_told_yet(site: Site) -> None:
    """The demonstration has told its people of what happened in it."""
    with site.write() as session:
        session.execute(delete(Notice))


def edit(site: Site, handle: str) -> None:
    """Somebody changes the page."""
    with site.write() as session:
        page = session.scalars(select(WikiPage).where(WikiPage.slug == TOOL.rpartition("/")[2])).one()
        person = session.scalars(select(User.id).where(User.handle == handle)).one()
        actor = actor_of(session, person, site.app.extensions["wiki.rules"])
        text = f"{page.current.text}\n\n## Par grand vent\n\nAbriter le thermomètre.\n"
        pages.edit(session, actor, pages.Edit(page.id, page.current.number, text, summary="Le vent"))


def patiently(found: Any) -> Any:
    """What comes as soon as the worker has done its work."""
    for _ in range(100):
        if seen := found():
            return seen
        time.sleep(0.1)
    raise AssertionError("it did not come")


def digest_to(site: Site, address: str) -> Any:
    """The mail of notices to somebody, once it has left."""
    settings = site.app.extensions["wiki.settings"]

    def find() -> Any:
        for path in (settings.data_dir / "mail").glob("*notices*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            if mail["To"] == address:
                return mail
        return None

    return patiently(find)


def test_followed_told_and_stopped_without_javascript(site: Site, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    site.sign_in(page, "pascal")
    site.go(page, TOOL)
    page.get_by_role("link", name="Suivre", exact=True).click()
    page.get_by_role("button", name="Suivre", exact=True).click()
    expect(page.get_by_role("link", name="Suivie")).to_be_visible()

    edit(site, "amina")
    patiently(lambda: unread(site, page))
    page.get_by_role("link", name=re.compile("Notifications.: 1 non lue")).click()
    page.get_by_role("link", name="Fiche de relevé thermique").click()
    page.wait_for_url(f"**{TOOL}/comparer?*")
    expect(page.locator(".bell-count")).to_have_count(0)


def unread(site: Site, page: Page) -> int:
    site.go(page, TOOL)
    return page.locator(".bell-count").count()


def test_a_digest_is_read_on_any_screen_and_stopped_in_one_click(site: Site, open_page: OpenPage) -> None:
    edit(site, "amina")
    patiently(lambda: due(site))
    mail = digest_to(site, site.email_and_password("claire")[0])
    for width in (640, 390):
        for light in ("light", "dark"):
            page = open_page(color_scheme=light, viewport={"width": width, "height": 800})
            page.set_content(mail.get_body(("html",)).get_content())
            assert_readable(page, width)

    stop = page.get_by_role("link", name="Ne plus recevoir ces messages").get_attribute("href")
    assert stop is not None
    site.go(page, re.sub("^https?://[^/]+", "", stop))
    page.get_by_role("button", name="Plus aucun de ces messages").click()
    expect(page.get_by_role("heading", name="C’est fait")).to_be_visible()


def assert_readable(page: Page, width: int) -> None:
    expect(page.get_by_role("link", name="Fiche de relevé thermique")).to_be_visible()
    expect(page.get_by_text("Par grand vent").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.add_script_tag(path=AXE)
    assert page.evaluate(CONTRAST) == []


def due(site: Site) -> bool:
    """Make what waits for its hour due, and send it."""
    with site.write() as session:
        waiting = Notice.mail_due.is_not(None)
        found = session.execute(update(Notice).where(waiting).values(mail_due=now() - timedelta(minutes=1)))
        told = found.rowcount > 0  # type: ignore[attr-defined]  # an update has a cursor
    with site.app.app_context():
        send_all()
    return told
