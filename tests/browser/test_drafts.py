"""Nothing that is typed, pasted or dropped is lost: sessions end, networks go, other windows and devices write."""

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.arranging import copy_served
from tests.browser.conftest import OpenPage
from tests.browser.designing import Designer, field
from tests.browser.layout import PHONE
from tests.browser.serving import SCENARIO, Site
from tests.browser.writing import EDITOR, Writer, sign_in_again, wait_until_kept
from wiki.accounts.models import User
from wiki.pages.models import Draft

SHEET = "/trappes/fiche-de-releve-thermique"
PASTE = """([selector, data, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const brought = new DataTransfer();
  brought.items.add(new File([bytes], name, { type: "image/png" }));
  const about = { clipboardData: brought, bubbles: true, composed: true, cancelable: true };
  const event = new ClipboardEvent("paste", about);
  const place = document.querySelector(".editor-text")?.shadowRoot?.querySelector(selector);
  (place ?? document.querySelector(selector)).dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def desk(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that the tests of this module write in, each on a page of its own."""
    with copy_served(prepared, tmp_path_factory.mktemp("desk")) as site:
        yield site


def picture(colour: str = "teal") -> str:
    """A small PNG, in base64."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def paste_picture(page: Page, place: str = EDITOR, colour: str = "teal") -> None:
    page.evaluate(PASTE, [place, picture(colour), "image.png"])


def drafts_of(site: Site, handle: str, *, are_given_up: bool = False) -> list[str]:
    """What a person's drafts say."""
    with site.read() as session:
        found = select(Draft.text).join(User).where(User.handle == handle)
        which = Draft.given_up_at.is_not(None) if are_given_up else Draft.given_up_at.is_(None)
        return list(session.scalars(found.where(which)))


def test_pictures_pasted_before_the_page_is_there_and_while_the_session_ends_are_in_it(
    desk: Site, page: Page
) -> None:
    desk.sign_in(page, "claire")
    desk.go(page, "/nouveau?type=page&territoire=trappes")
    page.fill("input[name=title]", "Une page avec images")
    paste_picture(page, colour="red")
    expect(page.locator(".file-tray")).to_contain_text("devient d’abord un brouillon privé")
    page.click("text=Garder en brouillon privé et envoyer")
    page.wait_for_url("**/trappes/une-page-avec-images/modifier")
    expect(page.locator(".file-row")).to_have_attribute("data-state", "sent")
    page.locator(".file-alt input").fill("Un carré rouge")

    Writer(page, scripts=True).append("Voici la cour :")
    desk.sign_out_everywhere("claire")
    paste_picture(page)
    sign_in_again(desk, page, "claire")
    second = page.locator(".file-row").nth(1)
    expect(second).to_have_attribute("data-state", "sent")
    second.locator("input").fill("Une cour [à l'ombre]")
    second.locator("input").press("Enter")
    wait_until_kept(page)
    shown = page.locator(".editor-preview img").nth(1)
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 40)

    Writer(page, scripts=True).append("Encore une phrase.")
    desk.sign_out_everywhere("claire")
    page.keyboard.press("Control+s")
    sign_in_again(desk, page, "claire")
    page.wait_for_url("**/trappes/une-page-avec-images")
    expect(page.locator(".alert-success")).to_contain_text("Enregistré")
    for alt in ("Un carré rouge", "Une cour [à l'ombre]"):
        shown = page.locator(f'.prose img[alt="{alt}"]')
        shown.scroll_into_view_if_needed()
        expect(shown).to_have_js_property("naturalWidth", 40)
    expect(page.locator("main")).to_contain_text("Encore une phrase.")
    assert drafts_of(desk, "claire") == []


def test_what_was_begun_on_a_phone_goes_on_at_a_desk_beside_the_text_as_it_is(
    desk: Site, open_page: OpenPage
) -> None:
    phone, computer = open_page(viewport=PHONE, has_touch=True, is_mobile=True), open_page()
    for each in (phone, computer):
        desk.sign_in(each, "claire")
    desk.go(phone, f"{SCENARIO}/modifier")
    Writer(phone, scripts=True).append("Écrit dans le bus.")
    wait_until_kept(phone)
    desk.go(computer, "/compte")
    computer.click("text=1 brouillon >> nth=-1")
    expect(computer.locator(".draft-row")).to_contain_text("4 mots ajoutés, 0 mot retiré")
    computer.click("text=Voir ce qui diffère")
    expect(computer.locator("table.diff ins", has_text="Écrit dans le bus.")).to_be_visible()
    computer.click(".actions >> text=Reprendre")
    writer = Writer(computer, scripts=True)
    assert "Écrit dans le bus." in writer.text
    writer.append("Fini au bureau.")
    wait_until_kept(computer)

    phone.bring_to_front()
    Writer(phone, scripts=True).append("Encore dans le bus.")
    choice = phone.locator("[data-elsewhere]")
    expect(choice).to_contain_text("Une autre fenêtre ou un autre appareil a écrit ce texte")
    choice.get_by_role("button", name="Reprendre l’autre texte").click()
    phone.wait_for_url("**/modifier?reprendre=1")
    assert "Fini au bureau." in Writer(phone, scripts=True).text
    desk.go(phone, "/compte/brouillons")
    expect(phone.locator(".drafts-given-up .draft-row")).to_have_count(1)


def test_two_tabs_of_the_designer_never_overwrite_each_other(desk: Site, page: Page) -> None:
    desk.sign_in(page, "amina")
    other = page.context.new_page()
    for each in (page, other):
        desk.go(each, f"{SHEET}/concevoir")
    page.fill("#resume", "Dans le premier onglet.")
    Designer(page).wait_until_kept()
    other.fill("#resume", "Dans le second.")
    expect(other.locator("[data-elsewhere]")).to_be_visible()
    assert "Dans le premier onglet." in drafts_of(desk, "amina")[0]
    other.get_by_role("button", name="Continuer ici").click()
    Designer(other).wait_until_kept()

    assert "Dans le second." in drafts_of(desk, "amina")[0]
    assert "Dans le premier onglet." in drafts_of(desk, "amina", are_given_up=True)[0]


def test_a_file_pasted_offline_in_the_designer_is_sent_when_the_connection_is_back(
    desk: Site, page: Page
) -> None:
    desk.sign_in(page, "amina")
    desk.go(page, f"{SCENARIO}/concevoir")
    page.click("#ligne-activity-0")
    area = field("activity", 0, "texte")
    page.focus(area)
    page.context.set_offline(True)
    paste_picture(page, area, colour="blue")
    expect(page.locator(".file-row")).to_contain_text("Hors ligne : gardé sur cet appareil")
    expect(page.locator(area)).to_have_value(re.compile("envoi:"))
    page.context.set_offline(False)
    expect(page.locator(".file-row")).to_have_attribute("data-state", "sent")
    expect(page.locator(area)).to_have_value(re.compile(r"\]\(/fichiers/"))
    Designer(page).wait_until_kept()
    assert "](/fichiers/" in Designer(page).text
