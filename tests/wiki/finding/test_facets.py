"""Filters, chips and orders of the results page."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select as select_rows

from tests import factories
from tests.reading import select, words
from tests.wiki.finding.results import count, facet, found, titles
from wiki.finding.documents import documents_of
from wiki.finding.facets import BANDS, FACETS
from wiki.finding.marks import mark_featured
from wiki.jobs.worker import drain
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.synonyms.service import ensure_equivalents

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WALK = """---
thèmes: [Climat, Citoyenneté]
durée: 1 h 30
public: familles
modalité: présentiel
auteurs: [Amina Diallo]
---
# Marcher

On marche ensemble.

## Déroulé

### Activité : Lire

- Type : lire
- Durée : 30 min

### Activité : Débattre

- Type : discussion
- Durée : 60 min
"""
GAME = "---\nthèmes: [Climat]\ndurée: 30 min\npublic: enfants\nlangue: en\n---\n# Game\n\nWe play together.\n"
TOLD = "---\nthèmes: [Patrimoines]\ndurée: 2 jours\n---\n# Retour\n\nNous avons joué [[trappes/marcher]] ensemble.\n"
HIDDEN = "---\nthèmes: [Environnement]\ndurée: 3 h\npublic: aînés\nauteurs: [Le Discret]\n---\n# Caché\n\nEnsemble.\n"


@pytest.fixture
def pages(app: Flask, publish: Publish) -> None:
    publish(WALK, indexed=False)
    publish(GAME, kind="tool", territory="nantes", indexed=False)
    publish(TOLD, kind="enactment", indexed=False)
    publish(HIDDEN, kind="project", audience="territory", indexed=False)
    drain(app)


def recounted(app: Flask, actor: Actor, name: str) -> dict[str, int]:
    """How many pages that a person may read carry each code of a facet, told by the database."""
    with app.app_context(), app.extensions["wiki.database"].reader() as session:
        ids = session.scalars(select_rows(Page.id).where(visible_to(actor))).all()
        return dict(Counter(code for document in documents_of(session, ids) for code in document.codes(name)))


@pytest.mark.usefixtures("pages")
def test_counts_are_those_of_the_database_for_whoever_asks(
    app: Flask, client_of: Client, actor_of: Any
) -> None:
    bands = {code: address for address, (code, _label) in BANDS.items()}
    for handle in ("", "membre"):
        page, actor = found(client_of(handle)), actor_of(handle)
        for name in ("kind", "territory", "publics", "learning", "modes", "language", "duration"):
            counts = {bands.get(code, code): number for code, number in recounted(app, actor, name).items()}
            assert facet(page, FACETS[name].argument) == counts, (handle, name)
        assert facet(page, "region") == recounted(app, actor, "region"), handle
        assert facet(page, "jouees") == {"oui": 1}, handle
        assert ("Environnement" in words(page)) == ("Caché" in titles(page)) == bool(handle)
        assert "Le Discret" not in words(page)


@sqlite_only
@pytest.mark.usefixtures("pages")
def test_each_filter_finds_and_can_be_taken_away(client_of: Client) -> None:
    client = client_of()
    for argument, value, expected in (
        ("duree", "heure", ["Marcher"]),
        ("public", "families", ["Marcher"]),
        ("apprentissage", "discussion", ["Marcher"]),
        ("modalite", "face-to-face", ["Marcher"]),
        ("langue", "en", ["Game"]),
        ("jouees", "oui", ["Marcher"]),
        ("auteur", "Amina Diallo", ["Marcher"]),
        ("duree_max", "45", ["Game"]),
        ("duree_min", "2h", ["Retour"]),
        ("type", "Outil", ["Game"]),
        ("q", "durée:60-90 marche", ["Marcher"]),
    ):
        page = found(client, **{argument: value})
        assert titles(page) == expected, argument
        [chip] = select(page, ".results-chosen a")
        assert chip.get("href") == ("/recherche?q=marche" if argument == "q" else "/recherche")
    assert len(titles(found(client, en_avant="oui", modalite="x", auteur="Personne", langue="xx"))) == 0
    assert count(found(client, auteur="Le Discret", public="aînés")) == 3


@sqlite_only
@pytest.mark.usefixtures("pages")
def test_what_is_typed_becomes_chips(client_of: Client) -> None:
    client = client_of()
    page = found(client, q="ensemble thème:climat durée:<2h auteur:amina territoire:trap")
    assert titles(page) == ["Marcher"]
    assert select(page, "#search-text")[0].get("value") == "ensemble"
    chips = {words(chip): chip.get("href") for chip in select(page, ".results-chosen a")}
    assert list(chips) == [
        "Enlever le filtre Thèmes : Climat",
        "Enlever le filtre Territoires : Trappes",
        "Enlever le filtre Écrit par : Amina Diallo",
        "Enlever le filtre Durée : 2 h au plus",
    ]
    without = chips["Enlever le filtre Durée : 2 h au plus"]
    assert without == "/recherche?q=ensemble&theme=climat&territoire=trappes&auteur=Amina+Diallo"
    again = client.get(without).text
    assert "2 h au plus" not in again
    assert "Marcher" in again
    # What nobody can resolve is searched: a person who may not see a page learns nothing of its author.
    assert not select(found(client, q='auteur:"Le Discret"'), ".results-chosen a")
    assert select(found(client_of("membre"), q='auteur:"Le Discret"'), ".results-chosen a")


@sqlite_only
@pytest.mark.usefixtures("pages")
def test_orders_and_what_a_result_is_good_for(client_of: Client) -> None:
    client = client_of()
    assert titles(found(client, tri="jouees"))[0] == "Marcher"
    assert titles(found(client, tri="courtes")) == ["Game", "Marcher", "Retour"]
    page = found(client, type="scenario")
    assert [fact.text for fact in select(page, ".card-facts li")] == ["1 h 30", "familles"]
    assert [(share.get("class"), words(share)) for share in select(page, ".share-line li")] == [
        ("type-acquisition share-7", "Acquisition : 30 min"),
        ("type-discussion share-13", "Discussion : 1 h"),
    ]
    assert "Joué 1 fois" in words(page)


@sqlite_only
def test_long_filters_show_the_most_used_first(
    client_of: Client, app: Flask, write: Any, publish: Publish
) -> None:
    with write() as session:
        for number in range(9):
            factories.territory(session, f"lieu-{number}", name=f"Lieu {number}")
    for number in range(9):
        publish(f"# Page {number}\n\nMots.\n", territory=f"lieu-{number}", indexed=False)
    publish("# Encore\n\nMots.\n", territory="lieu-8", indexed=False)
    drain(app)
    page = found(client_of())
    labels = [words(label) for label in select(page, ".facet-group label") if "Lieu" in words(label)]
    assert labels[0] == "Lieu 8 : 2"
    assert len(select(page, ".facet-more input[name=territoire]")) == 3
    assert words(select(page, ".facet-more summary")[0]) == "Tout voir 9 : Territoires"


@sqlite_only
def test_what_the_national_team_retained_is_marked_and_can_be_chosen(
    app: Flask, client_of: Client, publish: Publish
) -> None:
    retained: set[int] = set()
    mark_featured(app, lambda session, page_ids: retained & {*page_ids})
    retained.add(publish(WALK, indexed=False))
    publish(GAME)
    page = found(client_of(), en_avant="oui")
    assert titles(page) == ["Marcher"]
    assert words(select(page, ".badge-featured")[0]) == "Retenu"
    assert words(select(page, ".results-chosen a")[0]).endswith("Mises en avant")


@sqlite_only
def test_equivalents_are_looked_for_as_well_and_marked(
    client_of: Client, publish: Publish, write: Any
) -> None:
    with write() as session:
        ensure_equivalents(session)
    publish("# Chez nos aînés\n\nUn jardin à la maison de retraite.\n")
    page = found(client_of(), q="EHPAD jardin")
    assert titles(page) == ["Chez nos aînés"]
    assert "maison" in {mark.text.split()[0] for mark in select(page, ".result-extract mark")}
