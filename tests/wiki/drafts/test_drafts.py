"""Drafts in the browser: kept while one types, listed, looked at beside the page, given up and brought back."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests import factories
from wiki.accounts.models import User
from wiki.accounts.secondfactor import service as second_factor
from wiki.accounts.security.passwords import hash_password
from wiki.attachments.models import File
from wiki.db import now
from wiki.drafts import service, views
from wiki.pages import service as pages
from wiki.pages.keeping import GRACE, LIFETIME
from wiki.pages.models import Draft, Page, Revision
from wiki.pages.purging import erase
from wiki.pages.tasks import sweep_drafts
from wiki.permissions import Actor
from wiki.territories.models import Membership

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXT = "# Lire le climat\n\nUne phrase. Une autre phrase.\n\nUn second paragraphe.\n"
PATH = "/trappes/lire-le-climat"
MINE = TEXT.replace("Une autre phrase.", "Ma phrase à moi.")
PASSWORD = "quatre mots sans rapport"


def words(body: str) -> str:
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", body)).replace("\xa0", " ").replace("\u202f", " ").split()
    )


@pytest.fixture
def page_id(app: Flask, write: Callable[[], Any], people: dict[str, int]) -> int:
    """A public page of Trappes by its referent."""
    with app.test_request_context(), write() as session:
        trappes = factories.territory(session, "trappes")
        rules = app.extensions["wiki.rules"]
        actor = Actor(people["referente"], territories={trappes.id: "referent"}, rules=rules)
        return pages.create(session, actor, pages.NewPage(trappes.id, "page", "public", TEXT)).id


@pytest.fixture
def claire(client_of: Callable[[str], FlaskClient], page_id: int) -> FlaskClient:
    return client_of("referente")


def keep(client: FlaskClient, text: str = MINE, path: str = f"{PATH}/brouillon", **form: Any) -> Any:
    return client.post(path, data={"text": text, "base": "1", **form}, headers={"Accept": "application/json"})


def save(client: FlaskClient, text: str, base: int = 1, **form: Any) -> Any:
    return client.post(f"{PATH}/modifier", data={"text": text, "base": str(base), **form})


def drafts(write: Callable[[], Any]) -> list[tuple[str, bool]]:
    with write() as session:
        rows = session.execute(select(Draft.text, Draft.given_up_at).order_by(Draft.id))
        return [(text, given_up is not None) for text, given_up in rows]


def test_what_is_typed_is_kept_offered_beside_the_page_and_forgotten_once_saved(
    claire: FlaskClient, write: Any
) -> None:
    assert keep(claire, summary="Mieux", minor="y").get_json() == {"version": 1}
    offered = claire.get(f"{PATH}/modifier").text
    assert "Vous avez un brouillon de cette page" in words(offered)
    assert "Une autre phrase." in offered
    assert "1 brouillon" in words(claire.get("/compte").text)
    assert "1 brouillon" in words(claire.get(PATH).text)

    listed = words(claire.get("/compte/brouillons").text)
    assert "Lire le climat" in listed
    assert "3 mots ajoutés, 2 mots retirés" in listed
    beside = claire.get("/compte/brouillons/1").text
    assert "Section" in words(beside) or "modifié" in words(beside)
    assert "mots ajoutés" in words(beside)
    assert "<ins>" in claire.get("/compte/brouillons/1?vue=page").text
    assert "+Une phrase. Ma phrase" in claire.get("/compte/brouillons/1?vue=texte").text
    assert claire.get("/compte/brouillons/1/texte.md").text == MINE

    resumed = claire.get(f"{PATH}/modifier?reprendre=1").text
    assert "Ma phrase à moi." in resumed
    assert 'value="Mieux"' in resumed
    assert re.search(r'name="minor"[^>]* checked|checked[^>]*name="minor"', resumed)
    assert save(claire, MINE, draft="1").status_code == 303
    assert drafts(write) == []


def test_a_second_window_is_told_and_both_texts_stay(claire: FlaskClient, write: Any) -> None:
    keep(claire, window="a", turn="1")
    refused = keep(claire, "Autre texte.", window="b", turn="1")
    told = refused.get_json()
    assert (refused.status_code, refused.content_type) == (409, "application/problem+json")
    assert (told["version"], told["text"], told["resume"]) == (1, MINE, f"{PATH}/modifier?reprendre=1")
    assert claire.get(told["address"]).status_code == 200

    aside = keep(claire, "Autre texte.", window="b", turn="2", aside="1")
    assert aside.get_json() == {"version": 1}
    assert drafts(write) == [(MINE, False), ("Autre texte.", True)]
    decided = keep(claire, "Autre texte, plus long.", window="b", turn="3", decided="1")
    assert decided.get_json() == {"version": 2}
    assert sorted(drafts(write)) == sorted(
        [("Autre texte, plus long.", False), ("Autre texte.", True), (MINE, True)]
    )


def test_without_scripts_a_button_keeps_and_another_window_is_asked_about(claire: FlaskClient) -> None:
    kept = save(claire, MINE, action="keep")
    assert (kept.status_code, kept.location) == (303, f"{PATH}/modifier?reprendre=1")
    assert "Votre brouillon est gardé" in words(claire.get(kept.location).text)
    asked = save(claire, "Depuis une autre fenêtre.", action="keep", summary="Ici")
    assert asked.status_code == 409
    body = words(asked.text)
    assert "Une autre fenêtre a continué ce texte" in body
    assert "Depuis une autre fenêtre." in body
    assert "Ma phrase à moi." in body
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    assert (form["decided"], form["summary"]) == ("1", "Ici")
    decided = save(claire, "Depuis une autre fenêtre.", action="keep", **form)
    assert "Depuis une autre fenêtre." in claire.get(decided.location).text
    assert save(claire, "  ", action="keep").status_code == 422
    assert save(claire, "x" * 1_000_001, action="keep").status_code == 422


def test_a_page_to_create_is_kept_whole_and_taken_up_again(claire: FlaskClient, write: Any) -> None:
    with write() as session:
        nantes = factories.territory(session, "nantes")
        factories.membership(session, session.get_one(User, session.scalar(
            select(User.id).where(User.handle == "referente"))), nantes)  # fmt: skip
        place = nantes.id
    form = {
        "form_key": "k1", "title": "Écouter la pluie", "territory": str(place), "themes": ["Climat"], "tags": "eau",
        "audience": "members",
    }  # fmt: skip
    answer = keep(claire, "Mes mots.", "/nouveau/brouillon?type=tool", **form)
    assert answer.get_json() == {"version": 1}
    assert "Écouter la pluie" in words(claire.get("/nouveau").text)
    listed = words(claire.get("/compte/brouillons").text)
    assert "Outil Nantes" in listed
    assert "nouvelle page, 2 mots" in listed
    assert "Cette page n’est pas encore créée." in words(claire.get("/compte/brouillons/1").text)

    body = claire.get("/nouveau?type=tool&brouillon=1").text
    assert 'value="Écouter la pluie"' in body
    assert re.search(rf'<option selected value="{place}">', body)
    assert re.search(r'value="Climat"[^>]* checked', body)
    assert re.search(r'checked[^>]*value="members"|value="members"[^>]*checked', body)
    assert ("k1" in body, "Mes mots." in body) == (True, True)
    created = claire.post("/nouveau?type=tool", data={**form, "text": "Mes mots.", "draft": "1"})
    assert created.location == "/nantes/ecouter-la-pluie"
    assert drafts(write) == []


def test_without_scripts_a_page_to_create_is_kept_too(claire: FlaskClient, write: Any) -> None:
    form = {"form_key": "k1", "title": "", "text": "Mes mots.", "action": "keep"}
    kept = claire.post("/nouveau?type=page", data=form)
    assert (kept.status_code, kept.location) == (303, "/nouveau?type=page&brouillon=1")
    assert "Mes mots." in claire.get(kept.location).text
    assert "Sans titre" in words(claire.get("/compte/brouillons").text)
    assert claire.post("/nouveau?type=page", data={**form, "text": ""}).status_code == 422
    assert claire.get("/nouveau?type=page&brouillon=7").status_code == 200


def test_a_page_with_files_begins_as_a_private_draft(claire: FlaskClient, write: Any) -> None:
    with write() as session:
        place = factories.territory(session, "trappes").id
    form = {"title": "Avec images", "territory": str(place), "text": "Mes mots.", "audience": "public"}
    answer = claire.post("/nouveau?type=page", data={**form, "action": "private"})
    assert answer.location == "/trappes/avec-images/modifier"
    with write() as session:
        page = session.scalars(select(Page).where(Page.slug == "avec-images")).one()
        assert page.audience == "draft"


def test_a_page_that_moved_on_is_merged_and_a_conflict_is_announced(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient]
) -> None:
    keep(claire)
    save(client_of("membre"), TEXT.replace("second paragraphe", "deuxième paragraphe"))
    body = words(claire.get("/compte/brouillons/1").text)
    assert "les deux changements seront réunis" in body
    assert "deuxième" in body
    save(client_of("membre"), TEXT.replace("Une autre phrase.", "Leur phrase."), base=2)
    body = words(claire.get("/compte/brouillons/1").text)
    assert "Un passage a été changé des deux côtés" in body


def test_given_up_and_brought_back_for_a_day(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient], write: Any
) -> None:
    keep(claire)
    other = client_of("membre")
    assert other.post("/compte/brouillons/1/abandonner").status_code == 404
    assert claire.post("/compte/brouillons/1/abandonner").location == "/compte/brouillons"
    assert claire.post("/compte/brouillons/1/abandonner").status_code == 303
    body = words(claire.get("/compte/brouillons").text)
    assert "Abandonnés depuis moins de 24 heures" in body
    assert "brouillon de cette page" not in words(claire.get(f"{PATH}/modifier").text)
    assert claire.post("/compte/brouillons/1/remettre").location == "/compte/brouillons/1"
    assert claire.post("/compte/brouillons/1/remettre").status_code == 303
    assert drafts(write) == [(MINE, False)]
    claire.post("/compte/brouillons/1/abandonner")
    with write() as session:
        session.execute(update(Draft).values(given_up_at=now() - GRACE - timedelta(minutes=1)))
    assert claire.get("/compte/brouillons/1").status_code == 404
    assert "Aucun brouillon en cours" in words(claire.get("/compte/brouillons").text)


def test_the_text_stays_when_the_page_or_the_right_is_gone(
    claire: FlaskClient, write: Any, people: Any
) -> None:
    keep(claire)
    with write() as session:
        membership = session.scalars(
            select(Membership).where(Membership.user_id == people["referente"])
        ).one()
        session.delete(membership)
    body = claire.get("/compte/brouillons/1").text
    assert f"{PATH}/contribuer?reprendre=1" in body
    with write() as session:
        session.execute(update(User).values(suspended_until=now() + timedelta(days=1)))
    body = claire.get("/compte/brouillons/1").text
    assert "Vous ne pouvez plus écrire dans cette page" in words(body)
    assert "reprendre=1" not in body
    with write() as session:
        session.execute(update(Page).values(audience_key="trash:1"))
    for address in ("/compte/brouillons", "/compte/brouillons/1"):
        body = words(claire.get(address).text)
        assert "la page n’est plus là" in body.lower()
    assert "Ma phrase à moi." in claire.get("/compte/brouillons/1").text
    assert keep(claire, "Encore.").status_code == 404


def test_the_list_pages_and_says_what_will_be_deleted(
    claire: FlaskClient, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SLICE", 2)
    for number in range(5):
        path = "/nouveau/brouillon?type=page"
        keep(claire, f"Texte {number}.", path, form_key=f"k{number}", title=f"Page {number}")
    with write() as session:
        session.execute(
            update(Draft).where(Draft.id == 5).values(kept_at=now() - LIFETIME + timedelta(days=3))
        )
    seen, address = list[str](), "/compte/brouillons"
    while address:
        body = claire.get(address).text
        seen += re.findall(r"Page \d(?=</a></h2>)", body)
        following = re.search(r'rel="next" href="([^"]+)"', body)
        address = unescape(following[1]) if following else ""
    assert seen == ["Page 3", "Page 2", "Page 1", "Page 0", "Page 4"]
    assert "Sera effacé le" in words(body)
    assert claire.get("/compte/brouillons?avant=999").status_code == 200


def test_nobody_keeps_without_an_account_and_nobody_reads_those_of_others(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient]
) -> None:
    keep(claire)
    visitor, member = client_of(""), client_of("membre")
    for path in (f"{PATH}/brouillon", "/nouveau/brouillon"):
        assert keep(visitor, path=path).status_code == 401
    assert visitor.get("/compte/brouillons").status_code == 401
    for address in ("/compte/brouillons/1", "/compte/brouillons/1/texte.md"):
        assert member.get(address).status_code == 404
        assert visitor.get(address).status_code == 401
    assert keep(claire, "").status_code == 422
    assert keep(claire, "x" * 1_000_001).get_json()["detail"].startswith("Ce texte fait")


def test_signing_in_again_in_place(app: Flask, client_of: Callable[[str], FlaskClient], write: Any) -> None:
    browser = client_of("")
    assert browser.get("/connexion/ici").get_json()["handle"] == ""
    with write() as session:
        user = session.scalars(select(User).where(User.handle == "membre")).one()
        user.password_hash = hash_password(PASSWORD)
        email = user.email
    refused = browser.post("/connexion/ici", data={"email": email, "password": "faux"})
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")
    assert "ne vont pas ensemble" in refused.get_json()["detail"]
    app.config["WTF_CSRF_ENABLED"] = True
    form = {"email": email, "password": PASSWORD}
    assert browser.post("/connexion/ici", data=form).status_code == 400
    told = browser.get("/connexion/ici").get_json()
    answer = browser.post("/connexion/ici", data=form, headers={"X-CSRFToken": told["csrf_token"]})
    assert (answer.status_code, answer.get_json()["handle"]) == (200, "membre")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["csrf_token"] != told["csrf_token"]
    assert browser.get("/connexion/ici").get_json()["handle"] == "membre"


def test_drafts_go_with_what_an_administrator_takes_away_for_good(
    app: Flask, claire: FlaskClient, write: Any, page_id: int
) -> None:
    keep(claire)
    with app.app_context(), write() as session:
        service.forget_version(session, session.scalars(select(Revision)).one())
    assert drafts(write) == []
    keep(claire)
    with app.app_context(), write() as session:
        erase(session, [page_id], with_copies=True)
    assert drafts(write) == []


def test_old_drafts_are_deleted_by_the_worker(app: Flask, claire: FlaskClient, write: Any) -> None:
    keep(claire)
    with write() as session:
        session.execute(update(Draft).values(kept_at=now() - LIFETIME - timedelta(days=1)))
    with app.app_context():
        assert sweep_drafts() == 1


def test_what_a_picture_shows_is_said_beside_the_text(
    claire: FlaskClient, client_of: Callable[[str], FlaskClient], write: Any, page_id: int
) -> None:
    with write() as session:
        file = factories.file(session, session.get_one(Page, page_id), b"x")
        file.caption, number = "Photo : Claire", file.id
    answer = claire.post(f"/fichiers/{number}/alt", data={"alt": "  Une cour\nà l'ombre "})
    assert answer.get_json() == {"alt": "Une cour à l'ombre"}
    with write() as session:
        found = session.get_one(File, number)
        assert (found.alt, found.caption) == ("Une cour à l'ombre", "Photo : Claire")
    assert client_of("nina").post(f"/fichiers/{number}/alt", data={"alt": "x"}).status_code == 403


def test_signing_in_again_in_place_asks_for_the_code_where_the_account_has_one(
    app: Flask, client_of: Callable[[str], FlaskClient], write: Any, people: dict[str, int]
) -> None:
    seal = app.extensions["wiki.seal"]
    with write() as session:
        user = session.get_one(User, people["membre"])
        user.password_hash = hash_password(PASSWORD)
        email = user.email
        secret = second_factor.prepare(session, seal, user.id)
        earlier = now() - timedelta(hours=1)
        second_factor.confirm(session, seal, user.id, pyotp.TOTP(secret).at(earlier), at=earlier)
    browser = client_of("")
    asked = browser.post("/connexion/ici", data={"email": email, "password": PASSWORD})
    assert (asked.status_code, asked.get_json()["asks_code"]) == (422, True)
    code = pyotp.TOTP(secret).at(now())
    assert browser.post("/connexion/ici", data={"code": code}).get_json()["handle"] == "membre"
