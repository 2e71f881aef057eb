"""Other ways through the site: by keyboard alone, after a lost session, in another language or light, on paper."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arranging import copy_served, write_pages
from tests.browser.conftest import OpenPage
from tests.browser.serving import SCENARIO, Site
from tests.browser.writing import EDITOR, REST, STATE, SUMMARY, Writer, sign_in_again, wait_until_kept

TOOL = "/trappes/fiche-de-releve-thermique"
A4_PAGES_OF_A_SCENARIO = 6
MOST_TABS = 80


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that the tests of this module write in, each on pages of its own."""
    with copy_served(prepared, tmp_path_factory.mktemp("ways")) as site:
        yield site


def test_search_open_edit_and_save_by_keyboard_alone(site: Site, page: Page) -> None:
    site.sign_in(page, "claire")
    site.go(page, "/themes")
    page.keyboard.press("/")
    page.keyboard.type("relevé thermique")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?**")
    _tab_to(page, f"element => element.pathname === '{TOOL}'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{TOOL}")
    page.keyboard.press("e")
    page.wait_for_url(f"**{TOOL}/modifier")
    expect(page.locator(EDITOR)).to_be_visible()
    _tab_to(page, "element => Boolean(element.shadowRoot?.activeElement)")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Vérifier les piles la veille.")
    page.keyboard.press("Control+s")
    page.wait_for_url(f"**{TOOL}")
    expect(page.locator(REST)).to_contain_text("Vérifier les piles la veille.")


def test_similar_pages_come_when_one_reads_to_the_end(site: Site, page: Page) -> None:
    site.go(page, SCENARIO)
    door = page.locator("[data-similar]")
    expect(door).to_contain_text("Voir les pages semblables")
    door.scroll_into_view_if_needed()
    expect(door.get_by_role("heading", level=2)).to_have_text("Pages semblables")
    door.get_by_role("heading", level=3).first.get_by_role("link").click()
    page.wait_for_url(lambda url: SCENARIO not in url)


def _tab_to(page: Page, reached: str) -> None:
    """Press the tab key until the focus is where it should be, visibly at each stop."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        is_there, is_visible, place = page.evaluate(_LOOK_AT_FOCUS.replace("REACHED", reached))
        assert is_visible, place
        if is_there:
            return
    raise AssertionError(f"{MOST_TABS} tabs do not lead there: {reached}")


_LOOK_AT_FOCUS = """() => {
    const element = document.activeElement;
    const shown = (each) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    };
    const needsNone = element === document.body || Boolean(element.shadowRoot);
    // A field inside a drawn box may let the box show it.
    const isVisible = needsNone || shown(element) || shown(element.parentElement);
    return [(REACHED)(element), isVisible, element.outerHTML.slice(0, 200)];
}"""


def test_the_skip_link_comes_first_and_leads_to_the_content(site: Site, page: Page) -> None:
    site.go(page, SCENARIO)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_what_is_wrong_is_told_first_and_leads_to_the_field(site: Site, page: Page) -> None:
    site.go(page, "/inscription")
    page.fill("input[name=name]", "Zoé")
    page.fill("input[name=email]", "zoe@example.org")
    page.fill("input[name=password]", "court")
    page.press("input[name=password]", "Enter")
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=password]")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_session_lost_while_writing_costs_no_word(site: Site, open_page: OpenPage, scripts: bool) -> None:
    title, address = ("La cour", "/trappes/la-cour") if scripts else ("Le jardin", "/trappes/le-jardin")
    write_pages(site, f"# {title}\n\nOn y compte.\n")
    page = open_page(java_script_enabled=scripts)
    site.sign_in(page, "claire")
    site.go(page, f"{address}/modifier")
    writer = Writer(page, scripts=scripts)
    writer.append("Écrit pendant que la session finissait.")
    site.sign_out_everywhere("claire")
    writer.ask_to_save()
    if scripts:
        sign_in_again(site, page, "claire")
    else:
        expect(page.locator("h1")).to_have_text("Votre session est terminée")
        site.fill_sign_in(page, "claire")
    page.wait_for_url(f"**{address}")
    expect(page.locator("main")).to_contain_text("Écrit pendant que la session finissait.")


@pytest.mark.parametrize(
    ("kept_by", "role", "name"), [("wiki", "link", "Reprendre"), ("device", "button", "Reprendre ce texte")]
)
def test_a_text_that_was_not_saved_is_offered_again(
    site: Site, page: Page, open_page: OpenPage, kept_by: str, role: Literal["link", "button"], name: str
) -> None:
    title, address = {
        "wiki": ("Le préau", "/trappes/le-preau"),
        "device": ("Le portail", "/trappes/le-portail"),
    }[kept_by]
    write_pages(site, f"# {title}\n\nOn y compte.\n")
    site.sign_in(page, "claire")
    site.go(page, f"{address}/modifier")
    context = page.context
    context.set_offline(kept_by == "device")
    Writer(page, scripts=True).append("Écrit avant que la batterie lâche.")
    if kept_by == "wiki":
        wait_until_kept(page)
    else:
        expect(page.locator(STATE)).to_contain_text("gardé sur cet appareil")
    # The device is opened again. The page stays: as it closes, it would send its last words past the cut network.
    again = open_page(storage_state=context.storage_state())
    site.go(again, f"{address}/modifier")
    expect(again.locator(EDITOR)).to_be_visible()
    # The editor draws no lines that are out of sight; what would be sent is all of the text.
    whole, words = again.locator("textarea[name=text]"), re.compile("Écrit avant que la batterie lâche.")
    expect(whole).not_to_have_value(words)
    expect(again.locator(".alert-warning")).to_have_count(1)
    again.get_by_role(role, name=name, exact=True).click()
    expect(whole).to_have_value(words)
    expect(again.locator(EDITOR)).to_be_visible()
    with again.expect_navigation():
        again.press("input[name=summary]", "Enter")
    expect(again.locator("main")).to_contain_text("Écrit avant que la batterie lâche.")
    site.go(again, f"{address}/modifier")
    expect(again.locator(EDITOR)).to_be_visible()
    expect(again.locator(".alert-warning")).to_have_count(0)


def test_a_text_that_met_a_conflict_is_offered_again(site: Site, open_page: OpenPage) -> None:
    write_pages(site, "# Le gymnase\n\nUne feuille par groupe.\n")
    claire, amina = open_page(java_script_enabled=False), open_page()
    for page, handle in ((claire, "claire"), (amina, "amina")):
        site.sign_in(page, handle)
        site.go(page, "/trappes/le-gymnase/modifier")
    for page, words in ((amina, "Une feuille par binôme."), (claire, "Une feuille par personne.")):
        writer = Writer(page, scripts=page is amina)
        writer.replace_line("Une feuille par groupe.", words)
        writer.save()
    expect(claire.locator(".conflict-form")).to_be_visible()
    site.go(claire, "/trappes/le-gymnase/modifier")
    claire.get_by_role("link", name="Reprendre", exact=True).click()
    assert "Une feuille par personne." in Writer(claire, scripts=False).text


def test_the_language_changes_and_changes_back(site: Site, page: Page) -> None:
    for handle in ("", "amina"):
        if handle:
            site.sign_in(page, handle)
        site.go(page, "/themes")
        _change_language_and_back(page)


def _change_language_and_back(page: Page) -> None:
    for button, language in (("English", "en"), ("Français", "fr")):
        page.click("[data-menu] summary")
        page.get_by_role("link", name="Français · English").click()
        page.get_by_role("button", name=button).click()
        page.wait_for_url("**/themes")
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_dark_display_follows_the_system_until_one_chooses(site: Site, open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    site.go(page, "/")
    assert _brightness(page) < 64
    page.click("[data-menu] summary")
    page.get_by_role("button", name="Affichage clair").click()
    assert _brightness(page) > 192
    page.reload()
    assert _brightness(page) > 192


def _brightness(page: Page) -> float:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (red + green + blue) / 3


def test_who_is_admitted_by_the_referent_can_write(site: Site, plain_page: Page, page: Page) -> None:
    """Who asks has no scripts, and the referent has; both write then, each in their way."""
    newcomer, claire = plain_page, page
    site.sign_in(newcomer, "helene")
    site.sign_in(claire, "claire")
    site.go(newcomer, "/trappes")
    newcomer.get_by_role("link", name="Rejoindre ce territoire").click()
    newcomer.fill("textarea[name=message]", "J'habite la rue d'à côté.")
    newcomer.get_by_role("button", name="Envoyer ma demande").click()
    expect(newcomer.locator(".flashes")).to_contain_text("Votre demande est envoyée")

    site.go(claire, "/trappes")
    claire.get_by_role("link", name="Une demande attend votre réponse").click()
    expect(claire.locator("main")).to_contain_text("J'habite la rue d'à côté.")
    claire.get_by_role("button", name="Admettre").click()
    expect(claire.locator(".flashes")).to_contain_text("Hélène fait partie du territoire")

    _write_a_page(site, Writer(newcomer, scripts=False), "Ma rue", "/trappes/ma-rue")
    _write_a_page(site, Writer(claire, scripts=True), "Ma ruelle", "/trappes/ma-ruelle")


def _write_a_page(site: Site, writer: Writer, title: str, address: str) -> None:
    page = writer.page
    site.go(page, "/nouveau?type=page&territoire=trappes")
    page.fill("input[name=title]", title)
    writer.append("Elle monte.")
    # The enter key saves the page as it is, not as the private draft that a file would need.
    page.press("input[name=title]", "Enter")
    expect(page.locator(".alert-success")).to_have_text("La page est enregistrée.")
    expect(page.locator("h1")).to_have_text(title)
    assert page.url == site.address + address


def test_a_theme_keeps_its_pages_and_old_name_when_renamed(site: Site, plain_page: Page, page: Page) -> None:
    """Without scripts, and back again with them."""
    names = (("Citoyenneté", "citoyennete"), ("Vie citoyenne", "vie-citoyenne"))
    for who, old, new in ((plain_page, *names), (page, *reversed(names))):
        site.sign_in(who, "nadia")
        site.go(who, f"/themes/gestion/{old[1]}")
        who.fill("input[name=name]", new[0])
        who.get_by_role("button", name="Renommer ce thème").click()
        who.get_by_role("button", name="Renommer le thème").click()
        expect(who.locator(".flashes")).to_contain_text(new[0])
        site.go(who, SCENARIO)
        expect(who.locator(".chips").first).to_contain_text(new[0])
        site.go(who, f"/themes/{old[1]}")
        assert who.url == f"{site.address}/themes/{new[1]}"
        expect(who.locator(".card-grid").first).to_contain_text("Lire le climat de son quartier")


def test_a_scenario_prints_on_few_sheets_without_navigation(library: Site, page: Page) -> None:
    library.go(page, SCENARIO)
    page.emulate_media(media="print")
    for part in (".site-header", ".site-footer nav", ".tabs", ".toc", ".breadcrumbs"):
        expect(page.locator(part).first).to_be_hidden()
    for part in (SUMMARY, REST):
        expect(page.locator(part)).to_be_visible()
    paper = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type /Page\b", paper)) <= A4_PAGES_OF_A_SCENARIO
