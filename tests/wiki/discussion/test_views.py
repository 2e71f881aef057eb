"""The talk in the browser, without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.reading import select, tree, words
from tests.wiki.discussion.conftest import PASSAGE, PATH, Talk
from wiki.discussion import queries, views
from wiki.discussion.models import Message, Passage
from wiki.naming.heirlooms import hand_over

Client = Callable[..., FlaskClient]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TALK = f"{PATH}/discussion"


def text_of(answer: Any) -> str:
    return words(tree(answer.text))


def test_an_empty_talk_invites_and_a_first_thread_is_opened(talk: Talk, client_of: Client) -> None:
    nina = client_of("nina")
    assert "Personne n’a encore parlé" in nina.get(TALK).text
    form = tree(nina.get(f"{TALK}/ecrire").text)
    assert [words(option) for option in select(form, "#section option")] == ["Toute la page", "Comparer"]
    key = select(form, "input[name=form_key]")[0].get("value")

    answer = nina.post(f"{TALK}/ecrire", data={"text": "Combien de temps ?", "form_key": key})
    assert answer.status_code == 303
    assert nina.get(answer.headers["Location"]).headers["Location"] == f"{TALK}/1"
    again = nina.post(f"{TALK}/ecrire", data={"text": "Combien de temps ?", "form_key": key})
    assert again.headers["Location"] == answer.headers["Location"]
    listed = text_of(client_of("").get(TALK))
    assert "Discussion (1)" in listed
    assert "Combien de temps" in listed
    assert "Discussion (1)" in text_of(client_of("").get(PATH))
    assert "Discussion (1)" in text_of(client_of("").get(f"{PATH}/historique"))
    assert "Se connecter pour répondre" in text_of(client_of("").get(f"{TALK}/1"))


def test_what_was_typed_comes_back_with_what_is_wrong(talk: Talk, client_of: Client) -> None:
    nina = client_of("nina")
    typed = {"text": "Voici", "subject": "Les écarts", "passage": "ce qui ne s'y lit pas du tout"}
    answer = nina.post(f"{TALK}/ecrire", data=typed)
    assert answer.status_code == 422
    assert "n’est pas dans la page" in answer.text
    form = tree(answer.text)
    assert select(form, "textarea[name=text]")[0].text.strip() == "Voici"
    assert select(form, "textarea[name=passage]")[0].text.strip() == typed["passage"]
    assert select(form, "input[name=subject]")[0].get("value") == "Les écarts"
    assert nina.post(f"{TALK}/ecrire", data={"text": ""}).status_code == 422
    opened = talk.open()
    answer = nina.post(f"{TALK}/{opened}", data={"text": "x" * 10_001})
    assert answer.status_code == 422
    assert "10000 caractères au plus" in answer.text
    # The session ended meanwhile: the words are in the page that asks to sign in.
    answer = client_of("").post(f"{TALK}/{opened}", data={"text": "Presque perdu"})
    assert answer.status_code == 401
    assert "Presque perdu" in answer.text
    answer = client_of("").post(f"{TALK}/ecrire", data={"text": "Presque perdu"})
    assert answer.status_code == 401
    # The page is not this person's to read any more.
    talk.page("draft", "# Brouillon\n\nUn texte.\n")
    answer = nina.post("/trappes/brouillon/discussion/ecrire", data={"text": "Presque perdu"})
    assert answer.status_code == 404
    assert "Presque perdu" in answer.text


def test_a_passage_chosen_on_the_page_is_quoted_and_told_when_it_changes(
    talk: Talk, client_of: Client
) -> None:
    nina = client_of("nina")
    chosen = {"passage": PASSAGE, "devant": "Ensemble, ", "derriere": ". Un tableau"}
    form = tree(nina.get(f"{TALK}/ecrire", query_string=chosen).text)
    fields = {field.get("name"): field.get("value") for field in select(form, "form.form input[type=hidden]")}
    assert (fields["passage"], fields["before"], fields["after"]) == tuple(chosen.values())
    nina.post(f"{TALK}/ecrire", data={**fields, "text": "Lesquels ?"})

    page = client_of("").get(f"{TALK}/1").text
    assert PASSAGE in page
    assert "Le lire dans la page" in page
    [mark] = client_of("").get(f"{TALK}/passages").json
    assert mark["exact"] == PASSAGE
    assert mark["url"] == f"{TALK}/1"
    assert "data-marked" in client_of("").get(PATH).text

    talk.edit("cherche ce", "se demande ce")
    assert "Il a été retouché depuis" in client_of("").get(f"{TALK}/1").text
    assert "se demande" in client_of("").get(f"{TALK}/passages").json[0]["exact"]
    talk.work()
    talk.edit("Ensemble, on compare les relevés et on se demande ce qui explique les écarts.", "On range.")
    for _ in range(2):
        page = client_of("").get(f"{TALK}/1").text
        assert "Le passage a changé" in page
        assert f'href="{PATH}/comparer?de=2&amp;a=3"' in page
        assert PASSAGE in page
        assert client_of("").get(f"{TALK}/passages").json == []
        assert "Le passage a changé" in client_of("").get(TALK).text
        talk.work()
    assert talk.get(Passage, 1).looked_number == 3


def test_answers_quote_react_edit_and_are_taken_back(talk: Talk, client_of: Client) -> None:
    opened = talk.open(text="**Combien** de temps ?")
    first = talk.first_message(opened)
    membre = client_of("membre")
    form = tree(membre.get(f"{TALK}/{opened}?citer={first}").text)
    assert select(form, "textarea[name=text]")[0].text.strip() == "> @nina :\n>\n> **Combien** de temps ?"
    assert select(tree(membre.get(f"{TALK}/{opened}?citer=999999").text), "h1")
    answer = membre.post(f"{TALK}/{opened}", data={"text": "Une heure, @nina."})
    said = first + 1
    assert answer.headers["Location"] == f"{TALK}/{opened}#message-{said}"
    assert membre.get(f"/discussions/message/{said}").headers["Location"] == f"{TALK}/{opened}#message-{said}"

    nina = client_of("nina")
    nina.post(f"/discussions/message/{said}/reaction", data={"reaction": "useful"})
    shown = select(tree(membre.get(f"{TALK}/{opened}").text), f"#message-{said}")[0]
    assert "Utile 1 : Nina" in words(shown)
    assert 'href="/personnes/nina"' in membre.get(f"{TALK}/{opened}").text
    assert nina.get(f"/discussions/message/{said}/modifier").status_code == 403

    edit = f"/discussions/message/{said}/modifier"
    assert "Une heure" in membre.get(edit).text
    assert membre.post(edit, data={"text": ""}).status_code == 422
    assert membre.post(edit, data={"text": "x" * 10_001}).status_code == 422
    assert membre.post(edit, data={"text": "Deux heures."}).status_code == 303
    assert "modifié" in membre.get(f"{TALK}/{opened}").text
    assert client_of("").post(edit, data={"text": "Trois heures."}).status_code == 401

    membre.post(f"/discussions/message/{said}/retirer")
    assert "Message retiré" in nina.get(f"{TALK}/{opened}").text
    assert "Deux heures" not in nina.get(f"{TALK}/{opened}").text
    membre.post(f"/discussions/message/{said}/remettre")
    assert "Deux heures" in nina.get(f"{TALK}/{opened}").text


def test_a_thread_is_resolved_with_an_answer_and_reopened(talk: Talk, client_of: Client) -> None:
    opened = talk.open()
    nina = client_of("nina")
    nina.post(f"{TALK}/{opened}", data={"text": "J'ai trouvé.", "then": "resolve"})
    assert "a marqué ce fil comme résolu" in nina.get(f"{TALK}/{opened}").text
    assert "Discussion (" not in text_of(nina.get(PATH))
    assert "Aucun fil ouvert" in nina.get(TALK).text
    assert "Résolu" in nina.get(f"{TALK}?etat=resolus").text
    nina.post(f"/discussions/{opened}/etat", data={"action": "reopen"})
    assert "a rouvert ce fil" in nina.get(f"{TALK}/{opened}").text
    assert "Aucun fil résolu" in nina.get(f"{TALK}?etat=resolus").text
    nina.post(f"/discussions/{opened}/etat", data={"action": "resolve"})
    assert talk.thread(opened).resolved_at is not None
    assert nina.post(f"/discussions/{opened}/etat", data={"action": "burn"}).status_code == 422
    assert (
        client_of("relectrice").post(f"/discussions/{opened}/etat", data={"action": "burn"}).status_code
        == 403
    )


def test_long_talks_are_read_in_slices(
    talk: Talk, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MESSAGES_SLICE", 4)
    monkeypatch.setattr(views, "THREADS_SLICE", 2)
    opened = talk.open(text="Le début")
    said = [talk.answer(opened, text=f"Réponse {number}") for number in range(9)]
    page = client_of("").get(f"{TALK}/{opened}").text
    assert "Le début" in page
    assert "Réponse 8" in page
    assert "Réponse 4" not in page
    older = client_of("").get(f"{TALK}/{opened}?avant={said[5]}").text
    assert "Réponse 4" in older
    assert "Derniers messages" in older
    far = client_of("").get(f"/discussions/message/{said[1]}").headers["Location"]
    assert f"#message-{said[1]}" in far
    assert f'id="message-{said[1]}"' in client_of("").get(far).text
    for number in range(2):
        talk.open("membre", f"Autre {number}")
    assert "Plus anciens" in client_of("").get(TALK).text


def test_a_thread_is_found_at_its_own_address_wherever_its_page_is(talk: Talk, client_of: Client) -> None:
    source, opened = talk.page_id, talk.open()
    target = talk.page(text="# Ailleurs\n\nUn texte.\n")
    with talk.write() as session:
        hand_over(session, source, target, read_until=1)
    there = f"/trappes/ailleurs/discussion/{opened}"
    assert client_of("").get(f"/discussions/{opened}").headers["Location"] == there
    assert client_of("").get(f"{TALK}/{opened}").headers["Location"] == f"/discussions/{opened}"
    assert client_of("").get(f"/discussions/{opened + 1}").status_code == 404
    assert client_of("").get("/discussions/message/999").status_code == 404


def test_people_to_mention_are_offered_to_who_may_write(talk: Talk, client_of: Client) -> None:
    found = client_of("nina").get(f"{TALK}/personnes?q=re").json
    assert found == [
        {"handle": "referente", "is_near": True, "name": "Referente"},
        {"handle": "relectrice", "is_near": False, "name": "Relectrice"},
    ]
    assert client_of("").get(f"{TALK}/personnes?q=re").status_code == 401


def test_the_number_of_statements_of_a_thread_does_not_grow(talk: Talk) -> None:
    opened = talk.open(text="Une question @membre [[Comparer]]")
    for number in range(6):
        talk.answer(opened, "membre", f"Réponse {number} @nina [[Page {number}]]")
    with talk.acting("nina") as (session, actor):
        thread = queries.thread(session, actor, opened)
        messages = [queries.opening(session, opened), *queries.messages(session, opened, None, 50)]
        counted = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *given: counted.append(given[2]))
        views.shown(session, actor, thread, messages)
    assert len(counted) <= 4
    assert all(isinstance(message, Message) for message in messages)
