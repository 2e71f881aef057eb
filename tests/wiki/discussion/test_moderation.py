"""Reports, hiding, and what each reader then sees; every act is in the audit log."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.reading import select as elements
from tests.reading import tree, words
from tests.wiki.discussion.conftest import PATH, Talk
from wiki.activity import kinds as happens
from wiki.audit.models import AuditEntry
from wiki.discussion import moderation, queries, service
from wiki.discussion.models import HIDDEN, KEPT, Message, Report
from wiki.errors import Conflict, Forbidden, Invalid, NotFound

Client = Callable[..., FlaskClient]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def acts(talk: Talk) -> list[tuple[str, int | None]]:
    with talk.write() as session:
        rows = session.execute(
            select(AuditEntry.act, AuditEntry.thing_id)
            .where(AuditEntry.kind.in_(("message", "thread")))
            .order_by(AuditEntry.id)
        )
        return [(act, thing) for act, thing in rows]


def report_of(talk: Talk, message_id: int, handle: str = "nina") -> int:
    with talk.acting(handle) as (session, actor):
        return moderation.report(session, actor, message_id, "Hors sujet.").id


def test_a_report_is_decided_once_and_its_twins_with_it(talk: Talk) -> None:
    said = talk.answer(talk.open())
    first, second = report_of(talk, said), report_of(talk, said, "relectrice")
    assert report_of(talk, said) == first
    with talk.acting("curatrice") as (session, actor):
        assert queries.reports_waiting(session, actor, 1) == 2
        listed = queries.reports(session, actor, is_decided=False, before=None, limit=1)
        rest = queries.reports(session, actor, is_decided=False, before=listed[0].id, limit=5)
        assert [report.id for report in (*listed, *rest)] == [first, second]

    talk.does(moderation.decide, "referente", first, KEPT)
    assert talk.get(Report, second).decision == KEPT
    with pytest.raises(Conflict):
        talk.does(moderation.decide, "curatrice", second, HIDDEN, "Trop tard.")
    with talk.acting("referente") as (session, actor):
        decided = queries.reports(session, actor, is_decided=True, before=second, limit=5)
        assert [report.id for report in decided] == [first]

    # Reported again, it waits again, and may be hidden.
    report_of(talk, said)
    with pytest.raises(Invalid):
        talk.does(moderation.decide, "referente", first, HIDDEN, " ")
    with pytest.raises(Invalid):
        talk.does(moderation.decide, "referente", first, "burn", "x")
    talk.does(moderation.decide, "referente", first, HIDDEN, "Une attaque.")
    talk.does(moderation.show, "curatrice", said)
    talk.does(moderation.show, "curatrice", said)
    assert acts(talk) == [("message.kept", said), ("message.hidden", said), ("message.shown", said)]
    assert {about for about, _details in talk.told(happens.MESSAGE_REPORTED)} == {said}
    assert talk.told(happens.MESSAGE_HIDDEN)[0][1]["user_ids"] == [talk.people["membre"]]


@sqlite_only
def test_who_looks_after_the_talk_is_asked_and_nobody_else(talk: Talk) -> None:
    said = talk.answer(talk.open())
    waiting = report_of(talk, said)
    for handle in ("nina", "membre", "ambassadeur", "relectrice"):
        with pytest.raises(NotFound):
            talk.does(moderation.decide, handle, waiting, KEPT)
        with pytest.raises(Forbidden):
            talk.does(moderation.hide, handle, said, "Parce que.")
        with talk.acting(handle) as (session, actor):
            assert queries.reports(session, actor, is_decided=False, before=None, limit=5) == []
            with pytest.raises(Forbidden):
                queries.former_texts(session, actor, session.get_one(Message, said))
    with pytest.raises(Forbidden):
        report_of(talk, said, "")
    with pytest.raises(Invalid):
        talk.does(moderation.report, "nina", said, "x" * 501)


@sqlite_only
def test_a_hidden_message_is_read_by_its_author_and_moderators_alone(talk: Talk, client_of: Client) -> None:
    opened = talk.open("nina", "Des mots durs")
    said = talk.first_message(opened)
    talk.does(service.rewrite, "nina", said, "Des mots plus durs")
    talk.does(moderation.hide, "referente", said, "On reste poli.")

    def seen(handle: str) -> str:
        return words(
            elements(tree(client_of(handle).get(f"{PATH}/discussion/{opened}").text), f"#message-{said}")[0]
        )

    for handle in ("nina", "referente", "curatrice", "admin"):
        assert "Des mots plus durs" in seen(handle)
        assert "On reste poli." in seen(handle)
    for handle in ("", "membre", "relectrice"):
        assert "mots" not in seen(handle).replace("Message masqué", "")
        assert "Message masqué par la modération" in seen(handle)
    for handle in ("", "membre"):
        assert "Des mots" not in client_of(handle).get(f"{PATH}/discussion").text
        assert "Des mots" not in client_of(handle).get(f"{PATH}/discussion/{opened}?citer={said}").text
    assert client_of("membre").get(f"/discussions/message/{said}/versions").status_code == 403
    assert "Des mots durs" in client_of("referente").get(f"/discussions/message/{said}/versions").text

    talk.does(moderation.show, "referente", said)
    talk.does(service.remove, "nina", said)
    assert "mots" not in seen("nina")
    assert "Remettre" in seen("nina")
    assert "Des mots plus durs" in seen("referente")


@sqlite_only
def test_reports_are_made_listed_and_decided_in_the_browser(talk: Talk, client_of: Client) -> None:
    said = talk.answer(talk.open(), text="Achetez ici")
    reader, referent = client_of("nina"), client_of("referente")
    address = f"/discussions/message/{said}/signaler"
    assert "Achetez ici" in reader.get(address).text
    assert reader.post(address, data={"reason": "x" * 501}).status_code == 422
    assert reader.post(address, data={"reason": "Une publicité."}).status_code == 303

    assert "1 message signalé à relire" in words(tree(referent.get("/trappes").text))
    assert "signalé" not in client_of("membre").get("/trappes").text
    page = referent.get("/discussions/signalements").text
    assert "Une publicité." in page
    assert "Achetez ici" in page
    number = talk.get(Report, 1).id
    refused = referent.post(f"/discussions/signalements/{number}", data={"action": "hide"})
    assert refused.status_code == 422
    assert "Dites en une phrase pourquoi" in refused.text
    answer = referent.post(
        f"/discussions/signalements/{number}", data={"action": "hide", "reason": "Publicité."}
    )
    assert answer.status_code == 303
    assert "Rien à relire" in referent.get("/discussions/signalements").text
    assert "Masqué" in referent.get("/discussions/signalements?etat=decides").text
    assert "signalé" not in words(tree(referent.get("/trappes").text))
    assert talk.get(Message, said).hidden_reason == "Publicité."
    assert referent.post(f"/discussions/signalements/{number}", data={"action": "keep"}).status_code == 409

    hide = f"/discussions/message/{said}/masquer"
    assert "Achetez ici" in referent.get(hide).text
    assert referent.post(f"/discussions/message/{said}/montrer").status_code == 303
    assert referent.post(hide, data={"reason": "Encore."}).status_code == 303
    assert referent.post(hide, data={"reason": ""}).status_code == 422
    # What one may not see is reported by nobody, and answers as if it was not there.
    talk.page("territory", "# Interne\n\nUn texte.\n")
    hidden = talk.first_message(talk.open("membre"))
    for path in ("signaler", "masquer", "versions", "modifier"):
        assert reader.get(f"/discussions/message/{hidden}/{path}").status_code == 404


@sqlite_only
def test_locking_is_written_down(talk: Talk, client_of: Any) -> None:
    opened = talk.open()
    referent = client_of("referente")
    assert referent.post(f"/discussions/{opened}/etat", data={"action": "lock"}).status_code == 303
    page = client_of("nina").get(f"{PATH}/discussion/{opened}").text
    assert "Verrouillé" in page
    assert "a verrouillé ce fil" in page
    assert "<textarea" not in page
    assert "<textarea" in referent.get(f"{PATH}/discussion/{opened}").text
    assert client_of("nina").post(f"{PATH}/discussion/{opened}", data={"text": "Ici !"}).status_code == 422
    assert referent.post(f"/discussions/{opened}/etat", data={"action": "unlock"}).status_code == 303
    assert acts(talk) == [("thread.locked", opened), ("thread.unlocked", opened)]
