"""The list of territories, the page of each and its sheet, as people see and change them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import factories
from wiki.territories import queries, service
from wiki.territories.registry import EXTENSION
from wiki.territories.views import reserved_words

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ClientOf = Callable[[str], FlaskClient]
Write = Callable[[], AbstractContextManager[Session]]


def fiche(**values: str) -> dict[str, str]:
    return {
        "name": "Trappes",
        "region": "Île-de-France",
        "place": "",
        "project": "",
        "coordinates": "",
        **values,
    }


def seen_in(client: FlaskClient) -> str:
    """The hidden mark of the sheet form."""
    page = client.get("/territoires/trappes/fiche").text
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def test_the_list_shows_territories_by_region_with_state_and_number_of_pages(
    app: Flask, write: Write, client_of: ClientOf
) -> None:
    visitor = client_of("")
    with write() as session:
        factories.territory(session, "ailleurs", name="Sans région", region="")
        trappes = queries.by_slug(session, "trappes").id
    app.extensions[EXTENSION] = lambda session, actor: {trappes: 3}

    page = visitor.get("/territoires").text

    assert page.index("Île-de-France") < page.index("Loire-Atlantique") < page.index("Ailleurs")
    assert "Au vivier\u00a0· 3 pages" in page
    assert "National" not in page
    assert "Créer un territoire" not in page


@sqlite_only
def test_an_empty_list_invites_the_national_team(write: Write, client_of: ClientOf) -> None:
    client = client_of("curatrice")
    with write() as session:
        for slug in ("trappes", "nantes"):
            session.delete(queries.by_slug(session, slug))

    assert 'href="/territoires/nouveau"' in client.get("/territoires").text


@sqlite_only
def test_a_visitor_sees_the_sheet_the_college_and_the_people(write: Write, client_of: ClientOf) -> None:
    visitor = client_of("")
    with write() as session:
        trappes = queries.by_slug(session, "trappes")
        trappes.project = "Météos : apprendre le climat ensemble."
        trappes.place = "Yvelines"
        trappes.college = [service.CollegeSeat(category="families", name="Parents d'élèves", position=0)]

    page = visitor.get("/trappes").text

    assert "Météos : apprendre le climat ensemble." in page
    assert "Yvelines" in page
    assert "Parents d&#39;élèves" in page
    assert "13 sièges attendent quelqu’un" in page
    assert 'href="/personnes/referente"' in page
    assert 'href="/personnes/ambassadeur"' in page
    assert "3 membres" in page
    assert 'href="/trappes/flux.atom"' in page
    assert "il manque" not in page
    assert "Modifier la fiche" not in page


@sqlite_only
def test_the_referent_sees_what_is_missing(write: Write, client_of: ClientOf) -> None:
    client = client_of("referente")
    client_of("nina").post("/territoires/trappes/rejoindre")

    page = client.get("/trappes").text

    assert "il manque" in page
    assert "Une demande attend votre réponse" in page
    assert "14 catégories du collège sans personne" in page
    assert "Le projet du territoire" in page
    assert "La région et le lieu" in page
    assert "Une personne référente</a>" not in page


@sqlite_only
def test_nothing_is_missing_once_all_is_there(write: Write, client_of: ClientOf) -> None:
    client = client_of("referente")
    with write() as session:
        trappes = queries.by_slug(session, "trappes")
        trappes.project, trappes.place = "Météos", "Yvelines"
        trappes.college = [
            service.CollegeSeat(category=category, name="Quelqu'un", position=place)
            for place, category in enumerate(service.ActorCategory)
        ]

    page = client.get("/trappes").text

    assert "il manque" not in page
    assert "attendent quelqu" not in page


@sqlite_only
def test_the_national_space_has_neither_college_nor_members(client_of: ClientOf) -> None:
    admin = client_of("admin")

    assert "équipe nationale" in admin.get("/national").text
    for path in ("fiche", "college", "membres", "rejoindre"):
        assert admin.get(f"/territoires/national/{path}").status_code == 404


@sqlite_only
def test_an_unknown_territory_is_not_found(client_of: ClientOf) -> None:
    assert client_of("").get("/atlantide").status_code == 404


@sqlite_only
def test_the_sheet_is_for_those_who_look_after_it(client_of: ClientOf, subtests: pytest.Subtests) -> None:
    for handle, read, written in (
        ("", 401, 401), ("nina", 403, 403), ("membre", 403, 403), ("ambassadeur", 403, 403),
        ("relectrice", 403, 403), ("referente", 200, 422), ("curatrice", 200, 422), ("admin", 200, 422),
    ):  # fmt: skip
        client = client_of(handle)
        for path in ("fiche", "college", "membres"):
            with subtests.test(handle=handle, path=path):
                assert client.get(f"/territoires/trappes/{path}").status_code == read
                assert client.post(f"/territoires/trappes/{path}", data={}).status_code == written


@sqlite_only
def test_a_referent_looks_after_their_territory_only(client_of: ClientOf) -> None:
    assert client_of("referente").get("/territoires/nantes/fiche").status_code == 403


@sqlite_only
def test_the_referent_saves_the_sheet_but_does_not_decide_the_state(
    write: Write, client_of: ClientOf
) -> None:
    client = client_of("referente")
    assert 'name="state"' not in client.get("/territoires/trappes/fiche").text

    answer = client.post(
        "/territoires/trappes/fiche",
        data=fiche(
            name=" Trappes ", place="Yvelines", project="Météos", coordinates="48,774 ; 2,009", state="retenu"
        ),
    )

    assert answer.status_code == 303
    assert answer.location == "/trappes"
    with write() as session:
        assert service.sheet_of(queries.by_slug(session, "trappes")) == service.Sheet(
            "Trappes", "Île-de-France", "Yvelines", "Météos", "vivier", 48.774, 2.009
        )
    assert "48,774 ; 2,009" in client.get("/territoires/trappes/fiche").text


@sqlite_only
def test_the_national_team_decides_the_state(client_of: ClientOf) -> None:
    client = client_of("curatrice")

    client.post("/territoires/trappes/fiche", data=fiche(state="pilote"))

    assert "Territoire pilote" in client.get("/trappes").text


@sqlite_only
def test_what_cannot_be_used_is_told_beside_the_field_and_nothing_is_lost(
    client_of: ClientOf, subtests: pytest.Subtests
) -> None:
    client = client_of("referente")
    for field, text, told in (
        ("name", "Nantes", "porte déjà ce nom"),
        ("name", "", "À remplir"),
        ("name", "a" * 121, "120 caractères"),
        ("project", "b" * 501, "500 caractères"),
        ("coordinates", "près de la gare", "deux nombres"),
        ("coordinates", "95 ; 2", "deux nombres"),
    ):
        with subtests.test(field=field, told=told):
            answer = client.post(
                "/territoires/trappes/fiche", data=fiche(place="Un lieu écrit", **{field: text})
            )

            assert answer.status_code == 422
            assert told in answer.text
            assert "Un lieu écrit" in answer.text
            assert text in answer.text
            assert f'id="{field}-error"' in answer.text


def test_two_people_who_change_one_sheet_both_see_what_the_other_wrote(client_of: ClientOf) -> None:
    first, second = client_of("referente"), client_of("curatrice")
    mark = seen_in(second)
    first.post("/territoires/trappes/fiche", data=fiche(project="Le climat", seen=seen_in(first)))

    late = second.post(
        "/territoires/trappes/fiche", data=fiche(project="La météo", state="vivier", seen=mark)
    )

    assert late.status_code == 422
    assert "La météo" in late.text
    assert "quelqu’un a écrit\u00a0: «\u00a0Le climat\u00a0»" in late.text
    again = second.post(
        "/territoires/trappes/fiche", data=fiche(project="La météo", state="vivier", seen=seen_in(second))
    )
    assert again.status_code == 303


@sqlite_only
def test_saving_what_somebody_else_has_just_saved_is_no_conflict(client_of: ClientOf) -> None:
    client = client_of("referente")
    mark = seen_in(client)
    for _ in range(2):
        answer = client.post("/territoires/trappes/fiche", data=fiche(project="Le climat", seen=mark))
        assert answer.status_code == 303


@sqlite_only
def test_the_national_team_creates_a_territory(client_of: ClientOf) -> None:
    client = client_of("curatrice")
    assert "Île-de-France" in client.get("/territoires/nouveau").text

    answer = client.post("/territoires/nouveau", data=fiche(name="Le Méné", state="candidat"))

    assert answer.location == "/territoires/le-mene/membres"
    page = client.get("/le-mene").text
    assert "Le Méné" in page
    assert "Une personne référente</a>" in page


@sqlite_only
def test_an_address_that_cannot_be_used_is_refused(client_of: ClientOf, subtests: pytest.Subtests) -> None:
    admin = client_of("admin")
    for name, slug, told in (
        ("Territoires", "", "mène déjà à une page du site"),
        ("Un compte", "compte", "mène déjà à une page du site"),
        ("Statique", "static", "mène déjà à une page du site"),
        ("Une autre Trappes", "Trappes", "a déjà l’adresse"),
        ("🌳", "", "au moins une lettre"),
        ("Trappes", "ailleurs", "porte déjà ce nom"),
    ):
        with subtests.test(name):
            answer = admin.post("/territoires/nouveau", data=fiche(name=name, slug=slug, state="vivier"))

            assert answer.status_code == 422
            assert told in answer.text
            assert name in answer.text


@sqlite_only
@pytest.mark.parametrize(("handle", "status"), [("", 401), ("referente", 403)])
def test_only_the_national_team_creates_territories(client_of: ClientOf, handle: str, status: int) -> None:
    client = client_of(handle)

    assert client.get("/territoires/nouveau").status_code == status
    assert client.post("/territoires/nouveau", data=fiche(name="Ici")).status_code == status


@sqlite_only
def test_every_first_word_of_an_address_is_reserved(app: Flask) -> None:
    words = reserved_words(app.url_map)

    assert {"territoires", "connexion", "compte", "personnes", "admin", "langue", "sante", "static"} <= words
    for rule in app.url_map.iter_rules():
        first = rule.rule.split("/")[1]
        assert first in words or first == "" or first == "<territory>"
