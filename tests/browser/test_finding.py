"""An educator types what they mean, as they write it, and sees the right practice first."""

from playwright.sync_api import Page, expect

from tests.browser.doing import wait_until_read
from tests.browser.serving import SCENARIO, Site

TEXT = """En petits groupes, les situations sont évaluées par chaque formateur·rice.

## Où

Sur un chantier d'éco-rénovation.
"""
TYPED = {"evaluee": "évaluées", "formatrices": "formateur·rice", "eco renovation": "éco-rénovation"}


def search(site: Site, page: Page, text: str) -> None:
    site.go(page, "/")
    page.locator("main input[name=q]").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("#results-count")).to_contain_text(text)


def test_words_find_their_forms_a_moment_after_they_were_saved(site: Site, plain_page: Page) -> None:
    site.sign_in(plain_page, "claire")
    site.go(plain_page, "/nouveau?type=page&titre=Un+chantier+ouvert")
    plain_page.fill("textarea[name=text]", TEXT)
    plain_page.select_option("select[name=territory]", label="Trappes")
    plain_page.get_by_role("button", name="Enregistrer").click()
    expect(plain_page.locator("h1")).to_have_text("Un chantier ouvert")

    found = plain_page.locator(".result", has=plain_page.get_by_role("link", name="Un chantier ouvert"))
    wait_until_read(site, plain_page, "/recherche?q=chantier+ouvert", "un-chantier-ouvert")
    for typed, written in TYPED.items():
        search(site, plain_page, f"{typed} petits groupes")
        expect(found.locator("mark").get_by_text(written, exact=True)).to_have_count(1)


def test_the_scenario_meant_comes_first(library: Site, page: Page) -> None:
    search(library, page, "scenarios climats")

    expect(page.locator(".result-title a").first).to_have_attribute("href", SCENARIO)
