"""The talk in the browser: a passage is commented by keyboard and followed, people are called."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.arranging import copy_served
from tests.browser.conftest import OpenPage
from tests.browser.doing import change
from tests.browser.examining import SEEN, Examiner
from tests.browser.layout import PHONE
from tests.browser.serving import SCENARIO, Site
from wiki.discussion.models import Passage

TALK = f"{SCENARIO}/discussion"


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for the tests of this module, each of which talks about another passage."""
    with copy_served(prepared, tmp_path_factory.mktemp("talk")) as site:
        yield site


def test_a_passage_is_commented_by_keyboard_and_followed_as_the_page_moves_on(
    place: Site, page: Page
) -> None:
    place.sign_in(page, "amina")
    place.go(page, SCENARIO)
    sentence = page.locator(".page-article > .prose p", has_text="Chacun dit où il va")
    sentence.dblclick(position={"x": 15, "y": 10})
    for _ in range(6):
        page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.locator("[data-passages-told]")).to_contain_text("Tab, puis Entrée")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Commenter ce passage")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(".talk-passage blockquote")).to_contain_text("dit où il va")
    page.locator("textarea[name=text]").fill("Même les plus timides ?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".talk-message")).to_contain_text("Même les plus timides ?")
    thread = page.url

    change(place, "amina", SCENARIO, "## Évaluation\n", "## Évaluation\n\nOn prend le temps d'en parler.\n")
    place.go(page, SCENARIO)
    mark = page.get_by_role(
        "link", name=re.compile("Lire la discussion sur ce passage : Même les plus timides")
    )
    expect(mark).to_be_visible()
    assert page.evaluate("[...CSS.highlights.get('talk')].map(String)[0]").startswith("Chacun dit où")
    # Where people read it, it is a click on the words, or Enter on the mark; who does not want to see it says so.
    mark.press("Enter")
    assert page.url == thread
    page.get_by_role("link", name="Le lire dans la page").click()
    expect(mark).to_be_focused()
    sentence.click(position={"x": 60, "y": 10})
    page.wait_for_url(thread)
    place.go(page, SCENARIO)
    page.get_by_label("Montrer les passages commentés").uncheck()
    expect(mark).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Montrer les passages commentés")).not_to_be_checked()
    expect(mark).to_be_hidden()

    change(
        place,
        "amina",
        SCENARIO,
        "Chacun dit où il va quand il fait trop chaud.",
        "On commence par un silence.",
    )
    page.goto(thread)
    expect(page.locator(".talk-passage")).to_contain_text("Le passage a changé")
    expect(page.locator(".talk-passage blockquote")).to_contain_text("dit où il va")
    page.get_by_role("link", name=re.compile("Voir ce qui a changé")).click()
    expect(page.locator("main")).to_contain_text("On commence par un silence")


def test_a_block_is_picked_without_a_selection_and_a_person_is_called(
    place: Site, page: Page, open_page: OpenPage
) -> None:
    place.sign_in(page, "amina")
    place.go(page, SCENARIO)
    button = page.get_by_role("button", name="Commenter un passage", exact=True)
    button.press("Enter")
    expect(page.get_by_role("button", name="Terminé")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=re.compile("Commenter ce passage : Savoir lire un plan")).press("Enter")
    expect(page.locator(".talk-passage blockquote")).to_have_text("Savoir lire un plan simple")

    field = page.locator("textarea[name=text]")
    field.press_sequentially("Pour @cl")
    option = page.get_by_role("option", name=re.compile("Claire"))
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "text-people-0")
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    field.press_sequentially("a")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Pour @claire ")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("link", name="@Claire")).to_have_attribute("href", "/personnes/claire")

    reader = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    place.sign_in(reader, "claire")
    place.go(reader, SCENARIO)
    mark = reader.get_by_role("link", name=re.compile("Lire la discussion sur ce passage : Pour @claire"))
    mark.tap()
    expect(reader.locator(".talk-message")).to_contain_text("Pour @Claire")


def test_without_scripts_a_passage_is_pasted_answered_and_liked(place: Site, plain_page: Page) -> None:
    place.sign_in(plain_page, "yann")
    place.go(plain_page, TALK)
    plain_page.get_by_role("link", name="Ouvrir un fil").click()
    plain_page.get_by_text("Parler d’une section ou d’un passage").click()
    plain_page.fill("textarea[name=passage]", "les lieux frais reçoivent une gommette bleue")
    plain_page.fill("textarea[name=text]", "Et si l'on n'a que des rouges ?")
    plain_page.get_by_role("button", name="Publier").click()
    with place.read() as session:
        quotes = session.scalars(select(Passage.quote)).all()
    assert "Les lieux frais reçoivent une gommette bleue" in quotes

    plain_page.get_by_text("Réagir").click()
    plain_page.get_by_role("button", name="Utile").click()
    expect(plain_page.get_by_role("button", name=re.compile("Utile 1"))).to_have_attribute(
        "aria-pressed", "true"
    )
    plain_page.get_by_role("link", name="Citer").click()
    expect(plain_page.locator("textarea[name=text]")).to_have_value(re.compile("^> @yann :"))
    plain_page.get_by_role("button", name="Répondre et résoudre").click()
    expect(plain_page.locator(".talk-event")).to_contain_text("a marqué ce fil comme résolu")


def test_the_pages_of_the_talk_are_for_everybody(
    place: Site, open_page: OpenPage, examiner: Examiner
) -> None:
    """axe finds nothing, nothing sticks out."""
    page = open_page(**SEEN)
    examiner.prepare(page)
    place.sign_in(page, "claire")
    place.go(page, f"{TALK}/ecrire?section=Prérequis")
    page.fill("textarea[name=text]", "> cité\n\nUne **question** :\n\n- un\n- deux")
    assert examiner.faults(page) == [], page.url
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("Réagir").click()
    assert examiner.faults(page) == [], page.url
    number = page.locator(".talk-message").first.get_attribute("id").partition("-")[2]
    for path in (TALK, SCENARIO, f"/discussions/message/{number}/masquer", "/discussions/signalements"):
        place.go(page, path)
        assert examiner.faults(page) == [], path
