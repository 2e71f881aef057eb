"""A parcours in the browser: gathered, ordered from the keyboard, read by its link, bound as a booklet."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from scenarios.collections import tasks
from scenarios.printing.service import Press
from tests.browser.conftest import OpenPage
from tests.browser.layout import PHONE, sticking_out
from tests.browser.serving import SCENARIO, Site, app_at, served

SHEET = "/trappes/fiche-de-releve-thermique"
OTHERS = (
    "/caen/une-demi-journee-agile-du-besoin-au-prototype-papier",
    "/rennes/un-menu-a-dix-euros-au-marche-des-lices",
    "/grand-lyon/sous-l-arbre-a-palabres-tenir-une-agora-ou-chaque-voix-compte",
)


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for the tests of this module; its long booklets are set in no time, and say nothing."""
    folder = tmp_path_factory.mktemp("parcours") / "data"
    shutil.copytree(prepared, folder)
    app = app_at(folder)
    app.extensions[tasks.PRESS] = Press(["sh", "-c", "printf %%PDF-; cat >/dev/null"])
    with served(app) as site:
        yield site


def test_pages_are_gathered_ordered_shared_by_link_and_bound(
    place: Site, plain_page: Page, open_page: OpenPage
) -> None:
    page = plain_page
    place.sign_in(page, "amina")
    place.go(page, SHEET)
    page.get_by_role("link", name="Ajouter à un parcours").click()
    page.get_by_label("Dans quel parcours").select_option(label="Un nouveau parcours…")
    page.get_by_label("Titre du nouveau parcours").fill("Ma semaine")
    page.get_by_role("button", name="Ajouter la page").click()
    page.get_by_role("link", name="Ouvrir le parcours").click()
    page.get_by_role("link", name="Composer").click()
    for address in (SCENARIO, *OTHERS):
        page.get_by_label("Adresse d’une page").fill(address)
        page.get_by_role("button", name="Ajouter cette page").click()

    expect(page.locator(".desk-title").nth(1)).to_contain_text("Lire le climat")
    up = page.get_by_role("button", name="Monter : Lire le climat")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-title").nth(0)).to_contain_text("Lire le climat")

    page.get_by_role("link", name="Partager").click()
    page.get_by_label("Les personnes à qui je donne le lien").check()
    page.get_by_role("button", name="Enregistrer").click()
    link = page.locator("#share-link").inner_text()

    phone = open_page(viewport=PHONE)
    phone.goto(link)
    expect(phone.locator(".card-title").first).to_contain_text("Lire le climat")
    assert sticking_out(phone) == []
    phone.get_by_role("link", name="Livret en PDF").click()
    with phone.expect_response(_is_the_booklet, timeout=60_000):
        phone.get_by_role("button", name="Préparer le livret").click()
        expect(phone.get_by_role("heading", level=1)).to_contain_text("se prépare")


def _is_the_booklet(answer: Response) -> bool:
    return answer.url.endswith("/livret.pdf") and answer.header_value("content-type") == "application/pdf"
