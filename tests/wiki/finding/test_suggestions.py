"""Suggestions while one types: where they lead, how many there are, and for whom."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.snippets import Piece
from wiki.finding.finder import EXTENSION, Finder
from wiki.finding.suggestions import marked
from wiki.jobs.worker import drain

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Offers = dict[str, list[tuple[str, str, str]]]

ISLAND = "---\nthèmes: [Climat]\n---\n# Mesurer un îlot de fraîcheur\n\nOn relève la température du climat.\n"


def offered(client: FlaskClient, text: str, **asked: Any) -> Offers:
    """Label of the group → text, address and note of each offer."""
    answer = client.get("/recherche/suggestions?" + urlencode({"q": text, **asked}, doseq=True))
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-store"
    return {
        group["label"]: [
            ("".join(text for text, _ in option["pieces"]), option["address"], option["note"])
            for option in group["options"]
        ]
        for group in answer.json["groups"]  # type: ignore[index]  # JSON, for it said 200
    }


def texts(offers: Offers, label: str) -> list[str]:
    return [text for text, _, _ in offers.get(label, [])]


@sqlite_only
def test_words_pages_themes_and_territories_each_with_its_address(
    client_of: Client, publish: Publish
) -> None:
    publish(ISLAND, territory="nantes")
    client = client_of()
    assert offered(client, "ilot") == {
        "Recherches": [("îlot", "/recherche?q=%C3%AElot", "")],
        "Situations": [("Mesurer un îlot de fraîcheur", "/nantes/mesurer-un-ilot-de-fraicheur", "Nantes")],
    }
    climate = offered(client, "clim")
    assert climate["Recherches"] == [("climat", "/recherche?q=climat", "")]
    assert ("Climat", "/recherche?theme=climat", "Famille de thèmes") in climate["Thèmes"]
    assert offered(client, "nan")["Territoires"] == [
        ("Nantes", "/recherche?territoire=nantes", "Loire-Atlantique")
    ]


@sqlite_only
def test_what_stands_before_a_name_stays_in_the_search(client_of: Client, publish: Publish) -> None:
    client = client_of()
    for typed, left in {
        "ombre nan": "ombre",
        "le nan": None,
        "ombre territoire:nan": "ombre",
        'ombre "nan': "ombre",
        "ombre d'nan": "ombre",
    }.items():
        address = offered(client, typed)["Territoires"][0][1]
        asked = {"territoire": ["nantes"]} | ({"q": [left]} if left else {})
        assert parse_qs(urlsplit(address).query) == asked
    assert "Territoires" not in offered(client, "ombre -nan")


@sqlite_only
def test_names_of_several_words_are_found_by_their_beginnings(client_of: Client, publish: Publish) -> None:
    themes = offered(client_of(), "transition éner")["Thèmes"]
    assert [text for text, _, _ in themes] == ["Transition énergétique"]
    assert themes[0][1] == "/recherche?theme=transition-energetique"
    assert themes[0][2].split() == ["Un", "thème", "de", "«", "Climat", "»"]


@sqlite_only
def test_filters_chosen_before_are_kept_and_not_offered_again(client_of: Client, publish: Publish) -> None:
    publish(ISLAND)
    offers = offered(client_of(), "nan", territoire="trappes", tri="recents", page=3)
    assert offers["Territoires"][0][1] == "/recherche?territoire=trappes&territoire=nantes&tri=recents"
    assert "Territoires" not in offered(client_of(), "nan", territoire="nantes")
    assert offered(client_of(), "temper", theme="climat")["Recherches"] == [
        ("température", "/recherche?q=temp%C3%A9rature&theme=climat", "")
    ]
    assert "Recherches" not in offered(client_of(), "temper", territoire="nantes")


@sqlite_only
def test_after_the_name_of_a_filter_only_names_are_offered(client_of: Client, publish: Publish) -> None:
    publish(ISLAND)
    assert set(offered(client_of(), "thème:clim")) == {"Thèmes"}
    assert set(offered(client_of(), "thème:transition éner")) == {"Thèmes"}
    assert texts(offered(client_of(), "thème:climat temp"), "Recherches") == ["thème:climat température"]
    assert texts(offered(client_of(), "note: clim"), "Recherches") == []


@sqlite_only
def test_several_words_are_offered_where_a_page_holds_them_together(
    client_of: Client, publish: Publish
) -> None:
    publish(ISLAND)
    publish("# Un menu au marché\n\nOn climatise la tente.\n")
    assert texts(offered(client_of(), "menu clim"), "Recherches") == ["menu climatise"]


@sqlite_only
def test_at_most_eight_with_room_for_every_kind(app: Flask, client_of: Client, publish: Publish) -> None:
    for number, ending in enumerate(("ula", "ure", "ette", "onade", "isme", "eur", "et")):
        publish(f"# Trappe numéro {number}\n\nUne trapp{ending}.\n", territory="nantes", indexed=False)
    drain(app)
    offers = offered(client_of(), "trap")
    assert sum(map(len, offers.values())) == 8
    assert texts(offers, "Territoires") == ["Trappes"]
    assert len(offers["Situations"]) >= 2


def test_nothing_is_offered_for_nothing(client_of: Client, publish: Publish) -> None:
    publish(ISLAND)
    client = client_of()
    for typed in ("", "a", "é l", " ", "\x00", '"', "%", "zzzz", "x" * 900):
        answer = client.get("/recherche/suggestions", query_string={"q": typed})
        assert answer.json == {"label": "Propositions", "told": "Aucune proposition", "groups": []}, typed


def test_each_person_is_offered_what_is_theirs(client_of: Client, publish: Publish) -> None:
    publish("# Le ruchermystère\n\nUn licenciement.\n", audience="territory")
    for handle, seen in {"": False, "nina": False, "membre": True, "admin": True}.items():
        client = client_of(handle)
        assert texts(offered(client, "rucherm"), "Situations") == ["Le ruchermystère"] * seen, handle
        assert texts(offered(client, "licenc"), "Recherches") == ["licenciement"] * seen, handle


@sqlite_only
def test_a_page_made_private_is_not_offered_before_the_index_knows(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(ISLAND)
    settle(page_id, "draft", indexed=False)
    assert "Situations" not in offered(client_of(), "ilot")
    settle(page_id, "draft")
    assert offered(client_of(), "ilot") == {}


@sqlite_only
def test_names_are_offered_while_the_index_cannot_be_used(
    app: Flask, client_of: Client, people: dict[str, int], tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "current").write_text("nothing", encoding="utf-8")
    app.extensions[EXTENSION] = Finder(f"whoosh://{tmp_path / 'broken'}")
    assert set(offered(client_of(), "nan")) == {"Territoires"}


@pytest.mark.parametrize(
    ("text", "typed", "pieces"),
    [
        ("Îles", ("il",), [("Îl", True), ("es", False)]),
        ("Le cœur", ("coe",), [("Le ", False), ("cœ", True), ("ur", False)]),
        ("Le cœur", ("co",), [("Le ", False), ("cœ", True), ("ur", False)]),
        ("l'eau", ("l", "eau"), [("l'", False), ("eau", True)]),
        ("jardin", (), [("jardin", False)]),
        ("", ("jar",), []),
        (unicodedata.normalize("NFD", "éco"), ("eco",), [("éco", True)]),
    ],
)
def test_what_was_typed_is_marked(text: str, typed: tuple[str, ...], pieces: list[tuple[str, bool]]) -> None:
    assert marked(text, typed) == tuple(Piece(*piece) for piece in pieces)
