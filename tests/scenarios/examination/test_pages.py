"""The pages of the examination: who sees what, what is given back, what stands on other pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from scenarios.curation.models import Reader
from tests import factories
from tests.scenarios.curation.conftest import Exam
from wiki.db import now
from wiki.pages.purging import erase, held
from wiki.trash import service as trash

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ClientOf = Callable[[str], FlaskClient]
REASON = "Chacun ose se tromper devant les autres."


def typed(exam: Exam, nomination_id: int, **changes: Any) -> dict[str, str]:
    """An opinion as its form sends it."""
    written = exam.written(nomination_id, reasons={0: REASON})
    return {
        **{f"mark_{key}": mark for key, mark in written.marks.items()},
        **{f"reason_{key}": words for key, words in written.reasons.items()},
        "verdict": written.verdict, "words": written.words, "action": "give", **changes,
    }  # fmt: skip


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.text


def test_opinions_are_shown_to_who_gave_theirs_and_to_all_once_decided(
    exam: Exam, client_of: ClientOf
) -> None:
    made = exam.proposed()
    url = f"/examen/{made}"
    reader, other = client_of("relectrice"), client_of("curatrice")
    assert client_of("relectrice").post(f"{url}/avis", data=typed(exam, made)).status_code == 303

    assert REASON in text_of(reader, url)
    for blind in (other, client_of("referente")):
        assert REASON not in text_of(blind, url)
    exam.judged(made, "savante", "curatrice", "curateur")
    assert REASON in text_of(other, url)
    assert REASON not in text_of(client_of("referente"), url)
    text_of(client_of(""), url, 404)
    exam.decided(made)

    page = text_of(client_of(""), url)
    assert REASON in page
    assert "équipe nationale" in page
    assert "d’accord" in page
    with exam.write() as session:
        session.execute(
            update(factories.User).where(factories.User.handle == "relectrice")
            .values(deleted_at=now(), name="Compte supprimé")
        )  # fmt: skip
    assert "un membre du collège scientifique" in text_of(client_of(""), url)


def test_what_is_missing_in_an_opinion_is_said_and_nothing_is_lost(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    client = client_of("relectrice")
    sent = client.post(f"/examen/{made}/avis", data={"words": "Presque", "mark_1": "3", "action": "give"})

    assert sent.status_code == 422
    assert "Presque" in sent.text
    assert "Dites en une phrase pourquoi cette note." in sent.text
    assert 'href="#mark_2"' in sent.text
    kept = client.post(f"/examen/{made}/avis/brouillon", data={"words": "En passant"})
    assert kept.get_json()["said"].startswith("Brouillon gardé à")
    assert "En passant" in text_of(client, f"/examen/{made}")
    assert client.post(f"/examen/{made}/avis", data={"words": "Gardé", "action": "keep"}).status_code == 303
    assert "Gardé" in text_of(client, f"/examen/{made}")
    client.post(f"/examen/{made}/avis/abandonner")
    assert "Gardé" not in text_of(client, f"/examen/{made}")


def test_who_has_an_interest_is_told_why(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    exam.join("savante")
    exam.role("membre", "curator")
    barred = client_of("savante")

    for path in ("avis", "lire"):
        refused = barred.post(f"/examen/{made}/{path}", data=typed(exam, made))
        assert refused.status_code == 403
        assert "personne ne juge son propre territoire" in refused.text
    kept = barred.post(f"/examen/{made}/avis", data={"action": "keep"})
    assert kept.status_code == 403
    curator = client_of("membre")
    for path in ("lectures", "decider"):
        assert "personne ne juge son propre territoire" in text_of(curator, f"/examen/{made}/{path}", 403)


def test_an_opinion_that_comes_too_late_is_given_back(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    exam.withdraw(made)

    for action in ("give", "keep"):
        late = client_of("relectrice").post(f"/examen/{made}/avis", data=typed(exam, made, action=action))
        assert late.status_code == 409
        assert REASON in late.text


def test_readers_are_asked_take_and_step_back(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    url = f"/examen/{made}"
    curator, reader = client_of("curatrice"), client_of("relectrice")

    assert curator.post(f"{url}/lectures", data={}).status_code == 422
    asked = curator.post(
        f"{url}/lectures", data={"readers": [str(exam.people["savante"])]}, follow_redirects=True
    )
    assert "1 personne est prévenue." in asked.text
    savante = str(exam.people["savante"])
    assert curator.post(f"{url}/lectures", data={"release": savante}).status_code == 303
    assert curator.post(f"{url}/lectures", data={"release": savante}).status_code == 409
    assert exam.awaited(made) == {}
    curator.post(f"{url}/lectures", data={"readers": [savante]})
    assert reader.post(f"{url}/lire").status_code == 303
    assert exam.awaited(made) == {"savante": "opinion", "relectrice": "opinion"}
    assert reader.post(f"{url}/me-retirer", data={}).status_code == 422
    reader.post(f"{url}/me-retirer", data={"why": "refused", "words": "En congé."})
    assert "ne peut pas" in text_of(curator, f"{url}/lectures")
    client_of("savante").post(f"{url}/me-retirer", data={"why": "recused", "words": "C'est ma sœur."})
    assert "a déclaré un intérêt" in text_of(curator, f"{url}/lectures")
    exam.withdraw(made)
    assert curator.get(f"{url}/lectures").status_code == 409


def test_the_queue_says_what_is_awaited_and_goes_on(
    exam: Exam, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.examination.views.SLICE", 1)
    first = exam.proposed()
    second = exam.propose(
        exam.origin(exam.text(exam.nomination(first).page_id).replace("\n# ", "\n# Un autre "))
    )
    exam.assign(second, "relectrice")
    client = client_of("relectrice")

    page = text_of(client, "/examen")
    assert f"/examen/{first}" in page
    assert f'/examen?avant={first}"' in page
    assert f"/examen/{second}" in text_of(client, f"/examen?avant={first}")
    waiting = text_of(client, "/examen?etat=pour-moi")
    assert "On attend votre avis" in waiting
    assert f"/examen/{first}" not in waiting
    assert f"/examen/{first}" in text_of(client_of("curatrice"), "/examen?etat=a-attribuer")
    assert f"/examen/{second}" not in text_of(client_of("curatrice"), "/examen?etat=a-attribuer")
    assert "La file est vide" in text_of(client, "/examen?etat=retires")
    assert "Aucune décision" in text_of(client_of(""), "/examen?etat=a-retravailler")
    assert "Rien ne vous attend" in text_of(client_of("curatrice"), "/examen?etat=pour-moi")
    exam.judged(first)
    exam.decided(first)
    assert f"/examen/{first}" in text_of(client_of(""), "/examen")
    listed = text_of(client_of(""), "/sitemap.xml")
    assert f"/examen/{first}</loc>" in listed
    assert f"/examen/{second}</loc>" not in listed
    with exam.look() as session:
        row = session.scalars(select(Reader).where(Reader.nomination_id == second)).one()
        assert row.awaited == "opinion"


def test_the_number_beside_the_account_counts_what_waits(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    exam.assign(made, "relectrice")
    assert "1 examen vous attend" in text_of(client_of("relectrice"), "/examen")
    exam.judged(made)
    exam.decided(made, "rework", ["Une demande"])

    referent = client_of("referente")
    assert "1 examen vous attend" in text_of(referent, "/examen?etat=pour-moi")
    assert "On attend vos réponses" in text_of(referent, "/examen?etat=pour-moi")
    assert "1 examen vous attend" not in text_of(client_of("relectrice"), "/examen")


def test_a_decision_goes_through_its_pages(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    url = f"/examen/{made}"
    one, other = client_of("curatrice"), client_of("curateur")
    assert "Donnez d’abord votre avis" in text_of(one, f"{url}/decider")
    exam.judged(made, "relectrice", "curatrice", "curateur")
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', text_of(one, f"{url}/decider"))
    assert seen is not None
    decision = {"seen": seen[1], "outcome": "rework", "words": "À reprendre.", "requests": ["La pluie ?", ""]}

    missing = one.post(f"{url}/decider", data={**decision, "words": "", "requests": ["Ma demande"]})
    assert missing.status_code == 422
    assert "Ma demande" in missing.text
    assert one.post(f"{url}/decider", data=decision).status_code == 303
    late = other.post(f"{url}/decider", data={**decision, "words": "Mes raisons à moi."})
    assert late.status_code == 409
    assert "Curatrice vient de proposer une décision" in late.text
    assert "Mes raisons à moi." in late.text
    assert "Une décision est déjà proposée" in text_of(other, f"{url}/decider")
    voice = f"{url}/decision/1"
    assert "À reprendre." in text_of(other, voice)
    assert "Vous avez proposé cette décision" in text_of(one, voice)
    assert other.post(voice, data={"action": "disagree"}).status_code == 422
    assert other.post(voice, data={"action": "disagree", "words": "Non."}).status_code == 303
    assert "vous n’êtes pas d’accord" in text_of(other, voice)
    assert other.post(voice, data={"action": "drop", "words": "Autre chose."}).status_code == 303
    assert other.post(voice, data={"action": "agree"}).status_code == 409
    assert "n’attend plus de voix" in text_of(other, voice)
    stale = one.post(f"{url}/decider", data=decision)
    assert stale.status_code == 409
    assert "Le dossier a changé" in stale.text
    text_of(client_of("savante"), voice, 403)
    text_of(one, f"{url}/decision/99", 404)


def test_a_territory_answers_and_contests(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    url, page = f"/examen/{made}", exam.page(exam.nomination(made).page_id)
    referent = client_of("referente")
    exam.judged(made)
    exam.decided(made, "rework", ["Dites ce qu'on fait s'il pleut."])

    assert "vous demande de retravailler" in text_of(referent, f"/{page.path}")
    assert "Répondre au collège" in text_of(referent, "/trappes")
    kept = referent.post(f"{url}/repondre", data={"words_1": "On rentre.", "number": "1", "action": "keep"})
    assert kept.status_code == 303
    assert "On rentre." in text_of(referent, url)
    assert "On rentre." not in text_of(client_of("curatrice"), url)
    wrong = referent.post(f"{url}/repondre", data={"words_1": "", "number": "1", "action": "send"})
    assert wrong.status_code == 422
    assert referent.post(
        f"{url}/repondre", data={"words_1": "On rentre.", "number": "1", "action": "send"}
    ).status_code == 303  # fmt: skip
    assert "On rentre." in text_of(client_of("curatrice"), url)
    exam.decided(made, "declined")
    assert "Non retenu" in text_of(client_of(""), f"/{page.path}")
    assert referent.post(f"{url}/recours", data={}).status_code == 422
    assert referent.post(f"{url}/recours", data={"words": "Relisez."}).status_code == 303
    public = text_of(client_of(""), url)
    assert "Recours à l’examen" in public
    assert "Relisez." in public
    assert REASON not in public


def test_a_scenario_is_proposed_from_its_page(exam: Exam, client_of: ClientOf) -> None:
    page_id = exam.origin()
    exam.version(page_id)
    path = f"/{exam.page(page_id).path}"
    referent = client_of("referente")

    assert "Proposer à la nation" in text_of(referent, path)
    assert "Proposer à la nation" not in text_of(client_of("membre"), path)
    assert "la page a changé" in text_of(referent, f"{path}/proposer-a-la-nation?version=1")
    form = {"number": "1", "words": "Joué trois fois.", "call": ""}
    bad = referent.post(f"{path}/proposer-a-la-nation", data={**form, "number": "", "words": "Mes mots"})
    assert bad.status_code == 422
    assert "Mes mots" in bad.text
    unknown = referent.post(f"{path}/proposer-a-la-nation", data={**form, "call": "77"})
    assert unknown.status_code == 422
    assert referent.post(f"{path}/proposer-a-la-nation", data=form).headers["Location"] == "/examen/1"
    again = referent.post(
        f"{path}/proposer-a-la-nation", data={**form, "words": "Encore"}, follow_redirects=True
    )
    assert "déjà à l’examen" in again.text
    assert "À l’examen" in text_of(client_of(""), path)
    assert "/examen/1" not in text_of(client_of(""), path)
    assert referent.post("/examen/1/retirer", data={}).status_code == 422
    assert referent.post("/examen/1/retirer", data={"reason": "On y retravaille."}).status_code == 303
    assert "On y retravaille." in text_of(referent, f"{path}/proposer-a-la-nation")
    assert referent.get("/examen/1/retirer").status_code == 409


def test_rules_are_kept_on_their_page(exam: Exam, client_of: ClientOf) -> None:
    client = client_of("curatrice")
    rules = {"opinions": "4", "voices": "3", "remind_after": "5", "late_after": "20", "turn": "0"}

    assert client.post("/examen/reglages", data={**rules, "voices": "9"}).status_code == 422
    assert client.post("/examen/reglages", data=rules).status_code == 303
    assert 'value="4"' in text_of(client, "/examen/reglages")
    assert client.post("/examen/reglages", data={**rules, "voices": "2"}).status_code == 409


def test_what_becomes_of_an_examination_when_its_page_goes(exam: Exam, client_of: ClientOf) -> None:
    made = exam.proposed()
    page_id = exam.nomination(made).page_id
    with exam.look() as session:
        assert "1 dossier d’examen" in held(session, page_id)
    with exam.write() as session:
        trash.delete(session, exam.actor("referente"), page_id, "Doublon")

    assert "n’est plus publique" in text_of(client_of("relectrice"), f"/examen/{made}")
    exam.withdraw(made)
    with exam.write() as session:
        erase(session, [page_id])
    with exam.look() as session:
        assert session.scalar(select(func.count()).select_from(Reader)) == 0
    text_of(client_of("relectrice"), f"/examen/{made}", 404)


def test_of_a_page_that_was_hidden_the_college_reads_the_proposed_version_and_nothing_beyond(
    exam: Exam, client_of: ClientOf
) -> None:
    page_id = exam.origin()
    made = exam.propose(page_id)
    exam.settle(page_id, audience="territory", kind="scenario")
    exam.version(page_id)

    file = text_of(client_of("relectrice"), f"/examen/{made}")

    assert "Lire le climat de son quartier" in file
    assert "La page a changé depuis" not in file
    assert "La page a changé depuis" in text_of(client_of("referente"), f"/examen/{made}")
