"""The trash in the browser: a page goes with its file and its talk, and comes back with both."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.arranging import copy_served
from tests.browser.conftest import OpenPage
from tests.browser.examining import SEEN, Examiner
from tests.browser.serving import SCENARIO, Site

TOOL = "/trappes/fiche-de-releve-thermique"


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for the tests of this module."""
    with copy_served(prepared, tmp_path_factory.mktemp("trash")) as site:
        yield site


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(kept, "PNG")
    return kept.getvalue()


def status(page: Page, address: str) -> int:
    answer = page.request.get(address)
    return answer.status


def test_a_page_goes_and_comes_back_with_its_file_and_its_talk(
    place: Site, plain_page: Page, open_page: OpenPage
) -> None:
    page, other = plain_page, open_page()
    place.sign_in(page, "claire")
    place.sign_in(other, "amina")
    place.go(page, f"{TOOL}/fichiers")
    page.set_input_files(
        "input[type=file]", {"name": "mare.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_role("button", name="Ajouter", exact=True).click()
    file = page.get_by_role("link", name="mare.png").first.get_attribute("href")
    place.go(page, f"{TOOL}/discussion/ecrire")
    page.fill("textarea[name=text]", "Qui a le thermomètre ?")
    page.get_by_role("button", name="Publier").click()
    expect(page.locator(".talk-message")).to_be_visible()
    thread = page.url

    place.go(page, f"{TOOL}/reglages")
    page.get_by_role("link", name="Supprimer la page…").click()
    expect(page.locator(".consequences")).to_contain_text("1 fichier")
    expect(page.locator(".consequences")).to_contain_text("1 fil de discussion")
    page.focus("input[name=reason]")
    page.keyboard.type("Doublon")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Raison : Doublon")).to_be_visible()

    gone = [place.address + TOOL, place.address + str(file), thread, place.address + f"{TOOL}/fichiers"]
    assert [status(other, address) for address in gone] == [404] * 4
    assert status(page, gone[0]) == 410
    place.go(other, SCENARIO)
    expect(other.locator(f"a.missing[href='{TOOL}']").first).to_be_visible()

    page.get_by_role("button", name="Annuler la suppression").press("Enter")
    expect(page.get_by_text("La page est rétablie")).to_be_visible()
    assert [status(other, address) for address in gone] == [200] * 4
    other.reload()
    expect(other.locator(f"a.missing[href='{TOOL}']")).to_have_count(0)


def test_axe_finds_nothing_and_nothing_sticks_out(
    place: Site, open_page: OpenPage, examiner: Examiner
) -> None:
    page = open_page(**SEEN)
    examiner.prepare(page)
    place.sign_in(page, "marc")
    place.go(page, f"{TOOL}/supprimer")
    found = examined(page, examiner)
    page.fill("input[name=reason]", "Doublon")
    page.get_by_role("button", name="Mettre à la corbeille").click()
    found += examined(page, examiner)
    number = page.url.rsplit("/", 1)[1]
    for address in (
        "/pages/corbeille", f"/pages/corbeille/{number}/retirer", f"{SCENARIO}/retirer/1", "/admin/journal?qui=marc",
        "/pages/entretien", "/territoires/trappes/entretien/liens-casses", "/pages/entretien/liens-morts",
        "/pages/entretien/demandees",
    ):  # fmt: skip
        place.go(page, address)
        found += examined(page, examiner)
    place.go(page, TOOL)
    page.get_by_role("button", name="Annuler la suppression").click()
    assert found == []


def examined(page: Page, examiner: Examiner) -> list[str]:
    """What axe finds, and what sticks out of the page, with the address."""
    page.wait_for_load_state()
    return [f"{page.url}: {fault}" for fault in examiner.faults(page)]
