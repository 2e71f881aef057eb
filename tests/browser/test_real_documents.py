"""Real documents, imported, on a desktop and on a phone: nothing sticks out."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.layout import DESKTOP, PHONE, sticking_out
from tests.browser.serving import Site, run
from wiki.pages.models import Page as WikiPage
from wiki.territories.models import Territory

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[3] / "shared"))
PRACTICES = SHARED / "data" / "practices"
"""Twenty real documents and the file that names their sources."""


@pytest.mark.shared
@pytest.mark.skipif(not PRACTICES.is_dir(), reason=f"no real documents in {SHARED} (set SHARED_DIR)")
def test_real_documents_render_without_a_broken_layout(
    site: Site, open_page: OpenPage, browser_faults: list[str]
) -> None:
    run(site.app, ["import", str(PRACTICES), "--territory", "sceaux", "--theme", "Citoyenneté"])
    with site.read() as session:
        pages = session.query(WikiPage).join(Territory).filter(Territory.slug == "sceaux")
        addresses = [f"/{page.path}" for page in pages]
    assert len(addresses) >= 20
    page = open_page()
    for address in addresses:
        site.go(page, address)
        assert page.locator("h1").count() == 1, address
        for screen in (DESKTOP, PHONE):
            page.set_viewport_size(screen)
            assert "".join(page.locator(".prose").all_inner_texts()).strip(), address
            assert sticking_out(page) == [], (address, screen)
    # Their pictures stand elsewhere, and tests fetch nothing.
    browser_faults[:] = [fault for fault in browser_faults if not fault.startswith("request to another")]
