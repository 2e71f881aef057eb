"""A page's life in the browser: written, found, changed by two people at once, compared, restored."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.layout import DESKTOP, PHONE
from tests.browser.serving import Site
from tests.browser.writing import REST, SUMMARY, Writer

ON_PHONE: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
FOUND_WITHIN = 60.0
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


@dataclass(frozen=True)
class Sheet:
    """A page that somebody writes: its title and its address."""

    title: str
    address: str


ON_ROOFS = Sheet("Écouter la pluie sur les toits", "/trappes/ecouter-la-pluie-sur-les-toits")
IN_TOWN = Sheet("Écouter la ville à midi", "/trappes/ecouter-la-ville-a-midi")


@pytest.mark.parametrize("has_scripts", ["desk", "phone"])
def test_the_story_of_a_page(site: Site, open_page: OpenPage, has_scripts: str) -> None:
    """By Claire at a desk and Amina on a phone; scripts run in the browser of one of them only.

    Both write. What is wide is looked at on the phone: the choice between two sentences, and the comparison.
    """
    at_desk, on_phone = has_scripts == "desk", has_scripts == "phone"
    desk = open_page(viewport=DESKTOP, java_script_enabled=at_desk)
    phone = open_page(**ON_PHONE, java_script_enabled=on_phone)
    claire, amina = Writer(desk, scripts=at_desk), Writer(phone, scripts=on_phone)
    site.go(desk, "/connexion")
    site.fill_sign_in(desk, "claire")
    site.sign_in(phone, "amina")

    _write_from_the_skeleton(site, claire, ON_ROOFS, uses_tools=at_desk)
    _write_from_the_skeleton(site, amina, IN_TOWN, uses_tools=on_phone)
    _find(site, phone, "toits", ON_ROOFS)
    _change_different_paragraphs_at_once(site, claire, amina)
    _change_the_same_sentence_at_once(site, claire, amina)
    _compare_in_three_looks(phone)
    _restore_the_first_version(site, desk)


def _write_from_the_skeleton(site: Site, writer: Writer, sheet: Sheet, *, uses_tools: bool) -> None:
    page = writer.page
    site.go(page, "/nouveau?territoire=trappes")
    page.get_by_role("link", name="Écrire un scénario").click()
    page.fill("input[name=title]", sheet.title)
    page.click("summary:has-text('Climat')")
    page.check("input[name=themes][value=Climat]")
    assert "### Activité" in writer.text
    writer.replace_line("En une ou deux phrases", FIRST)
    writer.save()
    expect(page.locator("main")).to_contain_text("pas prête à être partagée : Il manque « public »")
    writer.begin(HEAD)
    if uses_tools:
        _use_toolbar_and_preview(page)
    writer.save()
    expect(page.locator("h1")).to_have_text(sheet.title)
    expect(page.locator(SUMMARY)).to_contain_text(FIRST)
    assert page.url == site.address + sheet.address


def _use_toolbar_and_preview(page: Page) -> None:
    page.locator(".cm-line", has_text="D'où part cette situation").first.click(click_count=3)
    page.get_by_role("button", name="Gras").click()
    preview = page.locator(".editor-preview")
    if not preview.is_visible():
        page.get_by_role("button", name="Aperçu", exact=True).click()
    expect(preview).to_contain_text("ce que la pluie dit des zincs")
    expect(preview.locator("strong", has_text="D’où part cette situation")).to_be_visible()


def _find(site: Site, page: Page, words: str, sheet: Sheet) -> None:
    """Search until the page is found, for which the worker has to put it into the index."""
    deadline = time.monotonic() + FOUND_WITHIN
    while time.monotonic() < deadline:
        if sheet.address in page.request.get(f"{site.address}/recherche?q={words}").text():
            break
        time.sleep(0.1)
    site.go(page, "/recherche")
    page.fill("main input[name=q]", words)
    page.press("main input[name=q]", "Enter")
    page.get_by_role("link", name=sheet.title).click()
    expect(page.locator("h1")).to_have_text(sheet.title)


def _change_different_paragraphs_at_once(site: Site, claire: Writer, amina: Writer) -> None:
    for writer in (claire, amina):
        site.go(writer.page, f"{ON_ROOFS.address}/modifier")
    amina.append("Penser aux bottes de rechange.")
    claire.replace_line("Une heure dehors", LATER)
    amina.save("Ajoute les bottes")
    claire.save("Préfère les tuiles")
    expect(claire.page.locator(".flashes")).to_contain_text("les deux changements sont dans la page")
    expect(claire.page.locator(SUMMARY)).to_contain_text(LATER)
    expect(claire.page.locator(REST)).to_contain_text("Penser aux bottes de rechange.")


def _change_the_same_sentence_at_once(site: Site, claire: Writer, amina: Writer) -> None:
    for writer in (claire, amina):
        site.go(writer.page, f"{ON_ROOFS.address}/modifier")
    claire.replace_line("Une heure dehors", OTHER)
    amina.replace_line("Une heure dehors", FIRST)
    claire.save()
    amina.save()
    page = amina.page
    expect(page.locator("h1")).to_contain_text("Deux personnes ont changé le même passage")
    expect(page.locator(".conflict-ours")).to_contain_text("des zincs")
    expect(page.locator(".conflict-theirs")).to_contain_text("des vitres")
    expect(page.locator(".conflict-theirs")).to_contain_text("Claire")
    page.get_by_label("Garder l’autre version").check()
    page.get_by_role("button", name="Enregistrer ces choix").click()
    expect(page.locator(SUMMARY)).to_contain_text(OTHER)
    expect(page.locator(REST)).to_contain_text("Penser aux bottes de rechange.")


def _compare_in_three_looks(page: Page) -> None:
    """From the page, where the choice between two sentences has led."""
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
    site.go(page, f"{ON_ROOFS.address}/historique")
    page.get_by_role("link", name="Rétablir la version 1").click()
    page.get_by_role("button", name="Rétablir cette version").click()
    expect(page.locator(".flashes")).to_contain_text("La version 1 est rétablie")
    expect(page.locator(SUMMARY)).to_contain_text(FIRST)
    expect(page.locator(REST)).not_to_contain_text("bottes")
    site.go(page, f"{ON_ROOFS.address}/historique")
    expect(page.locator(".history > li")).to_have_count(5)
