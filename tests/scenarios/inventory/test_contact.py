"""Writing to those who keep something: who is reached, what is bounded, who reads, and that no address is told."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from scenarios.inventory.cards import Card
from scenarios.inventory.contact import limits, queries, service
from scenarios.inventory.contact.models import (
    Contact,
    ContactBlock,
    ContactMessage,
    ContactParty,
    ContactReport,
)
from scenarios.inventory.service import add
from tests.scenarios.inventory.conftest import Inventories
from wiki.accounts.models import User
from wiki.accounts.owndata.gathering import rows
from wiki.accounts.service import delete_account
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.config import Settings
from wiki.db import now
from wiki.digests.wiring import send_all
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.notifications.models import Notice

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def offered(kept: Inventories) -> int:
    """A resource of Trappes that the member answers for."""
    return kept.add("resource", "Mallette de capteurs", person="membre", keeper="Météos")


@pytest.fixture
def talk(kept: Inventories) -> Iterator[tuple[Session, Inventories]]:
    """One transaction in which several people act."""
    with kept.app.test_request_context(), kept.write() as session:
        yield session, kept


Talk = tuple[Session, Inventories]


def ask(
    talk: Talk, item_id: int, by: str = "yann", text: str = "Bonjour, est-ce libre ?", **more: Any
) -> Contact:
    session, kept = talk
    return service.ask(session, kept.actor(session, by), item_id, text, **more)


def told(session: Session, kind: str) -> list[list[int]]:
    found = session.scalars(select(Happening).where(Happening.kind == kind).order_by(Happening.id))
    return [one.details["user_ids"] for one in found]


@sqlite_only
def test_a_message_reaches_who_answers_and_is_answered(
    offered: int, talk: Talk, people: dict[str, int]
) -> None:
    session, kept = talk
    made = ask(talk, offered, form_key="clé")
    assert ask(talk, offered, form_key="clé").id == made.id
    assert told(session, "contact.asked") == [[people["membre"]]]
    member, yann = kept.actor(session, "membre"), kept.actor(session, "yann")
    session.expire_all()
    (row,) = queries.mine(session, member)
    assert (row.others, row.last, row.unread) == (("Yann",), "Bonjour, est-ce libre ?", 1)
    service.see(session, member, made.id, 1)
    session.flush()
    assert queries.mine(session, member)[0].unread == 0

    said = service.answer(session, member, made.id, "Oui, en mars.", "clé")
    assert service.answer(session, member, made.id, "Oui, en mars.", "clé").id == said.id

    assert told(session, "contact.answered") == [[yann.user_id]]
    assert [message.text for message in queries.messages(session, made.id)] == [
        "Bonjour, est-ce libre ?", "Oui, en mars.",
    ]  # fmt: skip
    assert queries.mine(session, yann, before=made.id) == []


@sqlite_only
def test_nobody_else_reads_a_conversation(offered: int, talk: Talk) -> None:
    session, kept = talk
    made = ask(talk, offered)
    for handle in ("nina", "referente", "ambassadeur", "curatrice", "admin"):
        with pytest.raises(NotFound):
            queries.contact(session, kept.actor(session, handle), made.id)
        assert queries.mine(session, kept.actor(session, handle)) == []
    for act in (queries.contact, service.close, service.reopen, service.block, service.unblock):
        with pytest.raises(Forbidden):
            act(session, kept.actor(session, ""), made.id)


@sqlite_only
def test_without_a_person_the_referents_are_reached_else_the_national_team(
    kept: Inventories, talk: Talk, people: dict[str, int]
) -> None:
    session, _kept = talk
    place = kept.place(session)
    actor, curator = kept.actor(session, "membre"), kept.actor(session, "curatrice")
    item = add(session, actor, place.id, Card("need", "Un abri"))
    assert queries.recipients(session, kept.actor(session, "nina"), item) == [people["referente"]]
    assert queries.recipients(session, kept.actor(session, "referente"), item) == []
    item.person_id = people["membre"]
    assert queries.recipients(session, actor, item) == []
    session.get_one(User, people["membre"]).blocked_at = now()
    session.flush()
    assert queries.recipients(session, curator, item) == [people["referente"]]


@sqlite_only
def test_messages_are_bounded(offered: int, talk: Talk) -> None:
    session, kept = talk
    for text in ("", "  ", "x" * 4_001):
        with pytest.raises(Invalid) as refused:
            ask(talk, offered, text=text)
        assert "text" in refused.value.errors
    links = " ".join(f"https://site{number}.example" for number in range(3))
    with pytest.raises(Invalid):
        ask(talk, offered, by="nina", text=links)
    for number in range(limits.MOST_TO_ONE):
        ask(talk, offered, text=f"Bonjour {number}")
    with pytest.raises(Invalid, match="poursuivez"):
        ask(talk, offered, text="Encore")
    session.execute(update(Contact).values(created_at=now() - timedelta(days=8)))
    made = ask(talk, offered, text="Une semaine après")
    for number in range(limits.MOST_UNANSWERED - 1):
        service.answer(session, kept.actor(session, "yann"), made.id, f"Alors ? {number}")
    with pytest.raises(Invalid, match="le temps de répondre"):
        service.answer(session, kept.actor(session, "yann"), made.id, "Alors !")
    service.answer(session, kept.actor(session, "membre"), made.id, "J'arrive.")
    service.answer(session, kept.actor(session, "yann"), made.id, "Merci.")


@sqlite_only
def test_an_account_begins_few_conversations_a_day_and_people_receive_few(
    kept: Inventories, offered: int, talk: Talk, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _kept = talk
    others = [
        add(
            session,
            kept.actor(session, "membre"),
            kept.place(session).id,
            Card("need", f"Besoin {n}", person=who),
        )
        for n, who in enumerate(("referente", "ambassadeur"))
    ]
    for item_id in (offered, *(item.id for item in others)):
        ask(talk, item_id, by="nina")
    with pytest.raises(Invalid, match="reprenez demain"):
        ask(talk, offered, by="nina", text="Un de plus")
    for handle in ("yann", "relectrice", "curatrice"):
        ask(talk, offered, by=handle)
    monkeypatch.setattr(limits, "MOST_RECEIVED", 4)
    with pytest.raises(Invalid, match="beaucoup de demandes"):
        ask(talk, offered, by="admin")
    monkeypatch.setattr(limits, "MOST_IN_A_WINDOW", 3)
    made = session.scalars(select(Contact).where(Contact.author_id == people["nina"])).first()
    assert made is not None
    with pytest.raises(Invalid, match=r"quart d.heure"):
        service.answer(session, kept.actor(session, "nina"), made.id, "Alors ?")


@sqlite_only
def test_closed_from_either_side_blocked_and_opened_again(offered: int, talk: Talk) -> None:
    session, kept = talk
    made = ask(talk, offered)
    member, yann = kept.actor(session, "membre"), kept.actor(session, "yann")
    service.close(session, member, made.id)
    with pytest.raises(Invalid, match="close"):
        service.answer(session, yann, made.id, "Encore un mot")
    service.reopen(session, yann, made.id)
    service.block(session, member, made.id)
    service.block(session, member, made.id)
    session.flush()
    assert not made.is_open
    with pytest.raises(Invalid, match="ne reçoit plus"):
        service.reopen(session, yann, made.id)
    with pytest.raises(Invalid, match="Personne ne peut recevoir"):
        ask(talk, offered, text="Par une autre porte")
    service.unblock(session, member, made.id)
    assert session.scalar(select(func.count()).select_from(ContactBlock)) == 0
    service.reopen(session, yann, made.id)
    service.answer(session, yann, made.id, "Merci.")


@sqlite_only
def test_a_report_lets_the_national_team_read_and_end_it(offered: int, talk: Talk) -> None:
    session, kept = talk
    made = ask(talk, offered)
    member, curator = kept.actor(session, "membre"), kept.actor(session, "curatrice")
    for reason in ("", "x" * 501):
        with pytest.raises(Invalid):
            service.report(session, member, made.id, reason)
    mine = ask(talk, offered, by="curatrice")
    own = service.report(session, member, mine.id, "Pressant")
    with pytest.raises(Forbidden):
        service.decide(session, curator, own.id, is_ended=True)
    service.report(session, member, made.id, "Insistant")
    found = service.report(session, member, made.id, "Menaçant")
    # What waits already is told once, however often its reason is changed.
    assert told(session, "contact.reported") == [[curator.user_id]] * 2
    assert [one.reason for one in queries.reports(session, curator)] == ["Menaçant"]
    for handle in ("referente", "membre"):
        with pytest.raises(Forbidden):
            queries.reports(session, kept.actor(session, handle))
        with pytest.raises(Forbidden):
            service.decide(session, kept.actor(session, handle), found.id, is_ended=True)
    with pytest.raises(NotFound):
        service.decide(session, curator, 99, is_ended=True)
    service.decide(session, curator, found.id, is_ended=True)
    with pytest.raises(Conflict):
        service.decide(session, curator, found.id, is_ended=False)
    assert queries.reports(session, curator) == []
    with pytest.raises(Invalid):
        service.reopen(session, kept.actor(session, "yann"), made.id)
    left = service.report(session, member, made.id, "Encore")
    service.decide(session, curator, left.id, is_ended=False)
    session.flush()
    acts = session.scalars(select(AuditEntry.act).where(AuditEntry.kind == "contact").order_by(AuditEntry.id))
    assert acts.all() == ["contact.ended", "contact.left"]


def test_who_leaves_takes_part_no_more_and_a_conversation_of_nobody_goes(
    kept: Inventories, offered: int, people: dict[str, int]
) -> None:
    with kept.app.test_request_context(), kept.write() as session:
        number = ask((session, kept), offered).id
    with kept.app.test_request_context(), kept.write() as session:
        yann = kept.actor(session, "yann")
        assert {name for name, _text in rows(session, yann)} >= {
            "donnees/inventory_contact.json", "donnees/inventory_contact_message.json",
        }  # fmt: skip
        delete_account(session, people["membre"])
    with kept.app.test_request_context(), kept.write() as session:
        found = queries.contact(session, kept.actor(session, "yann"), number)
        assert queries.others(found, kept.actor(session, "yann")) == ()
        with pytest.raises(Invalid, match="plus de compte"):
            service.answer(session, kept.actor(session, "yann"), number, "Êtes-vous là ?")
        delete_account(session, yann.user_id or 0)
    with kept.write() as session:
        for table in (Contact, ContactParty, ContactMessage, ContactReport):
            assert session.scalar(select(func.count()).select_from(table)) == 0


@sqlite_only
def test_the_need_and_the_item_must_be_readable(kept: Inventories, offered: int, talk: Talk) -> None:
    session, _kept = talk
    member, place = kept.actor(session, "membre"), kept.place(session)
    hidden = add(session, member, place.id, Card("need", "Entre nous", audience="territory"))
    assert ask(talk, offered, by="referente", need_id=hidden.id).need_id == hidden.id
    for item_id, need_id in ((hidden.id, None), (offered, hidden.id), (offered, offered)):
        with pytest.raises(NotFound):
            ask(talk, item_id, by="yann", need_id=need_id)
    with pytest.raises(Forbidden):
        ask(talk, offered, by="")
    with pytest.raises(Invalid, match=r"C.est vous"):
        ask(talk, offered, by="membre")


@sqlite_only
def test_no_address_is_told_in_any_page_or_mail(
    kept: Inventories, offered: int, client_of: Any, people: dict[str, int], settings: Settings
) -> None:
    with kept.write() as session:
        people["yann"] = session.scalars(select(User.id).where(User.handle == "yann")).one()
    asker: FlaskClient = client_of("yann")
    keeper: FlaskClient = client_of("membre")
    place = f"/inventaire/{offered}"
    answer = asker.post(f"{place}/contact", data={"text": "Bonjour <b>vous</b>"})
    drain(kept.app)
    assert answer.location == "/mises-en-relation/1"
    sent = keeper.post("/mises-en-relation/1", data={"text": "Oui, en mars."})
    drain(kept.app)
    assert sent.location == "/mises-en-relation/1#dernier"

    shown = [
        browser.get(path).text
        for browser in (asker, keeper)
        for path in (
            "/mises-en-relation",
            "/mises-en-relation/1",
            "/notifications",
            place,
            f"{place}/contact",
        )
    ]
    assert all("@exemple.fr" not in page for page in shown)
    assert "Bonjour &lt;b&gt;vous&lt;/b&gt;" in shown[1]
    with kept.write() as session:
        lines = session.scalars(select(Notice).order_by(Notice.id)).all()
        assert [(line.user_id, line.kind) for line in lines] == [
            (people["membre"], "contact.asked"), (people["yann"], "contact.answered"),
        ]  # fmt: skip
        session.execute(update(Notice).values(mail_due=now()))
    mails = _mails(kept, settings)
    assert sorted(str(mail["To"]) for mail in mails) == ["membre@exemple.fr", "yann@exemple.fr"]
    for mail in mails:
        other = {"membre@exemple.fr": "yann", "yann@exemple.fr": "membre"}[str(mail["To"])]
        words = "".join(part.get_content() for part in mail.walk() if not part.is_multipart())
        assert f"{other}@exemple.fr" not in mail.as_string() + words
        assert "/mises-en-relation/1" in words
        assert mail["Reply-To"] is None


def _mails(kept: Inventories, settings: Settings) -> list[Any]:
    """What left by mail, now that it is due."""
    with kept.app.app_context():
        assert send_all() == 2
    drain(kept.app)
    files = sorted(Path(settings.data_dir, "mail").glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
