"""Files of a page in a real browser: without a script, on a phone, and examined by axe."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.examining import SEEN, Examiner
from tests.browser.serving import SCENARIO, Site
from tests.wiki.attachments import samples

FILES = f"{SCENARIO}/fichiers"
PLACES = (FILES, "/fichiers/1", "/fichiers/1/retirer", "/fichiers/1/comparer?de=1&a=2",
          "/territoires/trappes/fichiers", "/territoires/trappes/fichiers/inutiles")  # fmt: skip


@pytest.fixture
def sent(tmp_path: Path) -> list[Path]:
    """A photo, another one, and a document."""
    files = {"Cour.jpg": samples.picture(size=(900, 600), exif=samples.exif(6)), "Plan.png": samples.picture("PNG"),
             "Fiche.pdf": samples.pdf("Les iris")}  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in files]


def test_a_photo_is_added_described_replaced_and_shown_without_a_script(
    site: Site, plain_page: Page, sent: list[Path]
) -> None:
    site.sign_in(plain_page, "amina")
    site.go(plain_page, FILES)
    plain_page.set_input_files("#file", sent[0])
    plain_page.fill("#alt", "La cour de l'école")
    plain_page.click(".attached-add button[type=submit]")
    line = plain_page.input_value(".attached-card input")
    assert line == "![La cour de l'école](/fichiers/1/cour.jpg)"
    thumbnail = plain_page.locator(".attached-thumbnail")
    assert thumbnail.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    plain_page.click(".attached-name a")
    plain_page.set_input_files("form[action$=remplacer] input[type=file]", sent[1])
    plain_page.click("form[action$=remplacer] button")
    expect(plain_page.locator(".flashes")).to_contain_text("version 2")
    expect(plain_page.locator(".attached-versions li")).to_have_count(2)
    plain_page.click(".page-actions a[href$=retirer]")
    plain_page.click("form.form button")
    plain_page.click(".attached-removed summary")
    plain_page.click(".attached-removed button")
    expect(plain_page.locator(".flashes")).to_contain_text("rétabli")


def test_axe_finds_nothing_on_pages_of_files(
    site: Site, open_page: OpenPage, examiner: Examiner, sent: list[Path]
) -> None:
    writing = open_page()
    site.sign_in(writing, "claire")
    site.go(writing, FILES)
    writing.set_input_files("#file", sent)
    writing.click(".attached-add button[type=submit]")
    site.go(writing, "/fichiers/1")
    writing.set_input_files("form[action$=remplacer] input[type=file]", sent[1])
    writing.click("form[action$=remplacer] button")
    faults = []
    page = open_page(**SEEN)
    examiner.prepare(page)
    site.sign_in(page, "claire")
    for place in PLACES:
        site.go(page, place)
        assert page.locator("h1").count() == 1, place
        faults += [(place, found) for found in examiner.faults(page)]
    assert faults == []


def test_a_photo_chosen_before_a_place_goes_below_the_head_and_title_of_the_page(
    site: Site, open_page: OpenPage, sent: list[Path]
) -> None:
    writing = open_page()
    site.sign_in(writing, "claire")
    site.go(writing, f"{SCENARIO}/modifier")
    before = writing.input_value("textarea[name=text]")
    with writing.expect_file_chooser() as chooser:
        writing.click(".editor button:has(use[href$=paperclip])")
    chooser.value.set_files(sent[0])
    expect(writing.locator("textarea[name=text]")).to_have_value(re.compile(r"!\[\]\(/fichiers/"))
    after = writing.input_value("textarea[name=text]")
    head = before[: before.index("\n", before.index("\n# ") + 1)]
    assert head.startswith("---\n")
    assert after.startswith(f"{head}\n\n![](/fichiers/")
