"""The grid as everybody reads it, and the draft as the national team works on it: none of it needs a script."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from scenarios.criteria.service import ensure_grid
from tests.reading import select, tree, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = Callable[..., FlaskClient]
DRAFT = "/criteres/brouillon"
TYPED = {
    "axis": "conception", "name": "Accueil", "help": "Comment ?", "level_0": "a", "level_1": "b", "level_2": "c",
    "level_3": "d", "turn": "0",
}  # fmt: skip


@pytest.fixture(autouse=True)
def grid(write: Callable[[], Any]) -> None:
    with write() as session:
        ensure_grid(session)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_everybody_reads_the_grid_in_their_language(client_of: Client) -> None:
    french = client_of().get("/criteres")
    english = client_of().get("/criteres", headers={"Accept-Language": "en"}).text

    assert len(select(tree(french.text), "article.criterion")) == 13
    assert "Écoute active" in french.text
    assert "Active listening" in english
    assert DRAFT not in french.text
    assert french.headers["ETag"]


def test_from_a_draft_to_a_version_and_its_history(client_of: Client) -> None:
    curator = client_of("curatrice")
    assert "Aucun brouillon" in plain(curator.get(DRAFT).text)
    assert curator.post(DRAFT).status_code == 303
    assert "Une version 2 se prépare" in plain(curator.get("/criteres").text)
    made = curator.post(f"{DRAFT}/ajouter", data=TYPED)
    assert made.headers["Location"] == f"{DRAFT}#critere-accueil"

    page = tree(curator.get(DRAFT).text)
    assert "« Accueil » est ajouté" in plain(words(select(page, "section.draft-changes")[0]))
    assert "1 critère" in plain(words(select(page, "section.publish-panel")[0]))
    sent = {field.get("name"): field.get("value") for field in select(page, "section.publish-panel input")}
    done = curator.post(
        f"{DRAFT}/publier", data={**sent, "summary": "Accueillir compte"}, follow_redirects=True
    )
    assert "La version 2 de la grille est publiée" in plain(done.text)

    history = plain(client_of().get("/criteres/historique").text)
    assert "Accueillir compte" in history
    assert "« Accueil » est ajouté" in history
    assert "« Accueil » est ajouté" in plain(client_of().get("/criteres/comparer").text)
    assert "Aucune différence" in client_of().get("/criteres/comparer?de=1&a=1").text
    first = plain(client_of().get("/criteres/version/1").text)
    assert "Accueil" not in first.partition("criteria-sheet")[2]
    assert "Lire la version 2" in first


def test_what_was_typed_is_given_back_with_what_is_wrong(client_of: Client) -> None:
    curator = client_of("curatrice")
    curator.post(DRAFT)
    refused = curator.post(
        f"{DRAFT}/ajouter", data={**TYPED, "name": "Confiance", "level_3": "Trois mots à moi"}
    )

    assert refused.status_code == 422
    assert "Un autre critère porte déjà ce nom" in refused.text
    assert "Trois mots à moi" in refused.text
    assert curator.post(f"{DRAFT}/ajouter", data={"axis": "conception"}).status_code == 422
    assert curator.post(f"{DRAFT}/publier", data={"number": "2", "turn": "0"}).status_code == 422
    unchanged = curator.post(f"{DRAFT}/publier", data={"number": "2", "turn": "0", "summary": "Rien"})
    assert unchanged.status_code == 422
    stale = curator.post(f"{DRAFT}/publier", data={"number": "2", "turn": "9", "summary": "Rien"})
    assert stale.status_code == 409
    assert "relisez-le" in stale.text


def test_two_who_change_one_criterion_see_both(client_of: Client) -> None:
    curator, other = client_of("curatrice"), client_of("admin")
    curator.post(DRAFT)
    edit = next(
        link.get("href") for link in select(tree(curator.get(DRAFT).text), "article#critere-plaisir a")
    )
    form = tree(curator.get(edit).text)
    assert select(form, "input#name")[0].get("value") == "Plaisir"
    assert other.post(edit, data={**TYPED, "name": "Envie"}).status_code == 303
    conflict = curator.post(edit, data={**TYPED, "name": "Joie"})

    assert conflict.status_code == 409
    assert "Envie" in conflict.text
    again = tree(conflict.text)
    assert select(again, "input#name")[0].get("value") == "Joie"
    turn = select(again, "input#turn")[0].get("value")
    assert curator.post(edit, data={**TYPED, "name": "Joie", "turn": turn}).status_code == 303
    assert curator.post(edit, data={**TYPED, "name": "Confiance", "turn": "2"}).status_code == 422
    assert curator.post(edit, data={"turn": "2"}).status_code == 422


def test_ordering_retiring_and_giving_up_by_buttons(client_of: Client) -> None:
    curator = client_of("curatrice")
    curator.post(DRAFT)
    page = tree(curator.get(DRAFT).text)
    acts = {
        form.get("action").rpartition("/")[2]: form for form in select(page, "article#critere-plaisir form")
    }
    assert set(acts) == {"monter", "descendre", "retirer"}
    up = acts["monter"].get("action")
    assert curator.post(up, data={"place": "1"}).headers["Location"] == f"{DRAFT}#critere-plaisir"
    moved = curator.post(up, data={"place": "1"}, follow_redirects=True)
    assert moved.status_code == 200
    late = curator.post(up.replace("monter", "descendre"), data={"place": "3"}, follow_redirects=True)
    assert "L’ordre a changé entre-temps" in late.text
    retire = acts["retirer"].get("action")
    assert "est retiré" in curator.post(retire, follow_redirects=True).text
    back = curator.post(retire.replace("retirer", "remettre"), follow_redirects=True)
    assert "est remis sur son axe" in back.text

    asked = curator.get(f"{DRAFT}/abandonner").text
    assert "L’ordre change sur l’axe Conception." in asked
    late = curator.post(f"{DRAFT}/abandonner", data={"turn": "0"}, follow_redirects=True)
    assert "relisez-le" in late.text
    turn = select(tree(asked), "input[name=turn]")[0].get("value")
    gone = curator.post(f"{DRAFT}/abandonner", data={"turn": turn}, follow_redirects=True)
    assert "Le brouillon est abandonné" in gone.text
    assert curator.get(f"{DRAFT}/ajouter").status_code == 404


def test_beginning_again_from_an_earlier_version(client_of: Client) -> None:
    curator = client_of("curatrice")
    assert curator.post(DRAFT, data={"version": "1"}).status_code == 303
    again = curator.post(DRAFT, data={"version": "1"}, follow_redirects=True)
    assert "déjà en cours" in again.text
    assert "Rien ne sera perdu" in curator.get(f"{DRAFT}/abandonner").text.replace("rien ne", "Rien ne")
    gone = curator.post(f"{DRAFT}/publier", data={"number": "9", "turn": "0", "summary": "x"})
    assert gone.status_code == 409


def test_who_was_signed_out_meanwhile_loses_nothing(client_of: Client) -> None:
    for address in (f"{DRAFT}/ajouter", f"{DRAFT}/1", f"{DRAFT}/publier"):
        page = client_of().post(address, data={**TYPED, "summary": "Mes mots"})
        assert page.status_code == 401
        assert "Accueil" in page.text or "Mes mots" in page.text
