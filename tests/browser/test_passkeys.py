"""Passkeys in a real browser, with the authenticator that its developer tools simulate; the page of the account."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arranging import copy_served
from tests.browser.conftest import OpenPage
from tests.browser.serving import Site

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for the tests of this module, each about the account of somebody else."""
    with copy_served(prepared, tmp_path_factory.mktemp("passkeys")) as site:
        yield site


@contextmanager
def device(page: Page, **options: bool) -> Iterator[None]:
    """A device that asks its owner, who is there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **options}})
    yield
    session.detach()


def go(site: Site, page: Page, path: str) -> None:
    """Passkeys belong to a name, never to an address in numbers."""
    page.goto(site.address.replace("127.0.0.1", "localhost") + path)


def come_in(site: Site, page: Page, handle: str) -> None:
    go(site, page, "/connexion")
    site.fill_sign_in(page, handle)


def test_a_passkey_is_made_and_opens_the_account_without_a_password(place: Site, open_page: OpenPage) -> None:
    page = open_page()
    # A simulated owner would take up the offer in the address field at once, before the button can be pressed.
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false;")
    with device(page):
        come_in(place, page, "claire")
        go(place, page, "/compte/cles")
        page.get_by_role("link", name="Créer une clé d’accès").click()
        page.get_by_label("Nom de cette clé").fill("Ordinateur de la médiathèque")
        page.get_by_role("button", name="Créer la clé").click()
        expect(page.get_by_role("heading", name="Ordinateur de la médiathèque")).to_be_visible()

        go(place, page, "/deconnexion")
        with page.expect_navigation():
            page.get_by_role("button", name="Se déconnecter").click()
        go(place, page, "/connexion?next=/themes")
        page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
        page.wait_for_url(lambda url: urlsplit(url).path == "/themes")
        go(place, page, "/compte/sessions")
        expect(page.get_by_text("avec une clé d’accès")).to_be_visible()

        site_now = page.context.cookies()
        assert any(cookie["name"] == "appareil" and cookie["httpOnly"] for cookie in site_now)


def test_the_address_field_offers_passkeys_and_a_refusal_leaves_the_password(
    place: Site, open_page: OpenPage
) -> None:
    page = open_page()
    with device(page, isUserVerified=False):
        come_in(place, page, "yann")
        go(place, page, "/compte/cles/nouvelle")
        page.get_by_label("Nom de cette clé").fill("Téléphone")
        page.get_by_role("button", name="Créer la clé").click()
        expect(page.get_by_text("L’appareil n’a pas créé de clé")).to_be_visible()
        go(place, page, "/compte/cles")
        expect(page.get_by_text("Aucune clé d’accès")).to_be_visible()


def test_one_finds_the_way_by_keyboard_and_without_scripts(place: Site, plain_page: Page) -> None:
    """Without scripts there are no passkeys, and the page says so; everything else of the account works."""
    page = plain_page
    come_in(place, page, "amina")
    go(place, page, "/compte/cles/nouvelle")
    expect(page.locator("noscript .alert")).to_be_visible()
    go(place, page, "/compte/validation")
    page.get_by_role("link", name="Mettre en place").click()
    expect(page.get_by_role("img", name=re.compile("Image à lire"))).to_be_visible()
    go(place, page, "/compte/sessions")
    page.get_by_role("button", name="Déconnecter tous les autres appareils").click()
    expect(page.get_by_text("Tous vos autres appareils sont déconnectés.")).to_be_visible()
