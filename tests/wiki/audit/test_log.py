"""The audit log: what is in it, that nothing changes it, and how administrators read it."""

import csv
import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from tests import factories
from tests.reading import select as pick
from tests.reading import tree
from tests.wiki.trash.conftest import said
from wiki.accounts.administration import service as administration
from wiki.audit import exports, queries, service
from wiki.audit.acts import EXTENSION as ACTS
from wiki.audit.acts import OF_THE_WIKI, name_acts, sentence_of
from wiki.audit.models import AuditEntry
from wiki.audit.queries import Asked
from wiki.config import Settings
from wiki.db import now
from wiki.errors import Forbidden
from wiki.jobs import service as jobs
from wiki.jobs.models import Job
from wiki.permissions import Actor
from wiki.synonyms import service as synonyms
from wiki.territories import memberships
from wiki.territories import service as territories
from wiki.territories.models import Membership, Territory
from wiki.themes import service as themes
from wiki.themes.models import Theme, ThemeFamily

Client = Callable[..., FlaskClient]
ActorOf = Callable[[str], Actor]
ROOT = Path(__file__).parents[3]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def acts(write: Any) -> list[tuple[str, str, dict[str, Any]]]:
    with write() as session:
        found = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return [(entry.act, entry.name, entry.details) for entry in found]


@pytest.fixture
def filled(write: Any, people: dict[str, int]) -> None:
    with write() as session:
        nina, admin = Actor(people["nina"]), Actor(people["admin"])
        service.record(
            session, nina, "page.deleted", kind="page", thing_id=7, name="trappes/mare", reason="=1+1"
        )
        service.record(session, admin, "account.blocked", kind="account", thing_id=people["nina"])
        service.record(session, None, "account.sign_in_failed", kind="account", thing_id=people["nina"])
        service.record(session, None, "odd.act", kind="odd", thing_id=3)
        for entry in session.new:
            entry.address = "192.0.2.7"


def test_no_line_is_ever_changed_or_removed(write: Any, filled: None) -> None:
    """The database refuses, whoever asks: with the ORM, with a statement, or all at once."""
    before = acts(write)
    for statement in (
        delete(AuditEntry),
        update(AuditEntry).values(act="page.restored"),
        update(AuditEntry).values(actor_id=None),
        update(AuditEntry).values(at=now()),
        update(AuditEntry).values(thing_id=1),
        update(AuditEntry).values(name="trappes/autre"),
        update(AuditEntry).values(address="198.51.100.1"),
        update(AuditEntry).values(details={"reason": "autre"}),
    ):
        with pytest.raises(DBAPIError, match="never changed"), write() as session:
            session.execute(statement)
    assert acts(write) == before


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_table_is_not_emptied_at_once_either(write: Any, filled: None) -> None:
    with pytest.raises(DBAPIError, match="never changed"), write() as session:
        session.execute(text("TRUNCATE audit_entry"))


def test_what_tells_of_people_may_be_emptied(write: Any, filled: None, people: dict[str, int]) -> None:
    with write() as session:
        assert service.forget_addresses(session, now() - timedelta(days=1)) == 0
        assert service.forget_addresses(session, now() + timedelta(days=1)) == 4
        assert service.forget_addresses(session, now() + timedelta(days=1)) == 0
        service.record(session, None, "file.deleted", kind="file", thing_id=1, name="trappes/mare/photo.jpg")
        service.record(session, None, "page.deleted", kind="page", thing_id=8, name="trappes/mare-2")
    with write() as session:
        service.forget_name(session, "page", 7, "trappes/mare")
    told = acts(write)
    assert (told[0], told[4], told[5][1]) == (
        ("page.deleted", "", {}),
        ("file.deleted", "", {}),
        "trappes/mare-2",
    )


def test_the_log_is_filtered(write: Any, actor_of: ActorOf, filled: None, people: dict[str, int]) -> None:
    admin, today = actor_of("admin"), now().date()

    def found(**asked: Any) -> list[str]:
        with write() as session:
            return [line.act for line in queries.lines(session, admin, Asked(**asked), None, 10)]

    everything = ["odd.act", "account.sign_in_failed", "account.blocked", "page.deleted"]
    assert found() == everything
    assert found(person="@Nina") == ["page.deleted"]
    assert found(person="-") == ["odd.act", "account.sign_in_failed"]
    assert found(person="personne") == []
    assert found(act="account.blocked") == ["account.blocked"]
    assert found(kind="account") == ["account.sign_in_failed", "account.blocked"]
    assert found(thing="/trappes/ma") == ["page.deleted"]
    assert found(thing="nina") == ["account.sign_in_failed", "account.blocked"]
    assert found(thing="7") == ["page.deleted"]
    assert found(thing="100%") == []
    assert found(since=today, until=today) == everything
    assert found(until=today - timedelta(days=1)) == found(since=today + timedelta(days=1)) == []


@sqlite_only
def test_only_administrators_read_it(write: Any, actor_of: ActorOf, client_of: Client) -> None:
    for handle in ("", "membre", "curatrice"):
        actor = actor_of(handle)
        with write() as session, pytest.raises(Forbidden):
            queries.lines(session, actor, Asked(), None, 10)
        for suffix in ("", ".csv", ".jsonl"):
            assert client_of(handle).get(f"/admin/journal{suffix}").status_code == (403 if handle else 401)


@sqlite_only
def test_it_reads_as_sentences(client_of: Client, filled: None, write: Any, people: dict[str, int]) -> None:
    browser = client_of("admin")
    page = said(browser.get("/admin/journal").text)
    assert "Nina a supprimé la page trappes/mare Raison =1+1" in page
    assert "Admin a bloqué le compte de Nina" in page
    assert "Quelqu'un sans compte n'a pas réussi à se connecter au compte de Nina 192.0.2.7" in page
    assert "odd.act n° 3" in page

    with write() as session:
        session.get_one(factories.User, people["nina"]).deleted_at = now()
        service.forget_addresses(session, now() + timedelta(days=1))
    after = browser.get("/admin/journal").text
    assert "/personnes/nina" not in after
    assert "Le site n'a pas réussi" in said(after)
    assert "Aucun acte ne correspond" in said(browser.get("/admin/journal?qui=personne").text)


@sqlite_only
def test_what_was_looked_for_is_given_back(client_of: Client, people: dict[str, int]) -> None:
    browser = client_of("admin")
    assert "Le journal est encore vide" in said(browser.get("/admin/journal").text)
    for question, fault in (
        ("du=2026-13-45&qui=nina", "Not a valid date"),
        ("du=2026-02-02&au=2026-01-01&qui=nina", "Le dernier jour vient avant le premier"),
        ("acte=inconnu&qui=nina", "Choix"),
    ):
        answer = browser.get(f"/admin/journal?{question}")
        assert answer.status_code == 422
        assert pick(tree(answer.text), "#qui")[0].get("value") == "nina"
        assert pick(tree(answer.text), ".error-summary"), fault
        assert browser.get(f"/admin/journal.csv?{question}").status_code == 422


@sqlite_only
def test_it_is_paged_by_key(client_of: Client, filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.audit.views.SLICE", 3)
    browser = client_of("admin")
    [older] = [link.get("href") for link in pick(tree(browser.get("/admin/journal").text), "a[rel=next]")]
    assert [row.get("id") for row in pick(tree(browser.get(older).text), "tbody tr")] == ["ligne-1"]


@sqlite_only
def test_it_is_taken_along_whole_and_no_cell_is_a_formula(
    client_of: Client, filled: None, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    monkeypatch.setattr(exports, "LINES_AT_ONCE", 2)
    with write() as session:
        service.record(session, None, "file.deleted", kind="file", name="=HYPERLINK(1)")
    browser = client_of("admin")
    answer = browser.get("/admin/journal.csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="journal-')
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[4] for row in rows[1:]] == [
        "audit.exported", "file.deleted", "odd.act", "account.sign_in_failed", "account.blocked", "page.deleted",
    ]  # fmt: skip
    assert rows[2][8] == "'=HYPERLINK(1)"
    assert rows[-1][9] == '{"reason": "=1+1"}'

    lines = [
        json.loads(line) for line in browser.get("/admin/journal.jsonl?acte=page.deleted").text.splitlines()
    ]
    assert [(line["handle"], line["name"], line["address"]) for line in lines] == [
        ("nina", "trappes/mare", "192.0.2.7")
    ]
    with write() as session:
        taken = session.scalars(select(AuditEntry.name).where(AuditEntry.act == "audit.exported")).all()
        assert taken == ["csv", "jsonl"]


@sqlite_only
def test_features_name_their_acts(app: Flask) -> None:
    name_acts(app, {"odd.act": "a fait une chose étrange à %(thing)s"})
    with app.test_request_context():
        assert sentence_of("odd.act") % {"thing": "x"} == "a fait une chose étrange à x"
        assert sentence_of("other.act") == "other.act %(thing)s"
        for act in OF_THE_WIKI:
            assert sentence_of(act) % {"thing": "x"}


@sqlite_only
def test_decisions_about_people_and_places_are_written_down(
    write: Any, actor_of: ActorOf, people: dict[str, int]
) -> None:
    admin, referent, curator = actor_of("admin"), actor_of("referente"), actor_of("curatrice")
    with write() as session:
        administration.change_role(session, admin, "nina", "reviewer")
        administration.change_role(session, admin, "nina", "reviewer")
        for verb in (administration.block, administration.block, administration.unblock, administration.unblock,
                     administration.sign_out_everywhere, administration.confirm_for):  # fmt: skip
            verb(session, admin, "nina")
        invitation = administration.invite(session, admin, "amie@exemple.fr")
        administration.withdraw(session, admin, invitation.id)
        session.add(Job(id=1000, kind="x", payload={}, state="dead"))
        session.flush()
        jobs.retry(session, admin, 1000)
        jobs.retry(session, admin, 1000)
        session.get_one(Job, 1000).state = "dead"
        session.flush()
        jobs.discard(session, admin, 1000)
    told = [(act, details) for act, _name, details in acts(write)]
    assert told == [
        ("account.role_changed", {"former": "", "now": "reviewer"}), ("account.blocked", {}),
        ("account.unblocked", {}), ("account.sessions_ended", {}),
        ("invitation.made", {}), ("invitation.withdrawn", {}), ("job.retried", {}),
        ("job.discarded", {}),
    ]  # fmt: skip

    with write() as session:
        trappes = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        sheet = territories.sheet_of(trappes)
        territories.update_sheet(session, curator, trappes, type(sheet)(**{**vars(sheet), "state": "pilote"}))
        territories.create(session, curator, type(sheet)(name="Caen"))
        asked = memberships.ask(session, actor_of_id(people["nina"]), trappes)
        memberships.admit(session, referent, trappes, asked.id)
        memberships.change_role(session, referent, trappes, asked.id, "ambassador")
        memberships.remove(session, referent, trappes, asked.id)
        session.flush()
        again = memberships.ask(session, actor_of_id(people["nina"]), trappes)
        memberships.refuse(session, referent, trappes, again.id)
        session.flush()
        named = memberships.name_person(session, curator, trappes, "nina", "member")
        assert isinstance(named, Membership)
        memberships.leave(session, actor_of_id(people["nina"]), trappes)
    assert acts(write)[len(told) :] == [
        ("territory.state_changed", "trappes", {"former": "vivier", "now": "pilote"}),
        ("territory.created", "caen", {}),
        ("membership.admitted", "", {"territory": "trappes"}),
        ("membership.role_changed", "", {"territory": "trappes", "former": "member", "now": "ambassador"}),
        ("membership.removed", "", {"territory": "trappes"}),
        ("membership.refused", "", {"territory": "trappes"}),
        ("membership.named", "", {"territory": "trappes", "role": "member"}),
        ("membership.left", "trappes", {}),
    ]


def actor_of_id(user_id: int) -> Actor:
    return Actor(user_id)


@sqlite_only
def test_decisions_about_words_are_written_down(write: Any, actor_of: ActorOf) -> None:
    curator = actor_of("curatrice")
    with write() as session:
        family = session.scalars(select(ThemeFamily).limit(1)).one()
        climate, place = (
            session.scalars(select(Theme).where(Theme.name == name)).one()
            for name in ("Climat", "Citoyenneté")
        )
        themes.add(session, curator, family, "Sols")
        themes.rename(session, curator, place, "Civisme")
        themes.retire(session, curator, place)
        themes.bring_back(session, curator, place)
        themes.merge(session, curator, place, climate, Unmoved())
        synonyms.ensure_equivalents(session)
        synonyms.save(session, curator, synonyms.Change(1, "velo, bicyclette\n"))
    assert acts(write) == [
        ("theme.added", "Sols", {}), ("theme.renamed", "Civisme", {"former": "Citoyenneté"}),
        ("theme.retired", "Civisme", {}), ("theme.brought_back", "Civisme", {}),
        ("theme.merged", "Climat", {"former": "Civisme"}), ("equivalents.changed", "", {}),
    ]  # fmt: skip


class Unmoved:
    """No page is about the theme."""

    def move_theme(self, session: Any, theme_id: int, successor_id: int) -> None:
        pass

    def counts(self, session: Any, actor: Actor) -> dict[int, int]:
        return {}


@pytest.fixture
def throttled(app: Flask) -> None:
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions["wiki.settings"] = Settings(data_dir=settings.data_dir, throttle=True)


@sqlite_only
def test_failed_sign_ins_are_written_down_and_refusals_once(
    client_of: Client, write: Any, throttled: None, people: dict[str, int]
) -> None:
    browser = client_of()
    for email in ["nina@exemple.fr"] * 14 + ["inconnue@exemple.fr"]:
        browser.post(
            "/connexion", data={"email": email, "password": "faux"}, headers={"X-Forwarded-For": "x"}
        )
    with write() as session:
        found = session.execute(
            select(AuditEntry.act, AuditEntry.thing_id, AuditEntry.actor_id, AuditEntry.address)
        )
        told = [tuple(row) for row in found]
    nina = people["nina"]
    assert told == [
        *[("account.sign_in_failed", nina, None, "127.0.0.1")] * 10,
        ("account.sign_in_blocked", nina, None, "127.0.0.1"),
        ("account.sign_in_failed", None, None, "127.0.0.1"),
    ]
    assert "faux" not in str(told)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_act_that_is_written_down_has_its_sentence(app: Flask) -> None:
    """What code hands to `record`, or to a function of its own that calls it, looks like `page.deleted`."""
    noted = re.compile(r"""(?:record|note)\w*\([^":]*?"([a-z]+\.[a-z_]+)\"""")
    written = {
        act
        for package in ("wiki", "scenarios")
        for path in (ROOT / package).rglob("*.py")
        for act in noted.findall(path.read_text(encoding="utf-8"))
    }
    assert "page.deleted" in written
    assert written - app.extensions[ACTS].keys() == set()
