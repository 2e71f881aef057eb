"""A scenario goes from Trappes to Nantes, and what each improves goes both ways, with credit."""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.doing import change
from tests.browser.examining import SEEN, Examiner
from tests.browser.serving import SCENARIO, Site
from tests.browser.writing import REST

CHILD = SCENARIO.replace("/trappes/", "/nantes/")
PAPER = "- Matériel : feuilles A3, feutres"
CARDBOARD = "- Matériel : cartons de récupération, feutres"
PHRASES = "- Matériel : 2 affiches, 6 phrases imprimées"
CHAIRS = "- Matériel : 2 affiches, 6 phrases imprimées, 6 chaises pliantes"
REASON = "Le carton tient debout : on le lit de plus loin."


def test_nantes_adapts_and_both_improve_each_other(
    site: Site, open_page: OpenPage, examiner: Examiner
) -> None:
    yann, claire = (open_page(**SEEN) for _ in range(2))
    for page, handle in ((yann, "yann"), (claire, "claire")):
        examiner.prepare(page)
        site.sign_in(page, handle)

    _adapt_and_transpose(site, yann, examiner)
    change(site, "yann", CHILD, PAPER, CARDBOARD)
    change(site, "claire", SCENARIO, PHRASES, CHAIRS)
    _take_in_three_clicks(site, yann, examiner)
    _offer(site, yann, examiner)
    _accept(site, claire, examiner)

    expect(claire.locator(".credit")).to_contain_text("Reprend des changements de")
    expect(claire.locator(".credit")).to_contain_text("par Yann")
    expect(claire.locator(REST)).to_contain_text("cartons de récupération")
    site.go(yann, CHILD)
    expect(yann.locator(".credit")).to_contain_text("par Claire")
    expect(yann.locator("main")).to_contain_text("Trappes a repris votre proposition")
    site.go(yann, f"{CHILD}/famille")
    expect(yann.locator(".family-member")).to_have_count(3)
    _examine(examiner, yann)


def _adapt_and_transpose(site: Site, page: Page, examiner: Examiner) -> None:
    site.go(page, SCENARIO)
    page.get_by_role("link", name="Adapter à mon territoire").click()
    _examine(examiner, page)
    page.get_by_role("button", name="Créer mon adaptation").click()
    expect(page.locator("h1")).to_have_text("Transposer chez nous")
    _examine(examiner, page)
    place = page.locator(".transpose-line", has_text=re.compile("· Lieu.*Ville de Nantes", re.DOTALL)).first
    place.get_by_label("Mettre : lieu: Ville de Nantes").check()
    page.locator(".transpose-line", has_text="· Coordonnées").locator("textarea").fill(
        "coordonnées: 47.2, -1.56"
    )
    page.get_by_role("button", name="Enregistrer ces lignes").click()
    expect(page.locator(".flashes")).to_contain_text("2 lignes sont transposées")
    expect(page.locator(".fact-line")).to_contain_text("Ville de Nantes et bords de Loire")


def _take_in_three_clicks(site: Site, page: Page, examiner: Examiner) -> None:
    site.go(page, CHILD)
    page.get_by_role("link", name="1 amélioration à l’origine").click()
    expect(page.get_by_label("Matériel de “Météo ou climat ?”")).to_be_checked()
    _examine(examiner, page)
    page.get_by_role("button", name="Reprendre").click()
    expect(page.locator(".flashes")).to_contain_text("Une amélioration est reprise")
    expect(page.locator(REST)).to_contain_text("6 chaises pliantes")
    expect(page.locator(REST)).to_contain_text("cartons de récupération")


def _offer(site: Site, page: Page, examiner: Examiner) -> None:
    page.get_by_role("link", name="Proposer à l’origine").click()
    page.get_by_label("Matériel de “Dessiner").check()
    page.get_by_label("Pourquoi l’origine y gagnerait").fill(REASON)
    _examine(examiner, page)
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.locator(".proposal")).to_contain_text("En attente")
    _examine(examiner, page)


def _accept(site: Site, page: Page, examiner: Examiner) -> None:
    site.go(page, SCENARIO)
    page.get_by_role("link", name="1 proposition de Nantes").click()
    expect(page.locator(".proposal")).to_contain_text(REASON)
    _examine(examiner, page)
    page.get_by_role("button", name="Reprendre ce qui est coché").click()
    expect(page.locator(".flashes")).to_contain_text("son crédit suit")


def _examine(examiner: Examiner, page: Page) -> None:
    """Axe finds nothing, and nothing sticks out of a phone."""
    found = examiner.faults(page)
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
