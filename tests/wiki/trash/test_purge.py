"""What is purged is nowhere any more: not in a row, not in the file of the database."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scenarios.adaptation.models import TakenText
from scenarios.proposals.models import Proposal
from tests.reading import select as pick
from tests.reading import tree
from tests.wiki.trash.conftest import MARK, Trash, said
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.config import Settings
from wiki.db import Model
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.pages.keeping import mark_read
from wiki.pages.models import Page, Revision
from wiki.provenance import service as provenance
from wiki.provenance.models import ADAPTED
from wiki.territories.models import Territory
from wiki.trash import purge
from wiki.trash.tasks import StillRead, scour

Client = Callable[..., FlaskClient]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def rows_with(trash: Trash, word: str) -> list[str]:
    """The tables in which a word stands."""
    with trash.write() as session:
        return [
            table.name
            for table in Model.metadata.sorted_tables
            for row in session.execute(select(table))
            if word.casefold() in json.dumps(list(row), default=str, ensure_ascii=False).casefold()
        ]


def purged(trash: Trash, page_id: int, title: str, *, by: str = "admin", **values: Any) -> None:
    with trash.write() as session:
        purge.purge(session, trash.actor_of(by), page_id, title=title, reason="Demande n° 12", **values)


def crowded(trash: Trash) -> int:
    """A page with all that can hang on one: versions, links, reading, drafts, adaptation, offers."""
    page_id = trash.page(f"Mare {MARK}")
    trash.edit(page_id, 1, f"# Mare {MARK}\n\n{MARK}, version deux. [[Guide]]\n")
    adapted, nina = (
        trash.publish("# Adaptée\n\nAilleurs.\n", kind="page", by="referente"),
        trash.actor_of("nina"),
    )
    with trash.write() as session:
        page, other = session.get_one(Page, page_id), session.get_one(Page, adapted)
        provenance.record(session, other, page, 2, ADAPTED)
        mark_read(session, nina, page_id, 1)
        place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        session.add(TakenText(page_id=adapted, source_id=page_id, number=2, text=MARK))
        session.add(
            Proposal(page_id=page_id, number=2, territory_id=place.id, target_id=adapted, base_text="…",
                     offered_text=MARK, reason=MARK)
        )  # fmt: skip
    return page_id


def test_a_purged_page_leaves_nothing_but_a_line_in_the_log(app: Flask, trash: Trash) -> None:
    page_id = crowded(trash)
    trash.delete(page_id, reason=f"Parle de {MARK}")

    purged(trash, page_id, f"  mare {MARK.upper()}", with_name=True)
    drain(app)

    assert rows_with(trash, MARK) == []
    with trash.write() as session:
        acts = session.scalars(
            select(AuditEntry).where(AuditEntry.thing_id == page_id, AuditEntry.kind == "page")
        )
        told = [(entry.act, entry.name, entry.details) for entry in acts]
        assert told[-2:] == [("page.deleted", "", {}), ("page.purged", "", {"reason": "Demande n° 12"})]
        [offer] = session.scalars(select(Proposal))
        assert (offer.page_id, offer.state) == (None, "withdrawn")


@sqlite_only
def test_no_byte_of_it_stays_in_the_files_of_the_database(
    app: Flask, trash: Trash, settings: Settings
) -> None:
    page_id = crowded(trash)
    folder = settings.data_dir.parent
    assert contents(folder).count(MARK.encode()) > 0
    trash.delete(page_id, reason="Demande")
    purged(trash, page_id, f"Mare {MARK}", with_name=True)
    drain(app)

    assert contents(folder).count(MARK.encode()) == 0
    assert contents(folder).lower().count(MARK.lower().encode()) == 0


def contents(folder: Any) -> bytes:
    """Every byte of the database and of the search index."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@sqlite_only
def test_the_log_keeps_the_name_unless_it_must_go_too(trash: Trash) -> None:
    page_id = trash.page("Mare", indexed=False)
    trash.delete(page_id)
    purged(trash, page_id, "Mare")
    with trash.write() as session:
        names = session.scalars(
            select(AuditEntry.name).where(AuditEntry.act.in_(("page.deleted", "page.purged")))
        )
        assert list(names) == ["trappes/mare", "trappes/mare"]


@sqlite_only
def test_only_an_administrator_purges_and_only_what_is_in_the_trash(client_of: Client, trash: Trash) -> None:
    page_id, draft = trash.page("Mare", indexed=False), trash.page("Privée", audience="draft", indexed=False)
    for by in ("admin", "curatrice"):
        with pytest.raises(NotFound):
            purged(trash, page_id, "Mare", by=by)
    trash.delete(page_id)
    trash.delete(draft, by="membre")
    with pytest.raises(Forbidden):
        purged(trash, page_id, "Mare", by="curatrice")
    with pytest.raises(NotFound):
        purged(trash, draft, "Privée")
    with pytest.raises(Invalid):
        purged(trash, page_id, "Marée")

    browser, address = client_of("admin"), f"/pages/corbeille/{page_id}/retirer"
    assert address in browser.get(f"/pages/corbeille/{page_id}").text
    assert address not in client_of("curatrice").get(f"/pages/corbeille/{page_id}").text
    assert client_of("curatrice").get(address).status_code == 403
    assert "Cela ne peut pas être annulé" in said(browser.get(address).text)
    refused = browser.post(address, data={"title": "Mère", "reason": "Loi"})
    assert refused.status_code == 422
    assert "Ce n'est pas le titre" in said(refused.text)
    assert pick(tree(refused.text), "#title")[0].get("value") == "Mère"
    assert (
        browser.post(address, data={"title": "Mare", "reason": "Loi"}).headers["Location"]
        == "/pages/corbeille"
    )
    assert browser.get(address).status_code == 404


@pytest.fixture
def told(trash: Trash) -> int:
    """A page of four versions, of which the second and third hold a passage, and another page that quotes it."""
    page_id = trash.page("Mare", indexed=False)
    for number, text in enumerate(
        (f"Madame {MARK} habite ici.", f"Madame {MARK} habite ici. Et là.", "Rien."), 1
    ):
        trash.edit(page_id, number, f"# Mare\n\nUne mare.\n\n{text}\n")
    trash.publish(f"# Citation\n\nOn dit : Madame {MARK} habite ici.\n", kind="page", indexed=False)
    trash.publish(
        f"# Secrète\n\nMadame {MARK} habite ici.\n", kind="page", audience="draft", by="membre", indexed=False
    )
    return page_id


def test_the_text_of_versions_is_taken_out_and_numbers_stay(app: Flask, trash: Trash, told: int) -> None:
    with trash.write() as session:
        place = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        other = session.scalars(select(Page).where(Page.slug == "citation")).one()
        session.add(TakenText(page_id=other.id, source_id=told, number=3, text=MARK))
        second = session.scalars(
            select(Revision.text).where(Revision.page_id == told, Revision.number == 2)
        ).one()
        offers = [
            Proposal(page_id=page, number=2, territory_id=place.id, target_id=target, base_text=base,
                     offered_text=MARK, reason="x", state=state)
            for page, target, base, state in (
                (told, other.id, "…", "accepted"), (other.id, told, second, "open"), (other.id, told, "y", "open")
            )
        ]  # fmt: skip
        session.add_all(offers)
    with trash.write() as session:
        done = purge.withdraw(session, trash.actor_of("admin"), told, {2, 3, 99}, reason="Demande n° 12")
    drain(app)

    assert done == [2, 3]
    with trash.write() as session:
        versions = session.scalars(
            select(Revision).where(Revision.page_id == told).order_by(Revision.number)
        ).all()
        assert [version.number for version in versions] == [1, 2, 3, 4]
        assert [bool(version.withdrawn_at) for version in versions] == [False, True, True, False]
        assert versions[1].text.startswith("# Mare\n\nCette version a été retirée par l'administration le ")
        assert {(version.summary, MARK in version.text) for version in versions[1:3]} == {("", False)}
        happenings = session.scalars(
            select(Happening.details).where(Happening.page_id == told, Happening.about_id.in_([2, 3]))
        )
        assert MARK not in str(list(happenings))
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "revision.withdrawn")).one()
        assert entry.details == {"numbers": [2, 3], "reason": "Demande n° 12"}
        assert session.scalars(select(TakenText)).all() == []
        states = session.execute(select(Proposal.state, Proposal.offered_text).order_by(Proposal.id)).all()
        assert states == [("accepted", ""), ("withdrawn", ""), ("open", MARK)]


@sqlite_only
def test_what_cannot_be_taken_out(trash: Trash, told: int) -> None:
    def withdraw(numbers: set[int], by: str = "admin", reason: str = "Loi") -> None:
        with trash.write() as session:
            purge.withdraw(session, trash.actor_of(by), told, numbers, reason=reason)

    for numbers, reason in (({4}, "Loi"), ({3, 4}, "Loi"), (set(), "Loi"), ({99}, "Loi"), ({2}, " ")):
        with pytest.raises(Invalid):
            withdraw(numbers, reason=reason)
    for by in ("referente", "curatrice"):
        with pytest.raises(Forbidden):
            withdraw({2}, by)
    withdraw({2})
    with pytest.raises(Invalid):
        withdraw({2})


@sqlite_only
def test_an_administrator_sees_where_else_the_passage_stands(
    client_of: Client, trash: Trash, told: int
) -> None:
    browser = client_of("admin")
    assert "/trappes/mare/retirer/2" in browser.get("/trappes/mare/version/2").text
    assert "retirer" not in client_of("referente").get("/trappes/mare/version/2").text
    assert "/retirer/" not in browser.get("/trappes/mare/version/4").text
    page = browser.get("/trappes/mare/retirer/2")
    assert [box.get("value") for box in pick(tree(page.text), "[name=versions]")] == ["3", "2"]
    assert "Citation, version 1" in said(page.text)
    assert "1 version d'une page que vous ne pouvez pas lire" in said(page.text)

    first = browser.get("/trappes/mare/retirer/1?passage=introuvable+ici")
    assert [box.get("value") for box in pick(tree(first.text), "[name=versions]")] == ["1"]
    looked = browser.post("/trappes/mare/retirer/2", data={"passage": "Une mare.", "action": "search"})
    assert "Version 4, la version actuelle" in said(looked.text)
    assert looked.status_code == 200
    for data in ({"reason": "Loi"}, {"reason": "Loi", "versions": ["4"]}, {"versions": ["2"]}):
        assert browser.post("/trappes/mare/retirer/2", data=data).status_code == 422
    answer = browser.post("/trappes/mare/retirer/2", data={"reason": "Loi", "versions": ["2", "3"]})
    assert answer.headers["Location"] == "/trappes/mare/historique"

    history = browser.get("/trappes/mare/historique")
    assert said(history.text).count("Retirée par l'administration") == 2
    assert "/retablir/2" not in history.text
    version = browser.get("/trappes/mare/version/2")
    assert "Cette version a été retirée" in said(version.text)
    assert "/retablir/2" not in version.text
    assert client_of("membre").post("/trappes/mare/retablir/2").status_code == 404
    assert MARK not in browser.get("/trappes/mare/comparer?de=2&a=3").text


def test_short_passages_are_not_looked_for(trash: Trash, told: int) -> None:
    admin = trash.actor_of("admin")
    with trash.write() as session:
        assert purge.quotes(session, admin, " mare ") == purge.Quotes((), 0)
        found = purge.quotes(session, admin, f"Madame {MARK}%")
        assert (list(found.versions), found.hidden) == ([], 0)
        odd = purge.quotes(session, admin, f"Madame\0\udcff {MARK}")
        assert (list(odd.versions), odd.hidden) == ([], 0)


@sqlite_only
def test_the_journal_waits_for_who_still_reads_the_old_state(app: Flask, trash: Trash) -> None:
    trash.page("Mare", indexed=False)
    database = app.extensions["wiki.database"]
    with database.reader() as reading, app.app_context():
        reading.scalars(select(Page.id)).all()
        trash.page("Autre", indexed=False)
        database.engine.dispose()
        with pytest.raises(StillRead):
            scour([{}])
    with app.app_context():
        scour([{}])


def test_whatever_hangs_on_a_page_lets_it_go() -> None:
    """Each foreign key says what becomes of its row, down from pages and revisions; a purge never stops half-way."""
    going, holding_fast = ["page", "revision"], []
    for name in going:
        for table in Model.metadata.sorted_tables:
            for key in table.foreign_keys:
                if key.column.table.name != name or table.name in ("page", "revision"):
                    continue
                if key.ondelete == "CASCADE" and table.name not in going:
                    going.append(table.name)
                elif key.ondelete not in ("CASCADE", "SET NULL"):
                    holding_fast.append(f"{table.name}.{key.parent.name}")
    assert holding_fast == []
