"""Parcours and calls where people look: the site's search, the map of the site."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from scenarios.calls.models import Call
from scenarios.collections import curating, queries, service
from scenarios.collections.models import BY_LINK, PRIVATE
from search.index import open_index
from tests.scenarios.calls.test_calls import write
from tests.scenarios.collections.conftest import Gathered
from tests.wiki.pages.conftest import statements
from wiki.config import Settings

__all__ = ["statements"]

Client = Callable[..., FlaskClient]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def empty_index(settings: Settings) -> None:
    open_index(settings.search).close()


def test_a_search_shows_parcours_and_open_calls_beside_its_pages(
    gathered: Gathered, client_of: Client
) -> None:
    chosen = gathered.begin("Été au frais", words="Des fontaines & des ombres.")
    gathered.feature(chosen)
    for number in range(3):
        gathered.begin(f"Fontaine n° {number}")
    for audience in (PRIVATE, BY_LINK):
        gathered.begin("Fontaine cachée", audience=audience)
    write(gathered, title="Apprendre avec l'eau")
    write(gathered, title="Fontaines demain", opens=2)
    write(gathered, title="Fontaines en brouillon", published=False)
    for handle in (None, "nina"):
        found = client_of(handle).get("/recherche?q=les+FONTAINES").text
        assert len(re.findall(r'href="/parcours/\d+-', found)) == 3
        assert "Fontaine cachée" not in found
        assert 'href="/parcours?q=les%20FONTAINES"' in found
        assert "Apprendre avec l’eau" in found, "its introduction says so"
        assert "encore 30 jours" in found
        assert "demain" not in found
        assert "brouillon" not in found
    everything = client_of().get("/parcours?q=les+FONTAINES").text
    assert "Été au frais" in everything
    assert "Fontaine cachée" not in everything


def test_nothing_is_shown_where_pages_are_gone_through(gathered: Gathered, client_of: Client) -> None:
    gathered.begin("Fontaine et renouveau")
    browser = client_of()
    assert "results-others" in browser.get("/recherche?q=fontaine").text
    for asked in ("", "q=fontaine&vue=carte", "q=fontaine&type=scenario", "q=%25", "q=nouveau"):
        answer = browser.get(f"/recherche?{asked}")
        assert answer.status_code == 200
        assert "results-others" not in answer.text, asked


def test_titles_come_first_and_all_of_it_costs_one_statement(
    gathered: Gathered, statements: Callable[[], Any]
) -> None:
    gathered.begin("Ombres", words="Une fontaine.")
    gathered.begin("Une fontaine")
    with gathered.look() as session, statements() as sent:
        found = queries.with_words(session, "fontaines", 3)
    assert [one.title for one in found] == ["Une fontaine", "Ombres"]
    assert len(sent) == 1


def test_the_map_of_the_site_lists_what_everybody_reads(gathered: Gathered, client_of: Client) -> None:
    shown, hidden = gathered.begin("Une semaine"), gathered.begin("Un secret", audience=BY_LINK)
    gone, taken = gathered.begin("Supprimé"), gathered.begin("Retiré")
    gathered.do(service.delete, gone)
    gathered.do(curating.withdraw, taken, "Hors sujet.", by="curatrice")
    published = write(gathered, title="Un appel")
    write(gathered, title="Un brouillon", published=False)
    listed = client_of().get("/sitemap.xml").text
    for path in ("/parcours", "/appels", "/examen", "/a-la-une", gathered.collection(shown).path):
        assert f"{path}</loc>" in listed
    for number in (hidden, gone, taken):
        assert f"/parcours/{number}" not in listed
    with gathered.look() as session:
        assert f"{session.get_one(Call, published).path}</loc>" in listed
    assert "brouillon" not in listed
