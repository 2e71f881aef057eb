"""The designer in a browser: by people who never see the text, with a keyboard, on a phone, without JavaScript."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from scenarios.authoring.sheet import sheet_of
from scenarios.script.reading import parse
from tests.browser.arranging import copy_served
from tests.browser.conftest import OpenPage
from tests.browser.designing import Designer, field
from tests.browser.examining import SEEN, Examiner
from tests.browser.serving import SCENARIO, Site
from tests.browser.writing import Writer
from wiki.pages.models import Page as WikiPage
from wiki.territories.models import Territory

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[3] / "shared"))
EXAMPLE = SHARED / "examples" / "lire-le-climat.md"


@pytest.fixture(scope="module")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that the tests of this module write in, each on a page of its own."""
    with copy_served(prepared, tmp_path_factory.mktemp("studio")) as site:
        yield site


def begin(site: Site, page: Page, title: str, steps: str = "Se situer\nMesurer\nPartager") -> Designer:
    """A first script out of the five questions, by Claire, the referent of Trappes."""
    site.sign_in(page, "claire")
    site.go(page, "/nouveau")
    page.click("text=Répondre aux cinq questions")
    page.fill("[name=duration]", "90 min")
    page.fill("[name=title]", title)
    page.fill("[name=steps]", steps)
    page.click("text=Préparer mon scénario")
    page.wait_for_url("**/concevoir")
    return Designer(page)


def text_at(site: Site, address: str) -> str:
    """The saved text of the page at an address of the site, or below it."""
    territory, slug = urlsplit(address).path.split("/")[1:3]
    with site.read() as session:
        found = select(WikiPage).join(Territory).where(Territory.slug == territory, WikiPage.slug == slug)
        return session.scalars(found).one().current.text


def sorted_head(text: str) -> str:
    """The text with the lines of its head in order: the order of keys says nothing."""
    _, head, body = text.split("---\n", 2)
    return "---\n".join(["", "".join(sorted(head.splitlines(keepends=True))), body])


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.is_file(), reason=f"no example in {SHARED} (set SHARED_DIR)")
def test_a_referent_who_never_saw_markdown_writes_the_climate_scenario(studio: Site, page: Page) -> None:
    wanted = EXAMPLE.read_text(encoding="utf-8")
    script = parse(wanted)
    designer = begin(studio, page, script.title, "\n".join(each.title for each in script.activities))
    designer.fill(sheet_of(script))
    expect(page.locator("#total")).to_have_attribute("data-right", "yes")
    expect(page.locator("#points")).to_contain_text("Tout est prêt")
    page.click("button[value=save]:visible")
    page.wait_for_url(lambda url: not url.endswith("/concevoir"))

    assert sorted_head(text_at(studio, page.url)) == sorted_head(wanted)


def test_two_people_one_with_fields_and_one_in_the_text_both_keep_their_words(
    studio: Site, page: Page, open_page: OpenPage
) -> None:
    studio.sign_in(page, "claire")
    studio.go(page, f"{SCENARIO}/concevoir")
    other = open_page(java_script_enabled=False)
    studio.sign_in(other, "nadia")
    studio.go(other, f"{SCENARIO}/modifier")
    writer = Writer(other, scripts=False)
    writer.replace_line("Une affiche par groupe", "Une affiche par binôme : un lieu, une mesure, une action.")
    writer.save()
    page.click("#ligne-activity-0")
    page.fill(field("activity", 0, "texte"), "Chacun montre sur le plan où il va quand il fait trop chaud.")
    Designer(page).wait_until_kept()
    page.click("button[value=save]:visible")
    page.wait_for_url(f"**{SCENARIO}")

    expect(page.locator(".alert-success")).to_contain_text("les deux changements sont dans la page")
    text = text_at(studio, page.url)
    assert "Chacun montre sur le plan" in text
    assert "Une affiche par binôme" in text


def test_activities_move_by_keyboard_and_what_is_typed_survives_a_closed_tab(
    studio: Site, page: Page
) -> None:
    designer = begin(studio, page, "Au clavier")
    page.locator("#activity-0-down").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#activity-1-down")).to_be_focused()
    expect(page.locator("[data-announce]")).to_have_text("« Se situer » est maintenant l’activité 2 sur 3.")
    page.keyboard.press("Enter")
    expect(page.locator("#activity-2-down")).to_be_focused()
    page.fill("#resume", "Une marche.")
    designer.wait_until_kept()
    address = page.url
    page.close()

    again = page.context.new_page()
    again.goto(address)

    expect(again.locator(".alert")).to_contain_text("Vous reprenez votre brouillon.")
    assert [each.title for each in parse(Designer(again).text).activities] == [
        "Mesurer",
        "Partager",
        "Se situer",
    ]
    assert again.locator("#resume").input_value() == "Une marche."


def test_activities_move_under_the_hand_and_a_removal_is_taken_back(studio: Site, page: Page) -> None:
    designer = begin(studio, page, "À la main")
    page.locator("#activity-1").evaluate("card => card.scrollIntoView({ block: 'center' })")
    grip = page.locator("#activity-0 [data-grip]").bounding_box()
    below = page.locator("#activity-2").bounding_box()
    assert grip
    assert below
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(below["x"] + 10, below["y"] + below["height"] - 2, steps=5)
    with page.expect_response("**/concevoir/etat"):
        page.mouse.up()
    expect(page.locator("#activity-2 .activity-name")).to_have_text("3. Se situer")
    designer.press("remove:1")
    expect(page.locator("#undo")).to_be_focused()
    designer.press("undo")

    assert [each.title for each in parse(designer.text).activities] == ["Mesurer", "Partager", "Se situer"]


def test_a_lost_connection_loses_nothing(studio: Site, page: Page) -> None:
    begin(studio, page, "Hors ligne")
    page.context.set_offline(True)
    page.fill("#resume", "Écrit dans le train.")
    expect(page.locator("[data-state-line]")).to_contain_text("Hors ligne")
    address = page.url
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)
    again.click("text=Reprendre ce texte")

    expect(again.locator("#resume")).to_have_value("Écrit dans le train.")
    Designer(again).wait_until_kept()
    assert "Écrit dans le train." in Designer(again).text


def test_remarks_follow_what_is_typed_and_one_click_mends(studio: Site, page: Page) -> None:
    designer = begin(studio, page, "Remarques")
    page.click("#ligne-activity-0")
    page.fill(field("activity", 0, "Durée"), "45 min")
    designer.wait_until_kept()
    expect(page.locator("#total")).to_have_attribute("data-right", "no")
    remark = page.locator("#remarques-head-duree .remark-error")
    expect(remark).to_be_visible()
    expect(page.locator("#head-duree")).to_have_attribute("aria-invalid", "true")
    with page.expect_response("**/concevoir/etat"):
        remark.locator("button").click()
    expect(page.locator("#head-duree")).to_have_value("1 h 45")
    expect(page.locator("#total")).to_have_attribute("data-right", "yes")


def test_the_designer_is_a_plain_form_without_scripts(studio: Site, plain_page: Page) -> None:
    begin(studio, plain_page, "Sans script")
    plain_page.fill("#head-themes", "Climat, Citoyenneté")
    plain_page.fill("#objective-0-text", "Expliquer")
    plain_page.click("button[value=add]")
    plain_page.fill("#activity-3-titre", "Ranger")
    plain_page.click("button[value='up:3']")
    plain_page.click("button[value='remove:0']")
    plain_page.click("#undo")
    plain_page.click("button[value=save]:visible")
    plain_page.wait_for_url("**/trappes/sans-script")

    script = parse(text_at(studio, plain_page.url))
    assert [each.title for each in script.activities] == ["Se situer", "Mesurer", "Ranger", "Partager"]
    assert script.head["thèmes"] == ("Climat", "Citoyenneté")
    assert script.objectives[0].text == "Expliquer"


def test_axe_finds_nothing_where_everything_is_unfolded(
    studio: Site, open_page: OpenPage, examiner: Examiner
) -> None:
    page = open_page(**SEEN)
    examiner.prepare(page)
    studio.sign_in(page, "claire")
    found = {}
    for path in (f"{SCENARIO}/concevoir", "/trappes/fiche-de-releve-thermique/concevoir"):
        studio.go(page, path)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        found[path] = examiner.faults(page)
    designer = begin(studio, page, "Examiné")
    designer.press("add")
    found["first script"] = examiner.faults(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_unsaved_work_goes_to_the_text_and_back_and_is_not_offered_again(studio: Site, page: Page) -> None:
    begin(studio, page, "Aller et retour")
    page.fill("#resume", "Écrit avec les champs.")
    page.click("button[value=text]")
    page.wait_for_url("**/modifier?reprendre=1")
    writer = Writer(page, scripts=True)
    assert "Écrit avec les champs." in writer.text
    writer.append("## Notes")
    writer.append("Écrit dans le texte.")
    page.click("button[value=open]")
    page.wait_for_url("**/concevoir")

    expect(page.locator("#resume")).to_have_value("Écrit avec les champs.")
    expect(page.locator("#section-notes")).to_have_value("Écrit dans le texte.")
    expect(page.locator(".draft-offer")).to_have_count(0)
    page.click("button[value=save]:visible")
    page.wait_for_url("**/aller-et-retour")
    studio.go(page, "/trappes/aller-et-retour/modifier")
    expect(page.locator(".cm-content")).to_contain_text("Écrit dans le texte.")
    expect(page.locator(".draft-offer")).to_have_count(0)
