"""Families as doors, pages of themes and tags, and the management of themes, as people see them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from wiki.app import create_app
from wiki.config import Settings
from wiki.permissions import Actor
from wiki.themes import queries, service
from wiki.themes.registry import EXTENSION, NoPages
from wiki.web.slots import slots

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ClientOf = Callable[[str], FlaskClient]
Write = Callable[[], AbstractContextManager[Session]]


class Pages(NoPages):
    """Two pages of the theme Environnement; one has a tag."""

    def __init__(self) -> None:
        self.theme_id = self.tag_id = 0

    def theme_counts(self, session: Session, actor: Actor) -> Mapping[int, int]:
        return {self.theme_id: 2}

    def tag_count(self, session: Session, actor: Actor, tag_id: int) -> int:
        return int(tag_id == self.tag_id)

    def move_theme(self, session: Session, old_id: int, new_id: int) -> None:
        self.theme_id = new_id


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, features=("wiki.jobs", "wiki.accounts", "wiki.territories", "wiki.themes"))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def pages(app: Flask, write: Write, people: dict[str, int]) -> Pages:
    held = app.extensions[EXTENSION] = Pages()
    with write() as session:
        held.theme_id = queries.theme(session, "Environnement").id
    return held


def confirm(client: FlaskClient, path: str, **typed: str) -> str:
    """Post a form, see the question, confirm; where one is led."""
    question = client.post(path, data=typed)
    assert question.status_code == 200
    assert 'name="confirme"' in question.text
    for name, value in typed.items():
        assert f'name="{name}" value="{value}"' in question.text
    done = client.post(path, data={**typed, "confirme": "oui"}, follow_redirects=True)
    assert done.status_code == 200
    return done.text


def test_the_families_are_doors(client_of: ClientOf, pages: Pages) -> None:
    page = client_of("").get("/themes").text

    assert 'href="/themes/climat"' in page
    assert 'href="/themes/theme-climat"' in page
    assert "2 pages" in page
    assert "Gérer les thèmes" not in page
    assert 'href="/themes/gestion">' in client_of("curatrice").get("/themes").text


def test_a_wiki_without_themes_says_so(app: Flask) -> None:
    assert "Aucun thème pour l’instant" in app.test_client().get("/themes").text


def test_a_family_a_theme_and_a_tag_have_their_pages(
    app: Flask, write: Write, client_of: ClientOf, pages: Pages
) -> None:
    visitor = client_of("")
    slots(app).fill("family.body", lambda family, theme_ids: f"[{family.slug} {len(theme_ids)}]")
    slots(app).fill("theme.body", lambda theme, theme_ids: f"[{theme.slug} {len(theme_ids)}]")
    slots(app).fill("tag.body", lambda tag: f"[{tag.slug}]")
    with write() as session:
        tag = service.ensure_tag(session, "Îlot de fraîcheur")
        service.ensure_tag(session, "Secret")
        assert tag is not None
        pages.tag_id = tag.id

    assert "[climat 3]" in visitor.get("/themes/climat").text
    assert "[environnement 1]" in visitor.get("/themes/environnement").text
    assert "[ilot-de-fraicheur]" in visitor.get("/mots-cles/ilot-de-fraicheur").text
    for path in ("/themes/atlantide", "/mots-cles/secret", "/mots-cles/inconnu"):
        assert visitor.get(path).status_code == 404


def test_themes_are_for_the_national_team_to_manage(client_of: ClientOf, pages: Pages) -> None:
    for handle, status in (("", 401), ("referente", 403), ("relectrice", 403), ("curatrice", 200)):
        client = client_of(handle)
        assert client.get("/themes/gestion").status_code == status
        assert client.get("/themes/gestion/environnement").status_code == status
        assert client.post("/themes/gestion", data={}).status_code == {200: 422}.get(status, status)
        assert client.post("/themes/gestion/environnement/retirer").status_code == status


def test_a_theme_is_added(client_of: ClientOf, pages: Pages) -> None:
    page = confirm(client_of("curatrice"), "/themes/gestion", name="Biodiversité", family="climat")

    assert "Le thème «\u00a0Biodiversité\u00a0» est ajouté." in page
    assert "Biodiversité" in client_of("").get("/themes/climat").text


def test_a_name_that_is_taken_is_told_before_the_question(client_of: ClientOf, pages: Pages) -> None:
    client = client_of("curatrice")
    for path in ("/themes/gestion", "/themes/gestion/environnement/renommer"):
        answer = client.post(path, data={"name": "Citoyenneté", "family": "climat"})
        assert answer.status_code == 422
        assert "mène déjà au thème" in answer.text
        assert 'value="Citoyenneté"' in answer.text
        assert client.post(path, data={"name": "", "family": "climat"}).status_code == 422


def test_a_renamed_theme_is_found_at_its_old_address(client_of: ClientOf, pages: Pages) -> None:
    client = client_of("curatrice")

    page = confirm(client, "/themes/gestion/environnement/renommer", name="Milieux vivants")

    assert "s’appelle maintenant «\u00a0Milieux vivants\u00a0»" in page
    moved = client.get("/themes/environnement")
    assert (moved.status_code, moved.location) == (301, "/themes/milieux-vivants")
    assert client.get("/themes/gestion/environnement").location == "/themes/gestion/milieux-vivants"
    assert client.post("/themes/gestion/environnement/retirer").status_code == 409


def test_merged_themes_keep_their_pages(write: Write, client_of: ClientOf, pages: Pages) -> None:
    client = client_of("curatrice")
    path = "/themes/gestion/environnement/reunir"
    assert "2 pages portent ce thème" in client.post(path, data={"successor": "citoyennete"}).text

    page = confirm(client, path, successor="citoyennete")

    assert "fait maintenant partie de" in page
    assert client.get("/themes/environnement").location == "/themes/citoyennete"
    with write() as session:
        assert pages.theme_id == queries.theme(session, "Citoyenneté").id


def test_a_theme_is_not_merged_with_itself_or_nothing(client_of: ClientOf, pages: Pages) -> None:
    client = client_of("curatrice")
    for successor in ("environnement", "", "atlantide"):
        answer = client.post("/themes/gestion/environnement/reunir", data={"successor": successor})
        assert answer.status_code == 422


def test_a_theme_is_retired_and_brought_back(client_of: ClientOf, pages: Pages) -> None:
    client = client_of("curatrice")

    assert "n’est plus proposé" in confirm(client, "/themes/gestion/environnement/retirer")
    assert "retiré" in client.get("/themes/gestion").text
    assert "Ce thème n’est plus proposé" in client.get("/themes/environnement").text
    assert "/themes/environnement" not in client.get("/themes").text
    assert "est de nouveau proposé" in confirm(client, "/themes/gestion/environnement/remettre")
    assert "/themes/environnement" in client.get("/themes").text


def test_no_theme_takes_a_word_that_routes_use(app: Flask) -> None:
    words = {rule.rule.split("/")[2] for rule in app.url_map.iter_rules() if rule.rule.startswith("/themes/")}

    assert {word for word in words if "<" not in word} <= service.RESERVED_SLUGS


def test_a_confirmation_that_comes_too_late_is_told(write: Write, client_of: ClientOf, pages: Pages) -> None:
    client = client_of("curatrice")
    with write() as session:
        first, second = queries.theme(session, "Climat"), queries.theme(session, "Citoyenneté")
        actor = Actor(user_id=1, site_role="curator", rules=client.application.extensions["wiki.rules"])
        service.merge(session, actor, second, first, NoPages())

    answer = client.post(
        "/themes/gestion/environnement/renommer", data={"name": "Citoyenneté", "confirme": "oui"}
    )

    assert answer.status_code == 422
    assert "mène déjà au thème «\u00a0Climat\u00a0»" in answer.text


def test_where_nothing_holds_pages_nothing_is_counted(app: Flask, write: Write) -> None:
    nothing = app.extensions[EXTENSION]
    visitor = Actor()
    with write() as session:
        assert not nothing.theme_counts(session, visitor)
        assert not nothing.family_counts(session, visitor)
        assert nothing.tag_count(session, visitor, 1) == 0
