"""The pages of the equivalents, in French, as everybody and the national team see them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.index import open_index
from tests.reading import select, tree, words
from wiki.config import Settings
from wiki.synonyms.models import EquivalentsVersion
from wiki.synonyms.service import ensure_equivalents

# What the database does is tried on both in the tests of the services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Client = Callable[..., FlaskClient]
ADDRESS = "/recherche/equivalents"
LIST = "# École\nprof, professeur\nPNS > schéma PNS\n"


@pytest.fixture
def prepared(write: Callable[[], Any]) -> None:
    with write() as session:
        ensure_equivalents(session)


def send(browser: FlaskClient, text: str, base: int = 1, **more: str) -> Any:
    return browser.post(f"{ADDRESS}/modifier", data={"text": text, "base": str(base), **more})


def test_everybody_reads_the_groups_and_tries_a_search(client_of: Client, prepared: None) -> None:
    page = client_of().get(f"{ADDRESS}?q=EHPAD+climat").text
    assert "« EHPAD » cherche aussi : maison de retraite" in page.replace("\xa0", " ").replace("\u202f", " ")
    assert f"{ADDRESS}/modifier" not in page
    assert f"{ADDRESS}/modifier" in client_of("curatrice").get(ADDRESS).text


def test_a_search_without_equivalents_says_so(client_of: Client, prepared: None) -> None:
    assert "équivalent" in words(
        select(tree(client_of().get(f"{ADDRESS}?q=zebre").text), ".equivalents-tried")[0]
    )


def test_the_team_is_told_of_lines_that_search_no_longer_understands(
    client_of: Client, write: Callable[[], Any]
) -> None:
    with write() as session:
        session.add(EquivalentsVersion(number=1, text="prof, professeur\nseul\n"))
    assert "1 ligne n" in client_of("curatrice").get(ADDRESS).text
    assert "1 ligne n" not in client_of().get(ADDRESS).text


def test_before_any_list_the_page_invites(client_of: Client) -> None:
    assert "Aucun équivalent" in client_of().get(ADDRESS).text
    assert client_of().get(f"{ADDRESS}/historique").status_code == 200
    assert client_of().get(f"{ADDRESS}/comparer").status_code == 404
    assert send(client_of("curatrice"), LIST, base=0).status_code == 303


def test_a_curator_saves_and_everybody_compares(client_of: Client, prepared: None) -> None:
    curator = client_of("curatrice")
    assert send(curator, LIST, summary="Recommencer").status_code == 303
    assert "schéma PNS" in client_of().get(ADDRESS).text
    history = client_of().get(f"{ADDRESS}/historique").text
    assert "Recommencer" in history
    assert f"{ADDRESS}/retablir/1" not in history
    assert f"{ADDRESS}/retablir/1" in curator.get(f"{ADDRESS}/historique").text
    assert "Recommencer" not in curator.get(f"{ADDRESS}/historique?avant=2").text
    assert "EHPAD" in client_of().get(f"{ADDRESS}/comparer?de=1&a=2").text
    assert "Aucune différence" in client_of().get(f"{ADDRESS}/comparer?de=2&a=2").text
    assert "EHPAD" in client_of().get(f"{ADDRESS}/version/1").text
    assert curator.get(f"{ADDRESS}/retablir/1").status_code == 200
    assert curator.post(f"{ADDRESS}/retablir/1").status_code == 303
    assert "EHPAD" in client_of().get(ADDRESS).text


def test_faults_are_beside_their_lines_and_the_text_comes_back(client_of: Client, prepared: None) -> None:
    typed = "prof, professeur\nseul <b>\n"
    answer = send(client_of("curatrice"), typed)
    page = tree(answer.text)
    assert answer.status_code == 422
    assert [words(cell) for cell in select(page, "table tbody tr")[0]][:2] == ["2", "seul <b>"]
    assert select(page, "textarea[name=text]")[0].text.strip() == typed.strip()


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"text": LIST, "base": "99"}, {"text": LIST, "summary": "x" * 301}]
)
def test_what_cannot_be_kept_is_told(client_of: Client, prepared: None, fields: dict[str, str]) -> None:
    answer = client_of("curatrice").post(f"{ADDRESS}/modifier", data={"base": "1", **fields})
    assert (answer.status_code, "error-summary" in answer.text) == (422, True)


def test_a_conflict_shows_both_and_what_the_other_did(client_of: Client, prepared: None) -> None:
    send(client_of("curatrice"), LIST)
    send(client_of("admin"), LIST.replace("professeur", "professeur, enseignant"), base=2)
    answer = send(client_of("curatrice"), LIST.replace("professeur", "professeur, maître"), base=2)
    page = tree(answer.text)
    assert answer.status_code == 409
    text = select(page, "textarea[name=text]")[0].text
    assert "enseignant" in text
    assert "maître" in text
    assert select(page, "input[name=base]")[0].get("value") == "3"
    assert select(page, ".equivalents-meanwhile table")


def test_a_search_in_vain_begins_a_line(client_of: Client, prepared: None) -> None:
    page = tree(client_of("curatrice").get(f"{ADDRESS}/modifier?ajouter=ruche%20%3Cx%3E").text)
    assert select(page, "textarea[name=text]")[0].text.rstrip("\n").endswith("\nruche <x>, ")


def test_who_was_signed_out_meanwhile_keeps_the_text(client_of: Client, prepared: None) -> None:
    answer = send(client_of(), LIST)
    assert answer.status_code == 401
    assert "schéma PNS" in answer.text
    refused = send(client_of("nina"), LIST)
    assert refused.status_code == 403
    assert "schéma PNS" in refused.text


def test_a_search_finds_what_the_equivalents_say_and_tells_so(
    client_of: Client,
    prepared: None,
    publish: Callable[..., int],
    settings: Settings,
    write: Callable[[], Any],
) -> None:
    open_index(settings.search).close()
    publish("# Un jardin\n\nÀ la maison de retraite.\n")
    page = client_of().get("/recherche?q=EHPAD").text
    assert "Un jardin" in page
    assert f'href="{ADDRESS}"' in page
    send(client_of("curatrice"), LIST)
    page = client_of().get("/recherche?q=EHPAD").text
    assert "Un jardin" not in page
    assert f'href="{ADDRESS}"' not in page
