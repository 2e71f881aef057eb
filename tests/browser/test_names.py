"""Names that change, as people change them: without scripts, on a phone, and with somebody reading meanwhile."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arranging import copy_served, write_pages
from tests.browser.conftest import OpenPage
from tests.browser.layout import sticking_out
from tests.browser.serving import Site

DONE_WITHIN = 60.0
OLD, NEW = "/trappes/le-carnet-de-terrain", "/trappes/le-journal-de-terrain"


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that the tests of this module write in, each on pages of its own."""
    with copy_served(prepared, tmp_path_factory.mktemp("names")) as site:
        yield site


def test_a_page_linked_from_ten_others_is_renamed_and_renamed_back(
    site: Site, plain_page: Page, phone: Page
) -> None:
    linking = [f"# Sortie {n}\n\nEmporter [[Le carnet de terrain]].\n" for n in range(10)]
    write_pages(site, "# Le carnet de terrain\n\nTrois colonnes.\n", *linking)
    site.sign_in(plain_page, "claire")
    site.go(plain_page, f"{OLD}/reglages")
    plain_page.get_by_role("link", name="Renommer ou déplacer").click()
    expect(plain_page.get_by_role("link", name=re.compile(r"^Sortie \d$"))).to_have_count(10)
    plain_page.fill("input[name=title]", "Le journal de terrain")
    plain_page.get_by_role("button", name="Donner ce nom à la page").click()
    plain_page.wait_for_url(f"**{NEW}/noms")
    _until(plain_page, "10 pages que vous pouvez lire ont suivi")

    for rest in (
        "/animer",
        "/conducteur",
        "/semblables",
        "/credit.txt",
        "/proposer",
        "/fichiers",
        "/discussion",
    ):
        led = site.app.test_client().get(OLD + rest)
        assert (led.status_code, led.headers["Location"]) == (301, NEW + rest)

    # Somebody who has the old address in their bookmarks, and somebody who reads one of the ten.
    site.go(phone, f"{OLD}/version/1")
    phone.wait_for_url(f"**{NEW}/version/1")
    site.go(phone, OLD)
    phone.wait_for_url(f"**{NEW}")
    site.go(phone, "/trappes/sortie-7")
    phone.get_by_role("link", name="Le journal de terrain").click()
    phone.wait_for_url(f"**{NEW}")

    plain_page.get_by_role("button", name="Annuler ce changement de nom").click()
    plain_page.wait_for_url(f"**{OLD}/noms")
    _until(plain_page, "Annulé")
    # The phone was led from the old address before: it is not led in circles now.
    site.go(phone, OLD)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Le carnet de terrain")
    site.go(phone, NEW)
    phone.wait_for_url(f"**{OLD}")
    site.go(phone, "/trappes/sortie-7")
    expect(phone.get_by_role("link", name="Le carnet de terrain")).to_be_visible()
    assert sticking_out(phone) == []


def test_two_pages_are_merged_after_a_look_at_both(site: Site, open_page: OpenPage) -> None:
    write_pages(site, "# La mare\n\nOn y compte.\n", "# L'étang\n\nOn y dessine.\n")
    page = open_page()
    site.sign_in(page, "claire")
    site.go(page, "/trappes/la-mare/fusionner")
    page.fill("input[type=search][id=q]", "étang")
    page.press("input[type=search][id=q]", "Enter")
    page.get_by_role("link", name="Voir les deux ensemble").click()
    expect(page.get_by_role("region", name="La mare")).to_contain_text("On y compte")
    expect(page.get_by_role("region", name="L’étang")).to_contain_text("On y dessine")
    page.get_by_role("button", name="Fusionner les deux pages").click()
    page.wait_for_url("**/trappes/la-mare/noms")
    site.go(page, "/trappes/l-etang")
    page.wait_for_url("**/trappes/la-mare")
    expect(page.locator("article.page-article")).to_contain_text("On y dessine")
    site.go(page, "/trappes/la-mare/historique")
    expect(page.get_by_role("heading", name="fusionnée ici")).to_be_visible()
    site.go(page, "/trappes/la-mare/noms")
    page.get_by_role("button", name="Séparer de nouveau").click()
    site.go(page, "/trappes/l-etang")
    expect(page.get_by_role("heading", level=1)).to_have_text("L’étang")


def _until(page: Page, words: str) -> None:
    """Look again as people do, until the worker is done."""
    deadline = time.monotonic() + DONE_WITHIN
    while words not in page.request.get(page.url).text() and time.monotonic() < deadline:
        time.sleep(0.2)
    page.reload()
    expect(page.locator("main")).to_contain_text(words)
