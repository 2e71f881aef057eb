"""The administrator's page of search."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select as choose

from search.errors import IndexStale
from search.index import open_index
from tests.reading import select, tree, words
from wiki.config import Settings
from wiki.db import now
from wiki.finding.finder import Finder
from wiki.outbox.models import REBUILD
from wiki.outbox.models import Change as PageChange
from wiki.searchlog import service as searchlog
from wiki.searchlog.buffer import Counted

# What the database does is tried on both in the tests of the services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Client = Callable[..., FlaskClient]
Write = Callable[[], Any]
ADDRESS = "/admin/recherche"


@pytest.fixture
def searched(write: Write) -> None:
    today = now().date()
    with write() as session:
        searchlog.record(
            session,
            {
                (today, "=cmd()|a"): Counted(5, 5, 0),
                (today, "ruche <b>"): Counted(7, 0, 12),
                (today - timedelta(days=60), "hier"): Counted(4, 4, 0),
            },
        )


def test_what_is_sought_in_vain_leads_to_an_equivalent(client_of: Client, searched: None) -> None:
    page = tree(client_of("admin").get(ADDRESS).text)
    assert [words(text) for text in select(page, ".asked-text")] == ["=cmd()|a"]
    ways = [link.get("href") for link in select(page, ".asked-ways a")]
    assert ways == ["/recherche?q=%3Dcmd()%7Ca", "/recherche/equivalents/modifier?ajouter=%3Dcmd()%7Ca"]
    assert [words(cell) for cell in select(page, "tbody tr")[0]] == ["ruche <b>", "7", "12"]


def test_periods_are_chosen_and_nonsense_is_a_month(client_of: Client, searched: None) -> None:
    browser = client_of("admin")
    assert "hier" in browser.get(f"{ADDRESS}?jours=90").text
    for asked in ("30", "x", "9" * 99):
        page = tree(browser.get(f"{ADDRESS}?jours={asked}").text)
        assert words(select(page, "[aria-current=page]")[0]).startswith("30")


def test_empty_pages_invite(client_of: Client) -> None:
    page = client_of("admin").get(ADDRESS).text
    assert "Aucune recherche sans résultat" in page
    assert "Aucune recherche à montrer" in page


def test_the_table_holds_no_formula(client_of: Client, searched: None) -> None:
    answer = client_of("admin").get(f"{ADDRESS}/demandes.csv?jours=90")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recherches-90-jours.csv"'
    assert [row[:3] for row in rows[1:]] == [
        ["ruche <b>", "7", "0"],
        ["'=cmd()|a", "5", "5"],
        ["hier", "4", "4"],
    ]


def test_the_index_is_asked_to_be_built_again_once(client_of: Client, write: Write) -> None:
    browser = client_of("admin")
    assert "Reconstruire" in browser.get(f"{ADDRESS}/reconstruire").text
    for _ in range(2):
        assert browser.post(f"{ADDRESS}/reconstruire").status_code == 303
    with write() as session:
        asked = session.scalars(choose(PageChange).where(PageChange.operation == REBUILD)).all()
        assert len(asked) == 1
    assert "demandée ou en cours" in browser.get(ADDRESS).text


def test_pages_that_failed_are_tried_again(client_of: Client, write: Write) -> None:
    with write() as session:
        session.add(
            PageChange(
                page_id=7,
                operation="put",
                attempts=4,
                error="pas <lisible>",
                due_at=now() + timedelta(hours=1),
            )
        )
    browser = client_of("admin")
    assert "pas &lt;lisible&gt;" in browser.get(ADDRESS).text
    assert browser.post(f"{ADDRESS}/reessayer").status_code == 303
    with write() as session:
        assert session.scalars(choose(PageChange.due_at).where(PageChange.page_id == 7)).one() is None


def test_a_page_that_failed_is_named_to_who_may_read_it(
    client_of: Client, write: Write, publish: Callable[..., int], settings: Settings
) -> None:
    open_index(settings.search).close()
    shared, draft = publish("# Partagée\n"), publish("# Secrète\n", audience="draft")
    with write() as session:
        session.add_all([PageChange(page_id=page, operation="put", attempts=1) for page in (shared, draft)])
    page = tree(client_of("admin").get(ADDRESS).text)
    assert [words(text) for text in select(page, ".asked-text")] == [f"Page n° {draft}", "Partagée"]


def test_an_index_that_cannot_be_used_is_told(
    client_of: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(self: Finder) -> None:
        raise IndexStale("damaged")

    monkeypatch.setattr(Finder, "index", stale)
    assert "ne peut pas être utilisé" in client_of("admin").get(ADDRESS).text
