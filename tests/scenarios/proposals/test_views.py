"""Proposals through their pages: offered with a reason, read, answered, withdrawn."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.scenarios.proposals.conftest import Offered

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = Callable[[str], FlaskClient]
OURS = ("Lecture des écarts", "Lecture à deux voix des écarts")
COST = ("coût: 0 €", "coût: 5 €")


@pytest.fixture
def pair(offered: Offered) -> tuple[int, int]:
    origin = offered.origin()
    child = offered.adapt(origin)
    offered.change(child, OURS, COST, by="nantaise")
    return origin, child


def paths(offered: Offered, pair: tuple[int, int]) -> tuple[str, str]:
    origin, child = (f"/{offered.page(number).path}" for number in pair)
    return origin, child


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*name="(number|seen|form_key)"[^>]*value="([^"]*)"', page)
    return dict(found)


def box_of(page: str, word: str) -> str:
    found = re.search(rf'value="(\d+)"[^>]*>\s*<label[^>]*>[^<]*{word}', page)
    assert found is not None
    return found[1]


def test_from_the_offer_to_the_answer(offered: Offered, pair: tuple[int, int], client_of: Client) -> None:
    origin, child = paths(offered, pair)
    nantes, trappes = client_of("nantaise"), client_of("referente")
    form = nantes.get(f"{child}/proposer").text
    data = {**hidden(form), "changement": box_of(form, "Partager"), "reason": "On entend <b>mieux</b>"}

    assert nantes.post(f"{child}/proposer", data=data).location == f"{child}/proposer"

    assert "En attente" in nantes.get(f"{child}/proposer").text
    assert "1 proposition de Nantes" in trappes.get(origin).text
    assert "Propositions à lire" in trappes.get("/trappes").text
    assert "Propositions à lire" not in nantes.get("/trappes").text
    listed = trappes.get(f"{origin}/propositions").text
    assert "On entend &lt;b&gt;mieux&lt;/b&gt;" in listed
    assert "Voir sa page" not in listed
    accepted = trappes.post(
        f"{origin}/propositions/1",
        data={
            **hidden(listed),
            "changement": box_of(listed, "Partager"),
            "answer": "Merci",
            "action": "accept",
        },
    )
    assert accepted.location == origin
    assert OURS[1] in offered.text(pair[0])
    page = trappes.get(origin).text
    assert "Reprend des changements de" in page
    assert "proposition de Nantes" not in page
    assert "Trappes a repris votre proposition" in nantes.get(child).text
    assert "Merci" in nantes.get(f"{child}/proposer").text
    assert "Ce qui a changé" in trappes.get(f"{origin}/propositions").text
    late = trappes.post(f"{origin}/propositions/1", data={"action": "decline", "answer": "Non"})
    assert late.status_code == 409


def test_what_is_missing_is_asked_and_what_was_typed_given_back(
    offered: Offered, pair: tuple[int, int], client_of: Client
) -> None:
    origin, child = paths(offered, pair)
    browser = client_of("nantaise")
    form = browser.get(f"{child}/proposer").text
    box = box_of(form, "Partager")

    without_reason = browser.post(f"{child}/proposer", data={**hidden(form), "changement": box})
    without_change = browser.post(f"{child}/proposer", data={**hidden(form), "reason": "Parce que"})
    stale = browser.post(
        f"{child}/proposer", data={"number": "1", "seen": "1", "changement": box, "reason": "Vite"}
    )

    assert [answer.status_code for answer in (without_reason, without_change, stale)] == [422, 422, 409]
    assert re.search(rf'value="{box}"[^>]* checked', without_reason.text)
    assert "Parce que" in without_change.text
    assert "Cochez au moins un changement" in without_change.text
    assert "a changé entre-temps" in stale.text
    lost = client_of("").post(f"{child}/proposer", data={"reason": "Mes mots"})
    assert lost.status_code == 401
    assert "Mes mots" in lost.text
    lost = client_of("").post(f"{origin}/propositions/1", data={"answer": "Ma réponse"})
    assert lost.status_code == 401
    assert "Ma réponse" in lost.text


def test_declined_with_words_and_withdrawn(
    offered: Offered, pair: tuple[int, int], client_of: Client
) -> None:
    origin, child = paths(offered, pair)
    nantes, trappes = client_of("nantaise"), client_of("referente")
    first, second = offered.offer(pair[1], ["Coût"]), offered.offer(pair[1], ["Partager"], reason="Aussi")

    mute = trappes.post(f"{origin}/propositions/{first}", data={"action": "decline"})
    trappes.post(f"{origin}/propositions/{first}", data={"action": "decline", "answer": "Trop cher"})
    withdrawn = nantes.post(f"{child}/proposer/{second}/retirer")

    assert mute.status_code == 422
    assert f'id="answer-{first}-error"' in mute.text
    assert withdrawn.location == f"{child}/proposer"
    page = nantes.get(f"{child}/proposer").text
    assert all(words in page for words in ("Déclinée", "Trop cher", "Retirée"))
    assert "Aucune proposition n’attend" in trappes.get(f"{origin}/propositions").text


def test_members_read_and_the_referent_answers(
    offered: Offered, pair: tuple[int, int], client_of: Client
) -> None:
    origin, _child = paths(offered, pair)
    made = offered.offer(pair[1], ["Coût"])
    member = client_of("membre")

    listed = member.get(f"{origin}/propositions").text

    assert "Coût" in listed
    assert 'value="decline"' not in listed
    refused = member.post(f"{origin}/propositions/{made}", data={"action": "accept", "changement": "0"})
    assert refused.status_code == 403
    assert client_of("nantaise").get(f"{origin}/propositions").status_code == 403


def test_a_passage_that_the_origin_changed_is_asked_about(
    offered: Offered, pair: tuple[int, int], client_of: Client
) -> None:
    origin, _child = paths(offered, pair)
    made = offered.offer(pair[1], ["Coût"])
    offered.change(pair[0], ("coût: 0 €", "coût: 2 €"))
    browser = client_of("referente")
    form = {"action": "accept", "changement": "0", "answer": "Oui", "form_key": "x"}

    asked = browser.post(f"{origin}/propositions/{made}", data=form)
    browser.post(
        f"{origin}/propositions/{made}", data={**form, "resolving": "2", "conflit-1-choix": "theirs"}
    )

    assert asked.status_code == 409
    assert 'name="answer" hidden>\nOui</textarea>' in asked.text
    assert COST[1] in offered.text(pair[0])
    assert offered.proposal(made).answer == "Oui"


def test_a_page_without_origin_has_nobody_to_offer_to(
    offered: Offered, pair: tuple[int, int], client_of: Client
) -> None:
    origin, _child = paths(offered, pair)
    browser = client_of("referente")
    assert "pas d’origine à qui proposer" in browser.get(f"{origin}/proposer").text
    assert browser.post(f"{origin}/proposer").status_code == 409


def test_everything_offered_is_said(offered: Offered, pair: tuple[int, int], client_of: Client) -> None:
    _origin, child = paths(offered, pair)
    offered.offer(pair[1], ["Coût", "Partager"])
    assert "Rien à proposer" in client_of("nantaise").get(f"{child}/proposer").text
