"""A page's life in the browser: written, found, changed by two people at once, compared, restored."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.serving import Site
from tests.browser.writing import REST, SUMMARY, Writer

ON_PHONE: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
SCREENS = {
    "desktop": {"viewport": DESKTOP},
    "phone": ON_PHONE,
    "desktop without scripts": {"viewport": DESKTOP, "java_script_enabled": False},
    "phone without scripts": {**ON_PHONE, "java_script_enabled": False},
}
FOUND_WITHIN = 2.0
TITLE = "Écouter la pluie sur les toits"
ADDRESS = "/trappes/ecouter-la-pluie-sur-les-toits"
HEAD = """---
public: familles
durée: 50 min
modalité: présentiel
auteurs: Claire
référent: Claire
---"""
FIRST = "Une heure dehors pour entendre ce que la pluie dit des zincs."
LATER = "Une heure dehors pour entendre ce que la pluie dit des tuiles."
OTHER = "Une heure dedans pour entendre ce que la pluie dit des vitres."


@pytest.mark.parametrize("screen", SCREENS)
def test_the_story_of_a_page(site: Site, open_page: OpenPage, screen: str) -> None:
    options = SCREENS[screen]
    scripts = options.get("java_script_enabled", True)
    claire, amina = open_page(**options), open_page(**options)
    site.go(claire, "/connexion")
    site.fill_sign_in(claire, "claire")
    site.sign_in(amina, "amina")

    _write_from_the_skeleton(site, claire, scripts=scripts)
    _find(site, amina, "zincs", TITLE)
    _change_different_paragraphs_at_once(site, claire, amina, scripts=scripts)
    _change_the_same_sentence_at_once(site, claire, amina, scripts=scripts)
    _compare_in_three_looks(site, claire)
    _restore_the_first_version(site, claire)


def _write_from_the_skeleton(site: Site, page: Page, *, scripts: bool) -> None:
    site.go(page, "/nouveau?territoire=trappes")
    page.get_by_role("link", name="Écrire un scénario").click()
    page.fill("input[name=title]", TITLE)
    page.click("summary:has-text('Climat')")
    page.check("input[name=themes][value=Climat]")
    writer = Writer(page, scripts=scripts)
    assert "### Activité" in writer.text
    writer.replace_line("En une ou deux phrases", FIRST)
    writer.save()
    expect(page.locator("main")).to_contain_text("pas prête à être partagée : Il manque « public »")
    writer.begin(HEAD)
    if scripts:
        _use_toolbar_and_preview(page)
    writer.save()
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator(SUMMARY)).to_contain_text(FIRST)
    assert page.url == site.address + ADDRESS


def _use_toolbar_and_preview(page: Page) -> None:
    page.locator(".cm-line", has_text="D'où part cette situation").first.click(click_count=3)
    page.get_by_role("button", name="Gras").click()
    preview = page.locator(".editor-preview")
    if not preview.is_visible():
        page.get_by_role("button", name="Aperçu", exact=True).click()
    expect(preview).to_contain_text("ce que la pluie dit des zincs")
    expect(preview.locator("strong", has_text="D’où part cette situation")).to_be_visible()


def _find(site: Site, page: Page, words: str, title: str) -> None:
    """Search until the page is found, which the worker has two seconds for."""
    deadline = time.monotonic() + FOUND_WITHIN
    while time.monotonic() < deadline:
        if ADDRESS in page.request.get(f"{site.address}/recherche?q={words}").text():
            break
        time.sleep(0.1)
    site.go(page, "/recherche")
    page.fill("main input[name=q]", words)
    page.press("main input[name=q]", "Enter")
    page.get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)


def _change_different_paragraphs_at_once(site: Site, claire: Page, amina: Page, *, scripts: bool) -> None:
    for page in (claire, amina):
        site.go(page, f"{ADDRESS}/modifier")
    amina_writes, claire_writes = Writer(amina, scripts=scripts), Writer(claire, scripts=scripts)
    amina_writes.append("Penser aux bottes de rechange.")
    claire_writes.replace_line("Une heure dehors", LATER)
    amina_writes.save("Ajoute les bottes")
    claire_writes.save("Préfère les tuiles")
    expect(claire.locator(".flashes")).to_contain_text("les deux changements sont dans la page")
    expect(claire.locator(SUMMARY)).to_contain_text(LATER)
    expect(claire.locator(REST)).to_contain_text("Penser aux bottes de rechange.")


def _change_the_same_sentence_at_once(site: Site, claire: Page, amina: Page, *, scripts: bool) -> None:
    for page in (claire, amina):
        site.go(page, f"{ADDRESS}/modifier")
    amina_writes, claire_writes = Writer(amina, scripts=scripts), Writer(claire, scripts=scripts)
    amina_writes.replace_line("Une heure dehors", OTHER)
    claire_writes.replace_line("Une heure dehors", FIRST)
    amina_writes.save()
    claire_writes.save()
    expect(claire.locator("h1")).to_contain_text("Deux personnes ont changé le même passage")
    expect(claire.locator(".conflict-ours")).to_contain_text("des zincs")
    expect(claire.locator(".conflict-theirs")).to_contain_text("des vitres")
    expect(claire.locator(".conflict-theirs")).to_contain_text("Amina")
    claire.get_by_label("Garder l’autre version").check()
    claire.get_by_role("button", name="Enregistrer ces choix").click()
    expect(claire.locator(SUMMARY)).to_contain_text(OTHER)
    expect(claire.locator(REST)).to_contain_text("Penser aux bottes de rechange.")


def _compare_in_three_looks(site: Site, page: Page) -> None:
    site.go(page, ADDRESS)
    page.get_by_role("link", name="Historique", exact=True).click()
    expect(page.locator(".history > li")).to_have_count(4)
    expect(page.locator(".history")).to_contain_text("Ajoute les bottes")
    page.locator("input[name=de][value='1']").check()
    page.locator("input[name=a][value='4']").check()
    page.get_by_role("button", name="Comparer les versions choisies").click()
    expect(page.locator(".diff-side ins", has_text="vitres").first).to_be_visible()
    page.get_by_role("link", name="Comme la page").click()
    expect(page.locator(".diff-rendered ins", has_text="vitres").first).to_be_visible()
    page.get_by_role("link", name="Texte", exact=True).click()
    expect(page.locator(".diff-unified")).to_contain_text(f"+{OTHER}")


def _restore_the_first_version(site: Site, page: Page) -> None:
    site.go(page, f"{ADDRESS}/historique")
    page.get_by_role("link", name="Rétablir la version 1").click()
    page.get_by_role("button", name="Rétablir cette version").click()
    expect(page.locator(".flashes")).to_contain_text("La version 1 est rétablie")
    expect(page.locator(SUMMARY)).to_contain_text(FIRST)
    expect(page.locator(REST)).not_to_contain_text("bottes")
    site.go(page, f"{ADDRESS}/historique")
    expect(page.locator(".history > li")).to_have_count(5)
