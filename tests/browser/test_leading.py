"""A scenario read and led in a real browser: the timeline, the sheets, the countdown, and no network."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scenarios.printing.service import Press
from scenarios.reading.pdf_views import PRESS
from tests.browser.arranging import copy_served
from tests.browser.conftest import OpenPage
from tests.browser.examining import SEEN, Examiner
from tests.browser.layout import sticking_out
from tests.browser.serving import SCENARIO, Site, app_at, served

LEAD = f"{SCENARIO}/animer"
PAGES = (
    f"{SCENARIO}/conducteur?debut=14:00", f"{SCENARIO}/conducteur?debut=midi", f"{SCENARIO}/conducteur?version=1",
    f"{SCENARIO}/materiel?effectif=18", f"{SCENARIO}/materiel?effectif=x", f"{SCENARIO}/autorisations", LEAD,
    f"{SCENARIO}/scenario.pdf",
)  # fmt: skip
"""Every page of ours, the last as it is where no PDF can be made."""


@pytest.fixture(scope="module")
def stage(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the demonstration, on a machine that makes no PDF."""
    folder = tmp_path_factory.mktemp("stage") / "data"
    shutil.copytree(prepared, folder)
    app = app_at(folder)
    app.extensions[PRESS] = Press([sys.executable, "-c", "exit(69)"])
    with served(app) as site:
        yield site


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_no_violation(stage: Site, open_page: OpenPage, examiner: Examiner, language: str) -> None:
    page = open_page(**SEEN, locale=f"{language}-FR")
    examiner.prepare(page)
    found = {}
    for path in PAGES:
        stage.go(page, path)
        found[path] = examiner.faults(page)
    assert not {path: faults for path, faults in found.items() if faults}


def test_narrow_screens_get_the_list_and_wide_ones_the_drawing(stage: Site, page: Page, phone: Page) -> None:
    for screen, drawn in ((page, True), (phone, False)):
        stage.go(screen, SCENARIO)
        expect(screen.locator("svg.timeline-wide")).to_be_visible(visible=drawn)
        expect(screen.locator(".timeline-steps")).to_be_visible(visible=not drawn)
        assert sticking_out(screen) == []


def test_paper_gets_the_drawing(stage: Site, phone: Page) -> None:
    stage.go(phone, SCENARIO)
    phone.emulate_media(media="print")

    expect(phone.locator("svg.timeline-wide")).to_be_visible()
    expect(phone.locator(".print-menu")).to_be_hidden()


def countdown(page: Page) -> str:
    return page.locator("[data-countdown]").inner_text()


@pytest.fixture
def led(stage: Site, page: Page) -> Page:
    """The page of the person who leads, on a watch that the test moves."""
    page.clock.install(time="2026-06-06T14:00:00Z")
    stage.go(page, LEAD)
    page.wait_for_selector("[data-stage]:visible")
    page.clock.pause_at("2026-06-06T15:00:00Z")
    return page


def test_the_countdown_runs_pauses_and_is_changed(led: Page) -> None:
    assert countdown(led) == "10:00"
    led.click("[data-act=pause]")
    led.clock.run_for(61_000)
    assert countdown(led) == "8:59"
    led.click("[data-act=pause]")
    led.clock.run_for(60_000)
    assert countdown(led) == "8:59"
    led.click("[data-act=more]")
    assert countdown(led) == "9:59"
    led.click("[data-act=less]")
    led.click("[data-act=less]")
    assert countdown(led) == "7:59"


def test_time_that_is_over_is_told_and_counted(led: Page) -> None:
    led.click("[data-act=pause]")
    led.clock.run_for(12 * 60_000)

    assert countdown(led) == "−2:00"
    assert led.locator("[data-note]").inner_text() == "Temps dépassé"
    assert "Se situer" in led.locator("[data-said]").inner_text()
    assert "2 min de retard" in led.locator("[data-total]").inner_text()


def test_activities_follow_each_other_by_keyboard(led: Page) -> None:
    assert led.locator("[data-act=previous]").is_disabled()
    led.keyboard.press("ArrowRight")
    assert led.locator("[data-now]").inner_text() == "Météo ou climat ?"
    assert countdown(led) == "15:00"
    assert "Mesurer · 35 min" in led.locator("[data-next]").inner_text()
    led.keyboard.press(" ")
    led.clock.run_for(1_000)
    led.keyboard.press("+")
    assert countdown(led) == "15:59"
    led.keyboard.press("ArrowLeft")
    assert led.locator("[data-now]").inner_text() == "Se situer"
    for _ in range(9):
        led.keyboard.press("ArrowRight")
    assert led.locator("[data-next]").inner_text() == "Dernière activité"


def test_a_reload_changes_nothing(led: Page) -> None:
    led.keyboard.press("ArrowRight")
    led.keyboard.press(" ")
    led.clock.run_for(30_000)
    led.reload()
    led.wait_for_selector("[data-stage]:visible")

    assert led.locator("[data-now]").inner_text() == "Météo ou climat ?"
    assert countdown(led) == "14:30"
    led.click("[data-act=restart]")
    assert countdown(led) == "10:00"


def test_sound_is_off_until_asked_for(led: Page) -> None:
    sound = led.locator("[data-act=sound]")
    assert sound.get_attribute("aria-pressed") == "false"
    sound.click()
    assert sound.get_attribute("aria-pressed") == "true"


def test_without_script_it_is_a_list_with_anchors(stage: Site, plain_page: Page) -> None:
    stage.go(plain_page, LEAD)

    assert plain_page.locator(".moment:visible").count() == 5
    assert plain_page.locator("[data-controls]").is_hidden()
    plain_page.click(".moment-next a >> nth=0")
    assert plain_page.url.endswith("#activite-2")


def test_once_opened_it_needs_no_network(
    prepared: Path, tmp_path: Path, open_page: OpenPage, browser_faults: list[str]
) -> None:
    """The server itself is gone; the page is loaded anew."""
    page = open_page()
    with copy_served(prepared, tmp_path) as site:
        site.go(page, LEAD)
        expect(page.locator("[data-kept]")).to_have_text("Prêt à fonctionner sans réseau")
    page.reload()

    page.wait_for_selector("[data-stage]:visible")
    assert countdown(page) == "10:00"
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-now]").inner_text() == "Météo ou climat ?"
    assert page.evaluate("getComputedStyle(document.querySelector('.lead-stage')).display") == "grid"
    with pytest.raises(Exception, match="ERR_"):
        page.goto(site.address + SCENARIO)


def test_whoever_signs_out_leaves_no_page_behind(stage: Site, page: Page) -> None:
    stage.sign_in(page, "claire")
    stage.go(page, LEAD)
    expect(page.locator("[data-kept]")).to_have_text("Prêt à fonctionner sans réseau")
    assert page.evaluate("caches.keys()") != []

    stage.go(page, "/deconnexion")
    page.click("main button")
    page.wait_for_url(stage.address + "/")

    assert page.evaluate("caches.keys()") == []
