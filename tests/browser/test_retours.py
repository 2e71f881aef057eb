"""A session led and told without a network, and its photos: sent on return, shown with what people agreed to."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from scenarios.enactments.models import Enactment
from tests.browser.conftest import OpenPage
from tests.browser.examining import AXE, EXAMINE
from tests.browser.layout import sticking_out
from tests.browser.serving import SCENARIO, Site, app_at, served
from tests.wiki.attachments.samples import exif, picture

PHONE = {"width": 390, "height": 844}
LEAD, TELL, HERE = f"{SCENARIO}/animer", f"{SCENARIO}/raconter", "/sur-cet-appareil"
OFFLINE = "Gardé sur cet appareil, sera envoyé dès le retour du réseau."


def retours(site: Site) -> list[Enactment]:
    with site.read() as session:
        return list(session.scalars(select(Enactment).where(Enactment.place == "Parvis de la gare")))


def faults(page: Page) -> list[str]:
    return [*page.evaluate(EXAMINE), *sticking_out(page)]


def play(page: Page) -> None:
    """Two activities are led, the third is skipped, and one is corrected by hand."""
    page.click("[data-act=pause]")
    page.clock.run_for(8 * 60_000)
    page.click("[data-act=next]")
    page.clock.run_for(21 * 60_000)
    page.click("[data-act=next]")
    page.click("[data-act=skip]")
    page.click("[data-act=pause]")
    page.click("[data-lived] summary")
    page.fill("#lived-3", "25")
    page.press("#lived-3", "Tab")


def tell_quickly(page: Page, address: str) -> None:
    """The shortest retour from the page to lead from: four touches, nothing typed."""
    page.goto(address + LEAD)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("[data-act=restart]")
    page.click("[data-act=pause]")
    page.clock.run_for(12 * 60_000)
    page.click("[data-tell]")
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("button", name="Envoyer le retour").click()
    expect(page.locator(".retour-outcome")).to_have_text(OFFLINE)


def test_a_session_without_a_network_is_told_and_sent_on_return(
    prepared: Path, tmp_path: Path, open_page: OpenPage, browser_faults: list[str]
) -> None:
    shutil.copytree(prepared, tmp_path / "data")
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.add_init_script(path=AXE)
    app = app_at(tmp_path / "data")
    with served(app) as site:
        site.sign_in(page, "claire")
        page.clock.install()
        site.go(page, LEAD)
        expect(page.locator("[data-kept]")).to_have_text("Prêt à fonctionner sans réseau")
        port = int(site.address.rpartition(":")[2])

    # The server is gone, and the device knows no network; the minutes survive a reload of the page.
    page.context.set_offline(True)
    play(page)
    page.reload()
    assert page.locator("#lived-1").input_value() == "21"
    page.click("[data-tell]")
    expect(page.locator(".steps-place")).to_have_text("Étape 1 sur 3")
    assert faults(page) == []
    page.fill("[name=place]", "Parvis de la gare")
    page.get_by_role("button", name="Suivant").click()
    measured = [field.input_value() for field in page.locator("[name=lived]").all()]
    assert measured == ["8", "21", "0", "25", ""]
    assert faults(page) == []
    page.get_by_role("button", name="Suivant").click()
    page.locator("[name=rating_confiance][value='4']").check(force=True)
    large = picture(size=(2400, 1800), exif=exif())
    page.set_input_files("[name=photos]", {"name": "cour.jpg", "mimeType": "image/jpeg", "buffer": large})
    page.get_by_label("Photo 1 : qui y est reconnaissable").select_option("written")
    page.fill("[name=agreement_words]", "Claire, au club")
    assert faults(page) == []
    # Closed and opened again: everything is there.
    page.reload()
    expect(page.locator(".retour-resumed")).to_be_visible()
    assert page.locator("[name=place]").input_value() == "Parvis de la gare"
    assert page.locator("[name=rating_confiance][value='4']").is_checked()
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("button", name="Envoyer le retour").click()
    expect(page.locator(".retour-outcome")).to_have_text(OFFLINE)
    tell_quickly(page, site.address)
    page.goto(site.address + HERE)
    expect(page.locator(".kept-retour .kept-state")).to_have_text([OFFLINE, OFFLINE])
    assert faults(page) == []
    # One of them is given up, once it was asked whether that is meant.
    quick = page.locator(".kept-retour").first
    quick.get_by_role("button", name="Abandonner").click()
    page.get_by_role("button", name="Oui, abandonner").click()
    expect(page.locator(".kept-retour")).to_have_count(1)

    # The network is back, and somebody else has signed in on this device: nothing leaves without asking.
    with served(app_at(tmp_path / "data"), port) as site:
        site.sign_in(page, "amina")
        page.context.set_offline(False)
        page.wait_for_load_state("networkidle")
        page.reload()
        expect(page.locator(".kept-state")).to_contain_text("Écrit avec le compte @claire")
        assert not page.get_by_role("link", name="Corriger").count()
        assert faults(page) == []
        page.context.clear_cookies()
        page.reload()
        expect(page.locator(".kept-state")).to_contain_text("connectez-vous pour l’envoyer")
        # On the next visit of any page it leaves by itself, once.
        site.sign_in(page, "claire")
        site.go(page, "/")
        expect(page.locator(".retours-bar")).to_contain_text("Envoyé")
        assert faults(page) == []
        [told] = retours(site)
        assert [lived for _title, lived, _planned in told.minutes] == [8, 21, 0, 25]
        assert (told.ratings, told.headcount) == ({"confiance": 4}, None)
        page.click(".retours-bar a")
        photo = page.locator(".photo-list img")
        expect(photo).to_be_visible()
        assert photo.get_attribute("width") == "1600"
        assert faults(page) == []
        site.go(page, HERE)
        expect(page.locator("[data-kept-retours]")).to_contain_text("Rien n’attend sur cet appareil")
        # Who stays on the form sees it leave as soon as the network is back.
        site.go(page, TELL)
        page.context.set_offline(True)
        page.get_by_role("button", name="Suivant").click()
        page.get_by_role("button", name="Suivant").click()
        page.locator("[name=rating_plaisir][value='4']").check(force=True)
        page.get_by_role("button", name="Envoyer le retour").click()
        expect(page.locator(".retour-outcome")).to_have_text(OFFLINE)
        page.context.set_offline(False)
        expect(page).to_have_url(re.compile(r"/retour-[^/]+$"))


def test_a_photo_is_seen_only_while_the_people_on_it_agree(
    site: Site, open_page: OpenPage, plain_page: Page
) -> None:
    """Told without script; the photo is hidden by who is on it, agreed to again, and erased."""
    site.sign_in(plain_page, "claire")
    site.go(plain_page, TELL)
    plain_page.fill("[name=worked]", "Le tour du square.")
    buffer = picture(size=(640, 480))
    plain_page.set_input_files("[name=photos]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": buffer})
    plain_page.click("main .form-actions button")
    expect(plain_page.locator(".photos .alert-warning")).to_contain_text("n’est montrée à personne")
    retour = plain_page.url.removeprefix(site.address)

    reader = open_page(viewport=PHONE)
    reader.add_init_script(path=AXE)
    photo = reader.locator(".photo-list img")
    site.go(reader, retour)
    expect(photo).to_have_count(0)

    plain_page.click(".photos .alert a")
    plain_page.get_by_role("link", name="Dire ce qui a été accepté").click()
    plain_page.check("[name=agreement][value=written]")
    plain_page.get_by_role("button", name="Noter l’accord").click()
    site.sign_in(reader, "yann")
    reader.reload()
    expect(photo).to_be_visible()
    source = photo.evaluate("image => image.currentSrc")
    reader.locator(".photo-list figcaption a").click()
    assert faults(reader) == []
    reader.get_by_role("button", name="Masquer cette photo").click()
    expect(photo).to_have_count(0)
    # Not from the browser's own store either.
    assert reader.evaluate("source => fetch(source).then((answer) => answer.status)", source) == 404

    plain_page.reload()
    plain_page.get_by_role("link", name="Effacer").click()
    plain_page.get_by_role("button", name="Effacer la photo").click()
    site.go(plain_page, f"{retour}/photos")
    expect(plain_page.locator(".empty")).to_be_visible()
    assert faults(reader) == []
