"""What a signed-in person reads again is kept for that person alone, and never old."""

from typing import Any

import pytest
from sqlalchemy import select

from wiki.pages.models import ReadMark

PATH = "/trappes/lire-le-climat"
TEXT = "---\nterritoire: Trappes\nthèmes: [Climat]\n---\n\n# Lire le climat\n\nOn mesure la cour.\n"

# The same on either database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def read(client_of: Any, pages: Any, statements: Any) -> Any:
    """`read(browser)` is a page's text and whether the database was asked for it."""
    pages.create(TEXT)

    def read(browser: Any) -> tuple[str, bool]:
        with statements() as sent:
            answer = browser.get(PATH)
        assert answer.status_code == 200
        return answer.text, bool(sent)

    return read


def test_a_page_read_again_is_kept(client_of: Any, read: Any) -> None:
    browser = client_of("membre")
    read(browser)  # the first reading writes down that it was read
    first, _ = read(browser)
    again, asked = read(browser)
    assert again == first
    assert not asked


def test_it_is_kept_for_one_person(client_of: Any, read: Any) -> None:
    people = {handle: client_of(handle) for handle in ("membre", "nina", "")}
    for _ in range(3):
        bodies = {handle: read(browser)[0] for handle, browser in people.items()}
    assert "/personnes/membre" in bodies["membre"]
    assert f"{PATH}/modifier" in bodies["membre"]
    assert "/personnes/nina" in bodies["nina"]
    assert f"{PATH}/modifier" not in bodies["nina"]
    assert "/personnes/" not in bodies[""].partition("<main")[0]


def test_a_change_is_seen_and_a_message_told_once(client_of: Any, read: Any) -> None:
    browser = client_of("referente")
    for _ in range(3):
        read(browser)
    fields = {"text": TEXT + "\nEt le préau.\n", "base": "1", "form_key": "une-clé"}
    assert browser.post(f"{PATH}/modifier", data=fields).status_code == 303
    told, _ = read(browser)
    assert "le préau" in told
    assert "Enregistré" in told
    after, _ = read(browser)
    assert "Enregistré" not in after


def test_a_person_who_is_signed_out_gets_what_visitors_get(client_of: Any, read: Any) -> None:
    browser = client_of("membre")
    for _ in range(3):
        read(browser)
    browser.post("/deconnexion")
    assert f"{PATH}/modifier" not in read(browser)[0]


def test_a_form_is_never_kept(client_of: Any, read: Any) -> None:
    browser = client_of("membre")
    bodies = [browser.get(f"{PATH}/modifier").text for _ in range(3)]
    assert len(set(bodies)) == 3


def test_a_page_that_a_program_fetches_ahead_is_not_marked_as_read(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    browser = client_of("membre")
    browser.head(PATH)
    browser.get(PATH, headers={"Sec-Purpose": "prefetch;prerender"})
    with pages.look() as session:
        assert session.scalars(select(ReadMark.user_id)).all() == []
    browser.get(PATH)
    with pages.look() as session:
        assert session.scalars(select(ReadMark.user_id)).all() == [pages.people["membre"]]
