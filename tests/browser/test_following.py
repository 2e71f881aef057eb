"""Follow a page, be told of it in the site and by a mail that can be read, and stop it without signing in."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, update

from tests.browser.conftest import OpenPage
from tests.browser.doing import change, patiently, wait_until_read
from tests.browser.serving import Site
from wiki.db import now
from wiki.digests.wiring import send_all
from wiki.notifications.models import Notice

TOOL = "/trappes/fiche-de-releve-thermique"
LAST = "## Où elle sert\n"
WIND = (LAST, f"## Par grand vent\n\nAbriter le thermomètre.\n\n{LAST}")
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


def digest_to(site: Site, address: str) -> Any:
    """The mail of notices to somebody, once it has left."""
    settings = site.app.extensions["wiki.settings"]

    def find() -> Any:
        for path in (settings.data_dir / "mail").glob("*notices*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            if mail["To"] == address:
                return mail
        return None

    return patiently(find, "the mail")


def test_followed_told_and_stopped_without_javascript(site: Site, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    site.sign_in(page, "pascal")
    site.go(page, TOOL)
    page.get_by_role("link", name="Suivre", exact=True).click()
    page.get_by_role("button", name="Suivre", exact=True).click()
    expect(page.get_by_role("link", name="Suivie")).to_be_visible()

    change(site, "amina", TOOL, *WIND)
    wait_until_read(site, page, TOOL, "bell-count")
    site.go(page, TOOL)
    page.get_by_role("link", name=re.compile("Notifications.: 1 non lue")).click()
    page.get_by_role("link", name="Fiche de relevé thermique").click()
    page.wait_for_url(f"**{TOOL}/comparer?*")
    expect(page.locator(".bell-count")).to_have_count(0)


def test_a_digest_is_read_on_any_screen_and_stopped_in_one_click(site: Site, open_page: OpenPage) -> None:
    change(site, "amina", TOOL, *WIND)
    patiently(lambda: due(site), "the notice")
    mail = digest_to(site, site.email_and_password("claire")[0])
    page = open_page()
    page.set_content(mail.get_body(("html",)).get_content())
    page.add_script_tag(path=AXE)
    for width in (640, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
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
