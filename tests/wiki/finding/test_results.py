"""The results page, over a real index."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reading import select, words
from tests.wiki.finding.results import count, facet, found, titles
from wiki.jobs.worker import drain
from wiki.themes import service as themes
from wiki.themes.queries import theme

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ISLAND = """---
thèmes: [Climat, Citoyenneté]
durée: 2 h
public: tout public
---
# Mesurer un îlot de fraîcheur

On relève la température à l'ombre, puis on discute <ensemble>.
"""
MARKET = """---
thèmes: [Patrimoines]
---
# Un menu au marché

On achète des légumes de saison et on mesure ce qu'ils coûtent.
"""


@sqlite_only
def test_a_saved_page_is_found_by_its_words_which_are_marked(client_of: Client, publish: Publish) -> None:
    publish(ISLAND)
    page = found(client_of(), q="temperature ombre")
    assert titles(page) == ["Mesurer un îlot de fraîcheur"]
    assert [mark.text for mark in select(page, ".result-extract mark")] == ["température", "ombre"]
    assert select(page, ".result-title a")[0].get("href") == "/trappes/mesurer-un-ilot-de-fraicheur"
    assert [fact.text for fact in select(page, ".card-facts li")] == ["2 h", "tout public"]
    by_title = found(client_of(), q="fraicheur")
    assert [mark.text for mark in select(by_title, ".result-title mark")] == ["fraîcheur"]


@sqlite_only
def test_snippets_cannot_carry_markup(client_of: Client, publish: Publish) -> None:
    publish("# Titre & <b>gras</b>\n\nUn `<script>alert(1)</script>` dans la marge.\n")
    answer = client_of().get("/recherche?q=marge")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


@sqlite_only
def test_a_changed_text_replaces_the_old_one(client_of: Client, publish: Publish, rewrite: Any) -> None:
    page_id = publish(ISLAND)
    client = client_of()
    assert count(found(client, q="température")) == 1
    rewrite(page_id, "# Mesurer un îlot de fraîcheur\n\nOn écoute les oiseaux.\n")
    assert count(found(client, q="température")) == 0
    assert count(found(client, q="oiseaux")) == 1


@sqlite_only
def test_nothing_asked_shows_every_page_newest_first(client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    publish(MARKET)
    page = found(client_of())
    assert titles(page) == ["Un menu au marché", "Mesurer un îlot de fraîcheur"]
    assert select(page, "h1")[0].text == "Situations"
    # Nothing is nearer than anything else without words.
    assert [words(link) for link in select(page, ".results-sort a")] == [
        "Les plus récentes", "Les plus jouées", "Les plus courtes",
    ]  # fmt: skip
    assert words(select(page, ".results-sort a[aria-current=true]")[0]) == "Les plus récentes"


def test_filters_narrow_and_count(client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    publish(MARKET, territory="nantes", kind="tool")
    client = client_of()
    page = found(client, q="mesure")
    counts = {"climat": 1, "theme-climat": 1, "urbanite": 2, "citoyennete": 1, "patrimoines": 1}
    assert facet(page, "theme") == counts
    assert facet(page, "territoire") == {"nantes": 1, "trappes": 1}
    assert facet(page, "type") == {"scenario": 1, "tool": 1}
    assert titles(found(client, q="mesure", territoire="nantes")) == ["Un menu au marché"]
    assert titles(found(client, q="mesure", type="scenario")) == ["Mesurer un îlot de fraîcheur"]
    assert titles(found(client, q="mesure", theme="citoyennete")) == ["Mesurer un îlot de fraîcheur"]
    assert count(found(client, q="mesure", theme="urbanite")) == 2
    assert count(found(client, q="mesure", theme="patrimoines", type="scenario")) == 0


@sqlite_only
def test_the_choices_of_a_filter_are_alternatives_and_say_what_they_would_add(
    client_of: Client, publish: Publish
) -> None:
    publish(ISLAND, indexed=False)
    publish(MARKET, territory="nantes", kind="tool")
    client = client_of()
    page = found(client, territoire="nantes")
    assert facet(page, "territoire") == {"nantes": 1, "trappes": 1}
    assert facet(page, "type") == {"tool": 1}
    assert select(page, ".filters-count")[0].text == "1"
    assert [link.get("href") for link in select(page, ".results-chosen a")] == ["/recherche"]
    assert count(found(client, territoire=["nantes", "trappes"])) == 2


@sqlite_only
def test_without_any_result_filters_in_force_can_be_left(client_of: Client, publish: Publish) -> None:
    publish(MARKET)
    page = found(client_of(), q="zoo", theme="citoyennete", type="tool", territoire="nantes")
    links = {link.get("href") for link in select(page, ".next-steps a")}
    # Without the filters there would be nothing either.
    assert links == {"/themes", "/territoires"}
    unfiltered = found(client_of(), q="menu", type="scenario", territoire="nantes")
    assert "/recherche?q=menu" in {link.get("href") for link in select(unfiltered, ".next-steps a")}
    assert select(page, ".empty .btn-primary")[0].get("href") == (
        "/nouveau?type=scenario&titre=zoo&territoire=nantes"
    )
    assert len(select(page, ".results-chosen a")) == 3
    assert select(page, ".search-filters")[0].get("open") is not None


@sqlite_only
def test_an_empty_wiki_invites(client_of: Client) -> None:
    assert select(found(client_of()), ".empty h3")[0].text == "Aucune page ici pour l’instant"


@sqlite_only
def test_unknown_filters_are_left_aside(client_of: Client, publish: Publish) -> None:
    publish(ISLAND)
    page = found(client_of(), theme=["nulle-part", "é" * 500], territoire="atlantide", type="poème", tri="x")
    assert count(page) == 1
    assert not select(page, ".results-chosen")


@sqlite_only
def test_a_theme_answers_to_its_old_address(
    client_of: Client, publish: Publish, write: Any, actor_of: Any
) -> None:
    publish(ISLAND, indexed=False)
    publish("# Autre chose\n\nDu texte.\n")
    curator = actor_of("curatrice")
    with write() as session:
        themes.rename(session, curator, theme(session, "citoyennete"), "Vie citoyenne")
    # The index knows themes by id: nothing needs to be indexed again.
    for address in ("citoyennete", "vie-citoyenne", "Vie citoyenne"):
        page = found(client_of(), theme=address)
        assert titles(page) == ["Mesurer un îlot de fraîcheur"]
        assert facet(page, "theme")["vie-citoyenne"] == 1


@sqlite_only
def test_sorts(client_of: Client, publish: Publish) -> None:
    publish("# Chaleur, chaleur\n\nLa chaleur de la chaleur.\n", indexed=False)
    publish("# Autre\n\nUn texte assez long où la chaleur ne passe qu'une fois, parmi bien d'autres mots.\n")
    client = client_of()
    closest = found(client, q="chaleur")
    assert titles(closest) == ["Chaleur, chaleur", "Autre"]
    assert titles(found(client, q="chaleur", tri="recents")) == ["Autre", "Chaleur, chaleur"]
    assert [link.get("href") for link in select(closest, ".results-sort a")] == [
        "/recherche?q=chaleur",
        "/recherche?q=chaleur&tri=recents",
        "/recherche?q=chaleur&tri=jouees",
        "/recherche?q=chaleur&tri=courtes",
    ]
    kept = select(found(client, q="chaleur", tri="recents"), "input[name=tri]")
    assert [field.get("value") for field in kept] == ["recents"]


@sqlite_only
def test_pages_of_results(client_of: Client, publish: Publish, app: Flask) -> None:
    for number in range(12):
        publish(f"# Page {number}\n\nDes abeilles.\n", indexed=False)
    drain(app)
    client = client_of()
    first = found(client, q="abeilles")
    assert (len(titles(first)), count(first)) == (10, 12)
    assert select(first, "a[rel=next]")[0].get("href") == "/recherche?q=abeilles&page=2"
    assert not select(first, "a[rel=prev]")
    second = found(client, q="abeilles", page=2)
    assert len(titles(second)) == 2
    assert select(second, "a[rel=prev]")[0].get("href") == "/recherche?q=abeilles"
    for beyond in ("3", "50", "99999"):
        assert titles(found(client, q="abeilles", page=beyond)) == titles(second)
    for nonsense in ("0", "-1", "deux", "9" * 400, "²"):
        assert titles(found(client, q="abeilles", page=nonsense)) == titles(first)


@sqlite_only
def test_where_no_page_has_all_words_some_are_given_and_this_is_said(
    client_of: Client, publish: Publish
) -> None:
    publish(ISLAND, indexed=False)
    publish(MARKET, kind="tool")
    page = found(client_of(), q="température trombone", type="scenario")
    assert titles(page) == ["Mesurer un îlot de fraîcheur"]
    assert "Aucune page ne contient « trombone »." in words(page)
    assert "Voici les pages qui contiennent une partie de vos mots." in words(page)
    assert facet(page, "type") == {"scenario": 1}


ODD = (
    "\0",
    "a\0b",
    "é" * 50_000,
    '"',
    "-",
    '-"',
    "«»",
    "🐝",
    "* ? ~ AND OR NOT",
    "title:x",
    "((",
    "%",
    "a" * 3000,
    "le la les",
)


def test_odd_queries_are_answered(client_of: Client, publish: Publish) -> None:
    publish(ISLAND)
    visitor = client_of()
    for asked in ODD:
        answer = visitor.get("/recherche", query_string={"q": asked})
        assert answer.status_code == 200, asked[:20]
    assert visitor.get("/recherche?q=%ff%fe&theme=%c3&territoire=%00").status_code == 200


@sqlite_only
def test_a_long_query_is_shortened_and_this_is_said(client_of: Client) -> None:
    page = found(client_of(), q=" ".join(f"mot{number}" for number in range(40)))
    assert "seuls ses premiers mots sont cherchés" in page.text_content()
