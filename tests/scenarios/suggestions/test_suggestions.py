"""What retours propose: kept with their words, taken up, offered, declined, and told on both pages."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scenarios.retold.model import Proposal
from scenarios.suggestions import service
from scenarios.suggestions.holding import HOLDING, own_answers
from scenarios.suggestions.models import Suggestion
from scenarios.suggestions.passages import passage_of
from tests.scenarios.adaptation.conftest import CLIMATE, add_people
from tests.scenarios.enactments.conftest import Client, Lived
from tests.scenarios.enactments.test_form import plain
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.contributions.models import Contribution
from wiki.errors import Invalid
from wiki.pages.models import Revision
from wiki.provenance.models import Derivation

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LONGER = Proposal("Mesurer", "Prévoir 45 minutes")
HOUSE = Proposal("", "Ouvrir la maison dès le début")


@pytest.fixture
def lived(app: Flask, people: dict[str, int], write: Any) -> Lived:
    add_people(write, people)
    return Lived(app, people, [])


@pytest.fixture
def pair(lived: Lived) -> tuple[int, int]:
    scenario = lived.origin()
    return scenario, lived.report(scenario, by="nantaise", proposals=(LONGER, HOUSE))


def rows(lived: Lived, retour: int) -> list[Suggestion]:
    with lived.look() as session:
        return list(
            session.scalars(select(Suggestion).where(Suggestion.page_id == retour).order_by(Suggestion.id))
        )


def address(lived: Lived, pair: tuple[int, int], place: int = 0) -> str:
    return f"{lived.path(pair[0])}/retours/propositions/{rows(lived, pair[1])[place].id}"


def filled(page: str, **more: str) -> dict[str, str]:
    hidden = dict(re.findall(r'<input[^>]*name="(base|form_key)"[^>]*value="([^"]*)"', page))
    return {**hidden, **more}


def test_the_passage_is_rewritten_beside_the_proposal(
    lived: Lived, pair: tuple[int, int], client_of: Client
) -> None:
    scenario, retour = pair
    trappes = client_of("referente")
    assert "2 propositions de retours" in plain(trappes.get(lived.path(scenario)).text)
    page = trappes.get(address(lived, pair)).text
    passage = passage_of(lived.text(scenario), "Mesurer").text
    assert "### Activité : Mesurer" in page
    assert "### Activité : Partager" not in page

    unchanged = trappes.post(address(lived, pair), data=filled(page, passage=passage, action="take"))
    assert unchanged.status_code == 422
    assert "Rien n'est changé" in plain(unchanged.text)
    changed = passage.replace("- Durée : 35 min", "- Durée : 45 min")
    posted = trappes.post(
        address(lived, pair), data=filled(page, passage=changed, action="take", answer="Merci")
    )

    assert posted.status_code == 303
    assert lived.text(scenario) == CLIMATE.replace("- Durée : 35 min", "- Durée : 45 min")
    history = plain(trappes.get(f"{lived.path(scenario)}/historique").text)
    assert "Reprend une proposition du retour de Nantes : Mesurer" in history
    with lived.look() as session:
        thanked = session.scalars(select(Derivation)).one()
        assert (thanked.page_id, thanked.number, thanked.source_id) == (scenario, 2, retour)
        answered = session.scalars(
            select(Happening).where(Happening.kind == happens.SUGGESTION_ANSWERED)
        ).one()
        assert answered.details == {"outcome": "accepted", "user_ids": [lived.people["nantaise"]]}
    for shown in (f"{lived.path(scenario)}/retours", lived.path(retour)):
        text = plain(client_of("").get(shown).text)
        assert "Reprise dans la version 2" in text
        assert "Merci" in text
        assert "En attente d'une réponse" in text
    again = trappes.post(address(lived, pair), data=filled(page, passage=passage, action="take"))
    assert again.status_code == 303
    assert lived.page(scenario).current.number == 2


def test_a_no_needs_a_word_and_can_be_taken_back(
    lived: Lived, pair: tuple[int, int], client_of: Client
) -> None:
    trappes, where = client_of("referente"), address(lived, pair, 1)

    assert trappes.post(where, data={"action": "decline"}).status_code == 422
    assert trappes.post(where, data={"action": "decline", "answer": "x" * 1001}).status_code == 422
    assert (
        trappes.post(where, data={"action": "decline", "answer": "Elle est fermée le samedi"}).status_code
        == 303
    )
    assert "fermée le samedi" in client_of("").get(lived.path(pair[1])).text
    assert trappes.post(where, data={"action": "reopen"}).status_code == 303
    assert rows(lived, pair[1])[1].state == "open"
    assert trappes.post(where, data={"action": "reopen"}).status_code == 303
    assert trappes.post(where, data={"action": "done", "answer": "Depuis le début"}).status_code == 303
    assert (rows(lived, pair[1])[1].state, rows(lived, pair[1])[1].number) == ("taken", 1)


def test_who_may_not_edit_offers_it_and_the_offer_decides(
    lived: Lived, pair: tuple[int, int], client_of: Client
) -> None:
    scenario, retour = pair
    nantes, where = client_of("nantaise"), address(lived, pair)
    page = nantes.get(where).text
    assert "Décliner" not in page
    changed = passage_of(lived.text(scenario), "Mesurer").text.replace("35 min", "45 min")
    assert nantes.post(where, data=filled(page, passage=changed)).status_code == 303
    assert "Proposée comme modification" in plain(nantes.get(lived.path(retour)).text)

    with lived.write() as session:
        found = session.scalars(select(Contribution)).one()
        found.state, found.number = "accepted", 2
    assert "Reprise dans la version 2" in plain(nantes.get(lived.path(retour)).text)
    with lived.write() as session:
        session.scalars(select(Contribution)).one().state = "declined"
    assert "Proposée" not in plain(nantes.get(lived.path(retour)).text)


def test_two_editors_at_once_lose_nothing(lived: Lived, pair: tuple[int, int], client_of: Client) -> None:
    scenario, _ = pair
    trappes, where = client_of("referente"), address(lived, pair)
    page = trappes.get(where).text
    mine = passage_of(lived.text(scenario), "Mesurer").text.replace("- Durée : 35 min", "- Durée : 45 min")
    lived.change(scenario, ("- Durée : 35 min", "- Durée : 40 min"), by="membre")

    clash = trappes.post(where, data=filled(page, passage=mine, action="take"))

    assert clash.status_code == 409
    assert "45 min" in clash.text
    assert "40 min" in clash.text
    assert trappes.post(where, data=filled(clash.text, passage=mine, action="take")).status_code == 303
    assert "- Durée : 45 min" in lived.text(scenario)
    assert trappes.post(address(lived, pair, 1), data={"base": "99", "passage": "x"}).status_code == 422


def test_proposals_follow_the_text_and_what_was_decided_stays(
    lived: Lived, pair: tuple[int, int], client_of: Client
) -> None:
    _, retour = pair
    client_of("referente").post(address(lived, pair, 1), data={"action": "decline", "answer": "Non"})
    first, second = (row.id for row in rows(lived, retour))

    lived.change(retour, ("Prévoir 45 minutes", "Prévoir 50 minutes"), by="nantaise")
    assert [(row.id, row.words, row.state) for row in rows(lived, retour)] == [
        (first, "Prévoir 50 minutes", "open"), (second, HOUSE.words, "declined"),
    ]  # fmt: skip

    lived.change(
        retour, (f"- {HOUSE.words}\n", ""), ("- **Mesurer** : Prévoir 50 minutes\n", ""), by="nantaise"
    )
    assert [(row.id, row.position) for row in rows(lived, retour)] == [(second, None)]
    assert (
        client_of("referente").get(f"{lived.path(pair[0])}/retours/propositions/{second}").status_code == 303
    )

    with lived.look() as session:
        [(name, entry)] = list(own_answers(session, lived.actor("referente")))
        assert (name, '"reponse": "Non"' in entry) == ("reponses-aux-retours.json", True)
        assert list(own_answers(session, lived.actor("nina"))) == []

    text = lived.text(retour).replace("## Propositions d'amélioration", "## Notes")
    lived.edit(
        retour, 3, f"{text}\n## Propositions\n\n- {HOUSE.words}\n- **b** : A\n- **B** : a\n", by="nantaise"
    )
    assert [row.state for row in rows(lived, retour)] == ["declined", "open"]

    lived.change(retour, (f"- {HOUSE.words}\n", ""), by="nantaise")
    with lived.write() as session:
        HOLDING.forget_version(
            session, session.scalars(select(Revision).where(Revision.page_id == retour)).first()
        )
    assert [row.position is None for row in rows(lived, retour)] == [False]


def test_words_that_are_too_many_and_versions_that_are_not_there_are_refused(
    lived: Lived, pair: tuple[int, int]
) -> None:
    referent, found = lived.actor("referente"), rows(lived, pair[1])[0].id
    with lived.write() as session:
        for number, answer in ((9, ""), (1, "x" * 1001)):
            with pytest.raises(Invalid):
                service.mark_taken(session, referent, pair[0], found, number, answer)


def test_what_one_may_not_read_is_not_there(lived: Lived, client_of: Client) -> None:
    scenario = lived.origin()
    retour = lived.report(scenario, by="nantaise", audience="territory", proposals=(LONGER,))
    where = f"{lived.path(scenario)}/retours/propositions/{rows(lived, retour)[0].id}"

    assert client_of("referente").get(where).location == lived.path(scenario)
    assert client_of("referente").post(where, data={"passage": "x"}).status_code == 404
    assert "proposition de retours" not in plain(client_of("referente").get(lived.path(scenario)).text)
    assert client_of("nantaise").get(where).status_code == 200
    public = lived.report(scenario, proposals=(HOUSE,))
    where = f"{lived.path(scenario)}/retours/propositions/{rows(lived, public)[0].id}"
    assert client_of("").get(where).status_code in (302, 303, 401, 403)
    lost = client_of("").post(where, data={"passage": "Des mots"})
    assert lost.status_code == 401
    assert "Des mots" in lost.text


def test_the_history_of_a_public_page_quotes_no_retour_for_fewer_readers(lived: Lived) -> None:
    scenario = lived.origin()
    retour = lived.report(scenario, by="membre", audience="territory", proposals=(LONGER,))
    found = rows(lived, retour)[0].id
    text = lived.page(scenario).current.text.replace("## ", "Mieux.\n\n## ", 1)

    with lived.write() as session:
        service.take_up(session, lived.actor("referente"), service.Taking(scenario, found, 1, text))

    assert lived.page(scenario).current.summary == "Reprend une proposition du retour de Trappes"
