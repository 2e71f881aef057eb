"""The map to move about in: from the keyboard, without asking anybody else, and back to a list without script."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.serving import Site


def test_places_are_reached_opened_and_left_from_the_keyboard(library: Site, page: Page) -> None:
    page.goto(f"{library.address}/carte?depuis=trappes")
    box = page.get_by_role("region", name="Carte :")
    expect(box.locator("path.map-outline").first).to_be_attached()
    expect(page.locator("figure > svg")).to_be_hidden()
    marks = box.get_by_role("button", name="Nantes")
    expect(marks.first).to_be_visible()

    marks.first.focus()
    page.keyboard.press("Enter")
    expect(box.locator(".leaflet-popup a[href='/nantes']")).to_be_focused()
    expect(box.get_by_role("button", name="Fermer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box.locator(".leaflet-popup")).to_have_count(0)
    expect(marks.first).to_be_focused()

    # Farther out other countries come into sight, from this site as well.
    expect(box.locator("path.map-sea-land")).to_have_count(0)
    for _step in range(3):
        box.get_by_role("button", name="Réduire").click()
    expect(box.locator("path.map-sea-land").first).to_be_attached()
    page.get_by_role("button", name="Tous les lieux").click()


def test_without_script_the_drawing_and_the_list_say_it(library: Site, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{library.address}/carte")
    expect(page.locator("figure > svg use.map-region")).to_have_count(13)
    page.get_by_label("Distances depuis").select_option("nantes")
    page.get_by_role("button", name="Mesurer").click()
    expect(page.locator(".map-list").first.get_by_role("listitem").first).to_contain_text("Nantes")
    page.goto(f"{library.address}/tableau")
    page.get_by_role("link", name="Scénarios", exact=True).last.click()
    expect(page.locator("th[aria-sort='descending']")).to_contain_text("Scénarios")
