"""Reading pages in the browser, and what hidden pages look like: nothing at all."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from wiki.pages.models import Revision
from wiki.permissions import Permission, can
from wiki.territories.models import Territory

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATH = "trappes/lire-le-climat"
TEXT = """---
format: situation/1
territoire: Trappes
thèmes: [Climat, Citoyenneté]
mots-clés: [thermomètre, cour d'école]
durée: 2 h
public: Collégiens
lieu: La cour
atelier: Dehors
x-interne: caché
auteurs: [Collège des transitions, Jeanne]
---

# Lire le climat

On mesure la température de la cour. Puis on compare.

## Mesurer

Voir [[Le thermomètre]] et [[nantes/Ombre|l'ombre]].

## Comparer

Un tableau suffit.
"""


def settled(body: str) -> str:
    """An answer without what differs each time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", body)


def links(body: str) -> dict[str, str]:
    """Wiki links of a page: address → class."""
    return {href: css for css, href in re.findall(r'<a class="(wiki-link[^"]*)" href="([^"]*)"', body)}


@sqlite_only
def test_a_page_shows_its_facts_themes_contents_and_version(client_of: Any, pages: Any) -> None:
    pages.create(TEXT, kind="scenario")
    body = client_of("").get(f"/{PATH}").text
    for part in ("Durée", "2 h", "Collégiens", "Atelier", "Dehors", "/themes/theme-climat", "/mots-cles/thermometre",
                 "Version 1, par Referente,", f'href="/{PATH}/version/1"'):  # fmt: skip
        assert part in body, part
    for absent in ("caché", "situation/1", f"/{PATH}/modifier", f"/{PATH}/reglages", "thèmes:"):
        assert absent not in body, absent
    assert "Sommaire" in body
    found = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)[1])
    assert found["@type"] == "LearningResource"
    assert found["url"] == f"http://localhost/{PATH}"
    assert found["about"] == ["Climat", "Citoyenneté"]
    assert sorted(found["keywords"]) == ["cour d'école", "thermomètre"]
    assert found["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert [author["name"] for author in found["author"]] == ["Collège des transitions", "Jeanne"]
    assert found["version"] == 1
    assert f"/{PATH}/modifier" in client_of("membre").get(f"/{PATH}").text


@sqlite_only
def test_history_versions_and_the_three_looks_of_a_comparison(client_of: Any, pages: Any) -> None:
    page_id = pages.create(TEXT)
    pages.edit(
        page_id,
        1,
        TEXT.replace("Un tableau suffit", "Un grand tableau suffit"),
        by="membre",
        summary="Plus grand",
    )
    pages.edit(page_id, 2, "# Lire le climat\n\nTout autre chose.\n")
    reader, writer = client_of("nina"), client_of("membre")
    body = reader.get(f"/{PATH}/historique").text
    assert "Plus grand" in body
    assert "Rétablir" not in body
    assert "Rétablir" in writer.get(f"/{PATH}/historique").text
    body = reader.get(f"/{PATH}/version/1").text
    assert "Un tableau suffit" in body
    assert "Rétablir" not in body
    assert "C’est la version actuelle" in writer.get(f"/{PATH}/version/3").text
    for look, sign in (
        ("cote", "diff-side"),
        ("page", "diff-rendered"),
        ("texte", "grand"),
        ("autre", "diff-side"),
    ):
        body = writer.get(f"/{PATH}/comparer?de=1&a=2&vue={look}").text
        assert sign in body, look
        assert "grand" in body
    assert "Rétablir la version 1" in body
    assert reader.get(f"/{PATH}/comparer").status_code == 200
    assert "Aucune différence" in reader.get(f"/{PATH}/comparer?de=2&a=2").text
    answer = reader.get(f"/{PATH}/texte.md")
    assert answer.text == "# Lire le climat\n\nTout autre chose.\n"
    assert 'filename="lire-le-climat.md"' in answer.headers["Content-Disposition"]


@sqlite_only
def test_long_histories_are_read_in_parts(client_of: Any, pages: Any) -> None:
    page_id = pages.create("# Page\n\n0\n")
    with pages.write() as session:
        session.add_all(Revision(page_id=page_id, number=number, text="# Page\n") for number in range(2, 54))
    reader = client_of("")
    body = reader.get("/trappes/page/historique").text
    assert "avant=4" in body
    body = reader.get("/trappes/page/historique?avant=4").text
    assert 'value="3"' in body
    assert 'value="4"' not in body


def test_what_changed_since_the_last_reading(client_of: Any, pages: Any) -> None:
    page_id = pages.create(TEXT)
    reader = client_of("nina")
    told = "a changé depuis votre dernière lecture"
    assert told not in reader.get(f"/{PATH}").text
    assert told not in reader.get(f"/{PATH}").text
    pages.edit(page_id, 1, TEXT + "\nPlus.\n")
    assert told not in client_of("").get(f"/{PATH}").text
    body = reader.get(f"/{PATH}").text
    assert told in body
    assert f"/{PATH}/comparer?de=1&amp;a=2&amp;vue=page" in body
    assert told not in reader.get(f"/{PATH}").text


VIEWS = (
    "",
    "/historique",
    "/version/1",
    "/comparer",
    "/liens",
    "/texte.md",
    "/modifier",
    "/retablir/1",
    "/reglages",
)


STRANGERS = {
    "draft": ("", "nina", "membre", "curatrice", "admin"),
    "territory": ("", "nina", "relectrice", "curatrice"),
    "members": ("",),
}


@sqlite_only
def test_a_hidden_page_answers_exactly_like_none(client_of: Any, pages: Any) -> None:
    clients = {handle: client_of(handle) for handle in set().union(*STRANGERS.values())}

    def answers(handle: str) -> dict[str, tuple[int, str]]:
        client, seen = clients[handle], {}
        for view in VIEWS:
            answer = client.get(f"/{PATH}{view}")
            seen[view] = (answer.status_code, settled(answer.text))
        for view, data in (
            ("/modifier", {"text": "x", "base": "1"}),
            ("/abandonner", {}),
            ("/reglages", {}),
        ):
            answer = client.post(f"/{PATH}{view}", data=data)
            seen[f"POST {view}"] = (answer.status_code, settled(answer.text))
        return seen

    absent = {handle: answers(handle) for handle in clients}
    assert {status for seen in absent.values() for status, _ in seen.values()} <= {404, 401}
    page_id = pages.create(TEXT, audience="draft")
    for audience, strangers in STRANGERS.items():
        pages.settle(page_id, audience=audience)
        for handle in strangers:
            assert answers(handle) == absent[handle], (audience, handle)
        for handle in clients.keys() - strangers if audience == "members" else ():
            assert clients[handle].get(f"/{PATH}").status_code == 200, handle
        for handle in ("membre", "admin") if audience == "territory" else ():
            assert clients[handle].get(f"/{PATH}").status_code == 200, handle
        assert client_of("referente").get(f"/{PATH}").status_code == 200
    assert pages.texts(PATH) == [TEXT]


@sqlite_only
def test_a_missing_page_invites_who_may_write_it(client_of: Any, pages: Any) -> None:
    answer = client_of("membre").get("/trappes/le-grand-orme")
    assert answer.status_code == 404
    assert "/nouveau?territoire=trappes&amp;titre=Le+grand+orme" in answer.text
    assert "/recherche?q=Le%20grand%20orme" in answer.text
    for path in ("/nantes/le-grand-orme", "/nulle-part/le-grand-orme"):
        answer = client_of("membre").get(path)
        assert (answer.status_code, "/nouveau?territoire" in answer.text) == (404, False)


ROLES = {
    # who: (public page of Trappes: edit, settle), (territory page: sees, edit), creates in Trappes, in Nantes
    "": ((False, False), (False, False), False, False),
    "nina": ((False, False), (False, False), False, False),
    "membre": ((True, False), (True, True), True, False),
    "ambassadeur": ((True, False), (True, True), True, False),
    "referente": ((True, True), (True, True), True, False),
    "relectrice": ((False, False), (False, False), False, False),
    "curatrice": ((True, True), (False, False), True, True),
    "admin": ((True, True), (True, True), True, True),
}


@sqlite_only
def test_who_may_what(pages: Any) -> None:
    pages.create("# Une\n", by="curatrice")
    pages.create("# Deux\n", by="referente", audience="territory")
    pages.create("# Trois\n", by="membre", audience="draft")
    une, deux, trois = (pages.at(f"trappes/{slug}") for slug in ("une", "deux", "trois"))
    with pages.look() as session:
        places = {place.slug: place for place in session.scalars(select(Territory))}
    for handle, (public, territory, in_trappes, in_nantes) in ROLES.items():
        actor = pages.actor(handle)
        assert (can(actor, Permission.PAGE_EDIT, une), can(actor, Permission.PAGE_SETTINGS, une)) == public, (
            handle
        )
        assert (
            can(actor, Permission.PAGE_VIEW, deux),
            can(actor, Permission.PAGE_EDIT, deux),
        ) == territory, handle
        assert can(actor, Permission.PAGE_CREATE, places["trappes"]) == in_trappes, handle
        assert can(actor, Permission.PAGE_CREATE, places["nantes"]) == in_nantes, handle
        owns = handle == "membre"
        assert (
            can(actor, Permission.PAGE_VIEW, trois) == can(actor, Permission.PAGE_SETTINGS, trois) == owns
        ), handle


def test_links_follow_what_every_reader_finds(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    reader, writer = client_of(""), client_of("referente")
    target = "/trappes/le-thermometre"
    assert links(reader.get(f"/{PATH}").text) == {
        target: "wiki-link missing",
        "/nantes/ombre": "wiki-link missing",
    }
    pages.create("# Le thermomètre\n\nTexte.\n", audience="members")
    pages.work()
    # The page is public, the other is not: even its readers see no link, since the HTML is everybody's.
    for client in (reader, writer):
        assert links(client.get(f"/{PATH}").text)[target] == "wiki-link missing"
    wanted = [
        re.findall(r'class="missing" href="([^"]*)"', who.get("/pages/demandees").text)
        for who in (reader, writer)
    ]
    assert wanted == [["/nantes/ombre", target], ["/nantes/ombre"]]
    pages.settle(pages.at("trappes/le-thermometre").id, audience="public")
    # Before the worker has stored the HTML again, it is made for whoever asks.
    assert links(reader.get(f"/{PATH}").text)[target] == "wiki-link"
    pages.work()
    assert links(reader.get(f"/{PATH}").text)[target] == "wiki-link"
    pages.settle(pages.at("trappes/le-thermometre").id, audience="draft")
    pages.work()
    pages.work()
    assert links(reader.get(f"/{PATH}").text)[target] == "wiki-link missing"


@sqlite_only
def test_old_versions_show_links_as_they_are_now(client_of: Any, pages: Any) -> None:
    pages.create("# Le thermomètre\n\nTexte.\n")
    page_id = pages.create(TEXT)
    pages.edit(page_id, 1, TEXT + "\nPlus.\n")
    reader = client_of("")
    assert links(reader.get(f"/{PATH}/version/1").text)["/trappes/le-thermometre"] == "wiki-link"
    pages.settle(pages.at("trappes/le-thermometre").id, audience="members")
    for version in (1, 2):
        seen = links(reader.get(f"/{PATH}/version/{version}").text)
        assert seen["/trappes/le-thermometre"] == "wiki-link missing"


def test_backlinks_and_orphans_are_those_one_may_see(client_of: Any, pages: Any) -> None:
    pages.create("# Cible\n\nElle parle [[Cible|d'elle-même]].\n")
    pages.create("# Publique\n\nVoir [[Cible]].\n", audience="members")
    pages.create("# Secrète\n\nVoir [[Publique]] et [[Cible]].\n", audience="draft", by="membre")

    def listed(handle: str, path: str) -> set[str]:
        body = client_of(handle).get(path).text
        return set(re.findall(r'class="card-title"><a href="/trappes/([^"]*)"', body))

    assert listed("", "/trappes/cible/liens") == set()
    assert listed("nina", "/trappes/cible/liens") == {"publique"}
    assert listed("membre", "/trappes/cible/liens") == {"publique", "secrete"}
    assert listed("", "/pages/orphelines") == {"cible"}
    assert listed("nina", "/pages/orphelines") == {"publique"}
    assert listed("membre", "/pages/orphelines") == {"secrete"}


@sqlite_only
def test_lists_of_pages_in_other_places(client_of: Any, pages: Any) -> None:
    pages.create(TEXT)
    pages.create("# Présentation\n\nTrappes est une ville nouvelle.\n")
    pages.create("---\nthèmes: [Climat]\n---\n\n# Brouillon\n\nTexte.\n", audience="draft", by="membre")
    for path in ("/trappes", "/themes/climat", "/mots-cles/thermometre", "/personnes/referente"):
        for handle in ("", "membre"):
            body = client_of(handle).get(path).text
            assert f'href="/{PATH}"' in body, path
            assert ("/trappes/brouillon" in body) == (
                handle == "membre" and path in ("/trappes", "/themes/climat")
            )
    body = client_of("membre").get("/trappes").text
    assert "Trappes est une ville nouvelle" in body
    assert "/trappes/presentation/modifier" in body
    body = client_of("").get("/nantes").text
    assert "Aucune page pour l" in body


def test_few_statements(client_of: Any, pages: Any, statements: Any) -> None:
    pages.create(TEXT)
    text = TEXT.replace("Un tableau", "Un grand tableau").replace(
        "cour d'école", "cour, orme, eau, sol, vent"
    )
    visitor, client = client_of(""), client_of("referente")
    client.get(f"/{PATH}")

    def cold() -> None:
        with pages.write() as session:
            session.execute(select(1))
        pages.app.extensions["wiki.memo"]._token = None

    cold()
    with statements() as sent:
        visitor.get(f"/{PATH}")
    assert len(sent) <= 3, sent
    cold()
    with statements() as sent:
        client.get(f"/{PATH}")
    assert len(sent) <= 3, sent
    cold()
    with statements() as sent:
        client.get(f"/{PATH}/modifier")
    assert len(sent) <= 10, sent
    cold()
    with statements() as sent:
        answer = client.post(f"/{PATH}/modifier", data={"text": text, "base": "1", "form_key": "k"})
    assert answer.status_code == 303
    assert len(sent) <= 26, sent
