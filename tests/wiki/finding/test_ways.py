"""Little or nothing found: what was done with the words, and ways on."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.reading import select, words
from tests.wiki.finding.results import found, titles
from wiki.finding.queries import Found
from wiki.finding.vocabulary import Vocabulary
from wiki.finding.widening import is_little, nearest_themes
from wiki.jobs.worker import drain
from wiki.themes.queries import FamilyChoice, ThemeChoice

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def ways(page: Any) -> dict[str, str]:
    """What is offered, with where it leads."""
    return {words(link.getparent()): link.get("href") for link in select(page, ".next-steps a")}


@sqlite_only
def test_few_pages_are_met_with_wider_searches(client_of: Client, publish: Publish, app: Flask) -> None:
    publish("---\nthèmes: [Climat]\n---\n# Ombre\n\nOmbre et lumière.\n", indexed=False)
    publish("---\nthèmes: [Climat]\n---\n# Lumière\n\nLumière seule.\n", kind="tool", indexed=False)
    publish("# Lumière cachée\n\nLumière.\n", audience="territory", indexed=False)
    drain(app)
    page = found(client_of(), q="ombre lumière", type="scenario", region="Île-de-France")
    assert titles(page) == ["Ombre"]
    # One page holds both words; no other scenario holds a part of them.
    assert ways(page) == {"Chercher sans les filtres 2 pages": "/recherche?q=ombre+lumi%C3%A8re"}
    assert "Ce n’est pas ce que vous cherchiez" in words(found(client_of(), q="seule"))

    wide = found(client_of(), q="ombre lumière")
    assert titles(wide) == ["Ombre", "Lumière"]
    assert "1 page contient tous ces mots" in words(wide)
    assert "Voici aussi les pages qui contiennent une partie de vos mots" in words(wide)
    # Somebody of the territory is given what they alone may find.
    assert len(titles(found(client_of("membre"), q="ombre lumière"))) == 3


@sqlite_only
def test_a_filter_that_leaves_few_pages_is_met_with_wider_searches(
    client_of: Client, publish: Publish, app: Flask
) -> None:
    for number in range(3):
        publish(f"# Ombre {number}\n\nOmbre et lumière.\n", indexed=False)
    publish("# Ombre outil\n\nOmbre et lumière.\n", kind="tool", indexed=False)
    publish("# Lumière\n\nLumière seule.\n", kind="tool", indexed=False)
    drain(app)
    page = found(client_of(), q="ombre lumière", type="tool")
    assert titles(page) == ["Ombre outil"]
    assert "Élargissez" in words(page)
    asked = "/recherche?q=ombre+lumi%C3%A8re"
    assert ways(page) == {
        "Chercher une partie des mots 2 pages": f"{asked}&type=tool&mots=un",
        "Chercher sans les filtres 4 pages": asked,
    }
    some = found(client_of(), q="ombre lumière", type="tool", mots="un")
    assert set(titles(some)) == {"Ombre outil", "Lumière"}
    assert "une partie de vos mots" in words(some)
    assert select(some, ".alert a")[0].get("href") == f"{asked}&type=tool"
    assert [field.get("value") for field in select(some, "input[name=mots]")] == ["un"]


@sqlite_only
def test_nothing_found_says_which_words_and_leads_on(client_of: Client, publish: Publish) -> None:
    publish("---\nthèmes: [Climat]\n---\n# Caché\n\nLe zèbre.\n", audience="territory")
    page = found(client_of(), q="zèbre climat", territoire="trappes")
    text = words(page)
    assert "Aucune page ne contient" in text
    assert "zèbre" in text
    assert words(select(page, ".empty h3")[0]) == "Personne n’a encore écrit cette situation"
    assert [words(chip) for chip in select(page, ".empty .chip")] == ["Climat"]
    need = "/nouveau?type=page&titre=z%C3%A8bre+climat&territoire=trappes&besoin=z%C3%A8bre+climat"
    links = [link.get("href") for link in select(page, ".empty .btn")]
    assert links[1].startswith("/connexion?next=/nouveau%3Ftype%3Dpage%26")
    assert [link.get("href") for link in select(found(client_of("membre"), q="yack"), ".empty .btn")][1] == (
        "/nouveau?type=page&titre=yack&besoin=yack"
    )
    form = client_of("membre").get(need).text
    assert "besoins: [zèbre climat]" in form
    assert client_of().get(links[1]).status_code == 200


@sqlite_only
def test_a_misspelt_word_is_offered_as_it_was_meant(app: Flask, client_of: Client, publish: Publish) -> None:
    for number in range(3):
        publish(f"# Abeilles {number}\n\nDes abeilles et des ruches.\n", indexed=False)
    drain(app)
    page = found(client_of(), q="abeillles", type="scenario")
    [link] = select(page, ".results-meant a")
    assert (words(link), link.get("href")) == ("abeilles", "/recherche?q=abeilles&type=scenario")


@sqlite_only
def test_a_small_wiki_asks_nobody_to_widen(client_of: Client, publish: Publish) -> None:
    publish("# Seule\n\nUne page.\n")
    assert "Peu de pages" not in words(found(client_of()))


def test_nearest_themes_share_words_then_pages() -> None:
    themes = tuple(
        ThemeChoice(number, slug, slug.title(), "famille", retired=slug == "retiré")
        for number, slug in enumerate(("énergie", "climat", "eau", "retiré"))
    )
    vocabulary = Vocabulary([FamilyChoice(9, "famille", "Famille", themes)], [], lambda facet: ())
    counts = {"theme:1": 2, "theme:2": 5, "theme:3": 9}
    near = nearest_themes(vocabulary, "les énergies", counts)
    assert [theme.slug for theme in near] == ["énergie", "eau", "climat"]


@pytest.mark.parametrize(
    ("total", "relaxed", "little"), [(0, False, True), (2, False, True), (3, False, False), (9, True, True)]
)
def test_little(total: int, relaxed: bool, little: bool) -> None:
    shown: Sequence[Any] = ()
    assert is_little(Found(shown, total, 1, 10, {}, relaxed, 0, (), None)) is little
