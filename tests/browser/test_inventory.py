"""A need of Nantes meets what Mont-Saint-Michel offers; one writes, the other answers, on a phone and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arranging import copy_served
from tests.browser.conftest import OpenPage
from tests.browser.doing import wait_until_read
from tests.browser.layout import DESKTOP, PHONE, sticking_out
from tests.browser.serving import Site

NEED = "Former des jeunes du quartier à guider des visiteurs"
TOLD = "vous écrit au sujet de l’inventaire"
OFFER = "Former des jeunes à guider des visiteurs en relais"


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for the tests of this module."""
    with copy_served(prepared, tmp_path_factory.mktemp("inventory")) as site:
        yield site


def test_a_need_meets_an_offer_elsewhere_and_a_message_is_answered(place: Site, open_page: OpenPage) -> None:
    yann, pascal = open_page(viewport=PHONE), open_page(viewport=DESKTOP)
    place.sign_in(yann, "yann")
    place.go(yann, "/territoires/nantes/inventaire")
    assert sticking_out(yann) == []
    yann.get_by_role("link", name=NEED).click()
    lead = yann.locator(".item-answer", has_text=OFFER)
    expect(lead).to_contain_text("Mont-Saint-Michel")
    expect(lead).to_contain_text("Mots en commun : Former, jeunes, guider, visiteurs")
    lead.get_by_role("link", name="Écrire pour ce besoin").click()
    expect(yann.get_by_text("Votre message va à Pascal.")).to_be_visible()
    yann.get_by_label("Votre message").fill("Bonjour, pourriez-vous venir en avril ?")
    yann.get_by_role("button", name="Envoyer le message").click()
    expect(yann.locator(".contact-said")).to_contain_text("en avril")
    assert sticking_out(yann) == []

    _answer(place, pascal)

    yann.reload()
    expect(yann.locator(".contact-said").last).to_contain_text("Avec plaisir")
    place.go(yann, "/inventaire?sorte=competences")
    place.go(yann, "/territoires/nantes/inventaire")
    yann.get_by_role("link", name=NEED).click()
    lead.get_by_role("button", name="Cela répond à notre besoin").click()
    expect(yann.locator(".item-state.is-answered")).to_be_visible()
    for page in (yann, pascal):
        assert "@example.org" not in page.content()


def _answer(place: Site, pascal: Page) -> None:
    """Told by the bell, answered from the keyboard."""
    place.sign_in(pascal, "pascal")
    wait_until_read(place, pascal, "/notifications", TOLD)
    place.go(pascal, "/notifications")
    pascal.locator("li", has_text=TOLD).first.locator(".notice-title").click()
    expect(pascal.locator(".contact-said")).to_contain_text("en avril")
    pascal.get_by_label("Votre message").focus()
    pascal.keyboard.type("Avec plaisir, la semaine du 12.")
    pascal.keyboard.press("Tab")
    pascal.keyboard.press("Enter")
    expect(pascal.locator(".contact-said.is-mine")).to_contain_text("Avec plaisir")
