"""Threads, answers, edits, reactions, and who is told: as services do them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.wiki.discussion.conftest import PASSAGE, Talk
from wiki.accounts import service as accounts
from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.db import now
from wiki.discussion import checks, moderation, people, queries, service
from wiki.discussion.models import FormerText, Message, Passage, Reaction, Thread
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.naming.heirlooms import hand_over
from wiki.pages.models import Page
from wiki.pages.purging import erase, held
from wiki.trash.purge import withdraw

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
def test_a_thread_is_opened_answered_resolved_and_reopened(talk: Talk) -> None:
    opened = talk.open(subject=" À  quelle heure ? ", form_key="k1")
    assert talk.open(subject=" À  quelle heure ? ", form_key="k1") == opened
    said = talk.answer(opened, form_key="k2")
    assert talk.answer(opened, form_key="k2") == said
    assert talk.answer(opened, form_key="k2", text="Une autre.") != said

    talk.does(service.resolve, "nina", opened)
    talk.does(service.resolve, "membre", opened)
    assert talk.thread(opened).resolved_at is not None
    talk.does(service.reopen, "membre", opened)
    talk.does(service.reopen, "membre", opened)

    found = talk.thread(opened)
    assert (found.title, found.is_open, found.is_locked) == ("À quelle heure ?", True, False)
    with talk.write() as session:
        kinds = session.scalars(select(Message.kind).order_by(Message.id)).all()
    assert kinds == ["said", "said", "said", "resolved", "reopened"]
    nina, membre = talk.people["nina"], talk.people["membre"]
    first = talk.first_message(opened)
    assert talk.told(happens.THREAD_OPENED) == [(opened, {"thread_id": opened, "message_id": first})]
    assert talk.told(happens.THREAD_ANSWERED)[0] == (said, {"thread_id": opened, "user_ids": [nina]})
    assert talk.told(happens.THREAD_RESOLVED) == [(opened, {"thread_id": opened, "user_ids": [membre]})]


def test_threads_are_listed_by_their_last_word_and_paged_by_key(talk: Talk) -> None:
    numbers = [talk.open(text=f"Question {number}") for number in range(4)]
    talk.answer(numbers[0])
    talk.does(service.resolve, "nina", numbers[1])
    with talk.write() as session:
        page = session.get_one(Page, talk.page_id)
        listed = queries.threads(session, page, queries.OPEN, None, 2)
        rest = queries.threads(session, page, queries.OPEN, listed[-1].thread.id, 5)
        found = [(row.thread.id, row.messages, row.last_name) for row in (*listed, *rest)]
        assert found == [(numbers[0], 2, "Membre"), (numbers[3], 1, "Nina"), (numbers[2], 1, "Nina")]
        assert [row.thread.id for row in queries.threads(session, page, queries.CLOSED, None, 5)] == [
            numbers[1]
        ]
        assert len(queries.threads(session, page, queries.ALL, 999, 9)) == 4
        assert queries.counts(session, page) == queries.Counts(open=3, closed=1)


@sqlite_only
def test_who_may_not_see_the_page_knows_nothing_of_its_talk(talk: Talk) -> None:
    talk.page("draft", "# Brouillon\n\nUn texte.\n")
    opened = talk.open("referente")
    first = talk.first_message(opened)
    for handle in ("", "nina", "membre", "curatrice", "admin"):
        for verb, number in ((service.answer, opened), (service.rewrite, first)):
            with pytest.raises(NotFound):
                talk.does(verb, handle, number, "Ici !")
        for verb, number in (
            (service.resolve, opened), (service.reopen, opened), (service.remove, first), (moderation.lock, opened),
            (moderation.show, first),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                talk.does(verb, handle, number)
        with pytest.raises(NotFound):
            talk.open(handle)
    with pytest.raises(NotFound):
        talk.does(service.answer, "admin", 999, "Ici !")


@sqlite_only
def test_visitors_read_and_others_do_not_speak_for_them(talk: Talk) -> None:
    opened = talk.open("nina")
    first = talk.first_message(opened)
    with pytest.raises(Forbidden):
        talk.open("")
    with pytest.raises(Forbidden):
        talk.answer(opened, "")
    for verb, given in (
        (service.rewrite, (first, "Autre")),
        (service.remove, (first,)),
        (service.put_back, (first,)),
    ):
        with pytest.raises(Forbidden):
            talk.does(verb, "admin", *given)
    with pytest.raises(Forbidden):
        talk.does(service.resolve, "relectrice", opened)


@sqlite_only
def test_an_edit_keeps_what_was_and_names_the_thread_anew(talk: Talk) -> None:
    opened = talk.open(text="Avant")
    first = talk.first_message(opened)
    talk.does(service.rewrite, "nina", first, "Avant")
    assert talk.get(Message, first).edited_at is None
    talk.does(service.rewrite, "nina", first, "Après")

    assert talk.thread(opened).title == "Après"
    with talk.write() as session:
        assert session.scalars(select(FormerText.text)).all() == ["Avant"]
    talk.does(service.remove, "nina", first)
    assert talk.thread(opened).title == ""
    with pytest.raises(Forbidden):
        talk.does(service.rewrite, "nina", first, "Encore")
    talk.does(service.put_back, "nina", first)
    assert (talk.thread(opened).title, talk.get(Message, first).removed_at) == ("Après", None)


@sqlite_only
def test_one_of_the_fixed_words_is_said_and_taken_back(talk: Talk) -> None:
    first = talk.first_message(talk.open())
    for handle in ("membre", "nina"):
        talk.does(service.react, handle, first, "thanks")
    talk.does(service.react, "membre", first, "useful")
    talk.does(service.react, "nina", first, "thanks")
    with talk.write() as session:
        found = queries.reactions(session, [first])
    assert found == {
        first: {"thanks": [(talk.people["membre"], "Membre")], "useful": [(talk.people["membre"], "Membre")]}
    }
    with pytest.raises(Invalid):
        talk.does(service.react, "nina", first, "hate")


def test_only_people_who_may_read_the_page_are_told_that_they_are_mentioned(talk: Talk) -> None:
    talk.open("membre", "@referente @nina @membre @personne @admin")
    ids = talk.people
    [(_about, details)] = talk.told(happens.PERSON_MENTIONED)
    assert details["user_ids"] == sorted([ids["referente"], ids["nina"], ids["admin"]])

    talk.page("territory", "# Interne\n\nUn texte.\n")
    opened = talk.open("membre", "@referente et @nina, @admin")
    assert talk.told(happens.PERSON_MENTIONED)[-1][1]["user_ids"] == sorted([ids["referente"], ids["admin"]])
    # Only who was not mentioned before is told of an edit.
    talk.does(service.rewrite, "membre", talk.first_message(opened), "@referente @nina @ambassadeur")
    assert talk.told(happens.PERSON_MENTIONED)[-1][1]["user_ids"] == [ids["ambassadeur"]]


def test_people_are_offered_to_mention_those_near_first(talk: Talk) -> None:
    def names(typed: str) -> list[tuple[str, bool]]:
        with talk.write() as session:
            found = people.offered(session, session.get_one(Page, talk.page_id), typed)
            return [(person.handle, person.is_near) for person in found]

    assert [handle for handle, near in names("") if near] == ["ambassadeur", "membre", "referente"]
    assert names("Réf") == [("referente", True)]
    assert names("ni") == [("nina", False)]
    talk.open("nina")
    assert names("NI") == [("nina", True)]
    assert names("%") == names("")
    talk.page("territory", "# Interne\n\nUn texte.\n")
    assert names("ni") == []
    talk.page("draft", "# Brouillon\n\nUn texte.\n")
    assert names("") == [("referente", True)]
    with talk.write() as session:
        gone = Page(audience_key="trash:1", territory_id=1)
        assert session.scalars(select(User.id).where(people.readers_of(gone))).all() == []


def place_of(talk: Talk, opened: int) -> tuple[str, int, int]:
    passage = talk.get(Passage, opened)
    return passage.exact, passage.found_number, passage.looked_number


@sqlite_only
def test_a_passage_follows_the_page(talk: Talk) -> None:
    opened = talk.open(passage=f"  {PASSAGE.upper()}  ", prefix="Ensemble,")
    assert place_of(talk, opened) == (PASSAGE, 1, 1)
    assert talk.get(Passage, opened).section == "Comparer"

    talk.edit("On mesure", "Le lundi, on mesure")
    assert place_of(talk, opened) == (PASSAGE, 1, 1)  # what reads meanwhile looks for itself
    talk.work()
    assert place_of(talk, opened) == (PASSAGE, 2, 2)

    talk.edit("cherche ce qui explique", "se demande ce qui explique")
    talk.work()
    revised = PASSAGE.replace("cherche", "se demande")
    assert place_of(talk, opened) == (revised, 3, 3)
    assert talk.get(Passage, opened).quote == PASSAGE

    talk.edit(f"Ensemble, {revised}.", "On range.")
    talk.work()
    assert place_of(talk, opened) == (revised, 3, 4)
    talk.edit("On range.", f"Ensemble, {revised}.")
    talk.work()
    assert place_of(talk, opened) == (revised, 5, 5)


@sqlite_only
def test_what_a_thread_may_be_about(talk: Talk) -> None:
    assert talk.get(Passage, talk.open(section="Comparer")).exact == "Comparer"
    assert talk.get(Passage, talk.open()) is None
    for more, place in (
        ({"section": "Autre"}, "section"),
        ({"passage": "rien de tel ne se lit ici"}, "passage"),
        ({"passage": "…"}, "passage"),
        ({"subject": "x" * 121}, "subject"),
        ({"text": " "}, "text"),
    ):
        with pytest.raises(Invalid) as refused:
            talk.open(**more)
        assert list(refused.value.errors) == [place]


@sqlite_only
def test_bounds_on_what_one_says(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    links = "https://a.fr https://b.fr https://c.fr"
    with pytest.raises(Invalid, match="récent"):
        talk.open("nina", links)
    talk.open("membre", links)
    for number in range(checks.MOST_OF_THE_NEW):
        talk.open("nina", f"Question {number}")
    with pytest.raises(Invalid, match="beaucoup de messages"):
        talk.open("nina")
    with talk.write() as session:
        session.execute(update(User).values(created_at=now() - timedelta(days=4)))
    talk.open("nina", links)
    monkeypatch.setattr(checks, "MOST_IN_A_WINDOW", 3)
    with pytest.raises(Invalid, match="beaucoup de messages"):
        talk.open("nina")


@sqlite_only
def test_a_locked_thread_is_read_only_but_for_who_looks_after_it(talk: Talk) -> None:
    opened = talk.open()
    first = talk.first_message(opened)
    with pytest.raises(Forbidden):
        talk.does(moderation.lock, "membre", opened)
    talk.does(moderation.lock, "referente", opened)
    talk.does(moderation.lock, "curatrice", opened)
    for verb, given in (
        (service.answer, (opened, "Ici !")), (service.rewrite, (first, "Autre")), (service.react, (first, "thanks")),
    ):  # fmt: skip
        with pytest.raises(Invalid, match="verrouillé"):
            talk.does(verb, "nina", *given)
    with pytest.raises(Forbidden):
        talk.does(service.resolve, "nina", opened)
    talk.answer(opened, "referente")
    talk.does(service.remove, "nina", first)
    talk.does(moderation.unlock, "referente", opened)
    talk.does(moderation.unlock, "referente", opened)
    talk.answer(opened, "nina")


def test_the_talk_goes_and_moves_with_its_page(talk: Talk, app: Any) -> None:
    source = talk.page_id
    opened = talk.open(passage=PASSAGE)
    talk.does(service.react, "membre", talk.first_message(opened), "thanks")
    target = talk.page(text="# Ailleurs\n\nUn autre texte.\n")
    with talk.write() as session:
        hand_over(session, source, target, read_until=1)
        assert held(session, target) == ["1 fil de discussion"]
        assert held(session, source) == []
    assert talk.thread(opened).page_id == target
    talk.edit("autre", "nouveau")
    talk.work()
    assert place_of(talk, opened) == (PASSAGE, 0, 2)
    with app.app_context(), talk.write() as session:
        erase(session, [target])
    with talk.write() as session:
        for model in (Thread, Message, Passage, Reaction):
            assert session.scalar(select(func.count()).select_from(model)) == 0


@sqlite_only
def test_a_thread_quotes_no_version_that_was_taken_out_for_good(talk: Talk) -> None:
    secret, other = talk.open(passage=PASSAGE), talk.open(passage="Un tableau suffit")
    talk.edit(PASSAGE, "rien")
    talk.work()
    later = talk.open(passage="Un tableau suffit")

    with talk.acting("admin") as (session, actor):
        withdraw(session, actor, talk.page_id, {1}, reason="Loi")

    with talk.write() as session:
        quotes = dict(session.execute(select(Passage.thread_id, Passage.quote)).all())
    assert (secret in quotes, other in quotes, quotes[later]) == (False, False, "Un tableau suffit")
    assert talk.thread(secret) is not None


@sqlite_only
def test_messages_of_who_left_stay_without_a_name(talk: Talk, client_of: Any) -> None:
    opened = talk.open("nina")
    talk.answer(opened)
    talk.does(service.react, "nina", talk.first_message(opened), "thanks")
    with talk.write() as session:
        accounts.delete_account(session, talk.people["nina"])

    body = client_of("").get(f"/trappes/lire-le-climat/discussion/{opened}").text
    assert body.count("Compte supprimé") >= 1
    assert "Nina" not in body
    assert "Compte supprimé" in client_of("").get("/trappes/lire-le-climat/discussion").text
