"""Suggestions under search boxes: by keyboard, for screen readers, by finger, on a poor network, without scripts."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import OpenPage
from tests.browser.examining import AXE, EXAMINE
from tests.browser.layout import DESKTOP, PHONE
from tests.browser.serving import SCENARIO, Site

A_WHILE = 1000
"""Milliseconds; more than suggestions wait for the next letter."""
SELECTED = "[role=option][aria-selected=true]"


def begin(page: Page, box: str, text: str) -> Locator:
    """Type in a search box and wait for its suggestions."""
    field = page.locator(box)
    field.click()
    page.keyboard.type(text)
    expect(page.locator(".suggestions")).to_be_visible()
    return field


def test_by_keyboard_and_told_to_screen_readers(library: Site, page: Page) -> None:
    library.go(page, "/themes")
    page.keyboard.press("/")
    field = begin(page, "#site-search", "lire le clim")
    options = page.get_by_role("listbox", name="Propositions").get_by_role("option")
    count = options.count()
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-autocomplete") == "list"
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-controls", "site-search-suggestions")
    expect(page.get_by_role("status").filter(has_text=f"{count} propositions")).to_have_count(1)
    expect(page.get_by_role("group", name="Situations").get_by_role("option").first).to_contain_text(
        "Lire le climat"
    )
    expect(options.first.locator("mark")).to_have_text(["Lire", "le", "clim"])
    for key, chosen in [
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("ArrowUp", None),
        ("ArrowUp", count - 1),
    ]:
        page.keyboard.press(key)
        expect(page.locator(SELECTED)).to_have_count(0 if chosen is None else 1)
        if chosen is None:
            assert field.get_attribute("aria-activedescendant") is None
        else:
            expect(field).to_have_attribute("aria-activedescendant", f"site-search-suggestions-{chosen}")
            expect(options.nth(chosen)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(page.locator(SELECTED)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("lire le clim")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".suggestions")).to_be_hidden()
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SCENARIO}")


def test_enter_without_a_choice_searches_as_before(library: Site, page: Page) -> None:
    library.go(page, "/recherche")
    begin(page, "#search-text", "clim")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=clim*")


def test_by_finger_a_theme_narrows_the_search(library: Site, phone: Page) -> None:
    library.go(phone, "/recherche?q=mesurer")
    begin(phone, "#search-text", " environn")
    option = (
        phone.get_by_role("group", name="Thèmes")
        .get_by_role("option", name=re.compile("^Environnement"))
        .first
    )
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    option.tap()
    phone.wait_for_url("**/recherche?q=mesurer&theme=*environnement*")


def test_by_mouse_a_word_is_searched_and_a_click_beside_closes(library: Site, page: Page) -> None:
    library.go(page, "/")
    begin(page, "#home-search", "tempér")
    page.get_by_role("heading", level=1).click()
    expect(page.locator(".suggestions")).to_be_hidden()
    page.locator("#home-search").press("ArrowDown")
    page.get_by_role("option", name="température").first.click()
    page.wait_for_url(re.compile(r"/recherche\?q=temp%C3%A9rature"))


def test_little_is_asked_and_a_lost_network_is_not_felt(library: Site, page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/suggestions" in request.url:
            asked.append(request.url)

    # Time stands still but where it is told to go on, so that who types slowly types fast enough.
    page.clock.install()
    library.go(page, "/recherche")
    page.clock.pause_at(time.time() + 3600)
    page.on("request", note)
    field = page.locator("#search-text")
    field.press_sequentially("c")
    page.clock.run_for(A_WHILE)
    assert asked == []
    field.press_sequentially("lim")
    page.clock.run_for(A_WHILE)
    expect(page.locator(".suggestions")).to_be_visible()
    field.press("a")
    field.press("Backspace")
    page.clock.run_for(A_WHILE)
    expect(page.locator(".suggestions")).to_be_visible()
    assert len(asked) == len(set(asked)) <= 2
    page.route("**/suggestions?*", lambda route: route.abort())
    field.press_sequentially("x")
    page.clock.run_for(A_WHILE)
    expect(page.locator(".suggestions")).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/recherche?q=climx*")


def test_without_scripts_the_box_is_a_box(library: Site, plain_page: Page) -> None:
    library.go(plain_page, "/themes")
    plain_page.fill("#site-search", "climat")
    expect(plain_page.locator(".suggestions")).to_have_count(0)
    plain_page.press("#site-search", "Enter")
    plain_page.wait_for_url("**/recherche?q=climat")


@pytest.mark.parametrize(("path", "box", "light", "screen"), [
    ("/", "#home-search", "light", PHONE),
    ("/themes", "#site-search", "dark", DESKTOP),
])  # fmt: skip
def test_the_open_list_is_accessible(
    library: Site, open_page: OpenPage, path: str, box: str, light: str, screen: dict[str, int]
) -> None:
    page = open_page(viewport=screen, color_scheme=light)
    page.add_init_script(path=AXE)
    library.go(page, path)
    begin(page, box, "clim")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(EXAMINE) == []
