"""Changing and leaving one's own account."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import factories
from wiki.accounts import service
from wiki.accounts.events import AccountDeleted
from wiki.accounts.models import Invitation, SignIn, User
from wiki.db import now
from wiki.errors import Invalid
from wiki.pages.models import Page, Revision
from wiki.territories.models import Membership

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PASSWORD = "quatre mots sans rapport"
OTHER = "encore quatre autres mots"


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


def anne_now(write: Callable[[], object], anne: int) -> User:
    with write() as session:
        return session.get_one(User, anne)


# --- forgotten passwords ---------------------------------------------------------------------------------


@sqlite_only
def test_a_forgotten_password_is_replaced_by_a_mailed_link(
    browser: FlaskClient, sign_in: Callable[..., FlaskClient], letters
) -> None:
    elsewhere = sign_in()
    assert browser.get("/mot-de-passe/oubli").status_code == 200
    browser.post("/mot-de-passe/oubli", data={"email": "ANNE@exemple.fr"})
    link = letters.link()
    assert browser.get(link).status_code == 200

    assert browser.post(link, data={"password": "court"}).status_code == 422
    assert browser.post(link, data={"password": OTHER}).location == "/connexion"

    assert not is_signed_in(elsewhere)
    assert is_signed_in(sign_in(OTHER))
    assert not is_signed_in(sign_in(PASSWORD))
    assert letters.one()["Subject"] == "Votre mot de passe a changé"
    assert browser.get(link).status_code == 410
    assert browser.post(link, data={"password": PASSWORD}).status_code == 410


@sqlite_only
def test_the_answer_is_the_same_for_an_unknown_address(browser: FlaskClient, anne: int, letters) -> None:
    known = browser.post("/mot-de-passe/oubli", data={"email": "anne@exemple.fr"})
    unknown = browser.post("/mot-de-passe/oubli", data={"email": "xxxx@exemple.fr"})

    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert [letter["To"] for letter in letters.new()] == ["anne@exemple.fr"]


@sqlite_only
@pytest.mark.parametrize(
    ("chosen", "browser_s", "subject"),
    [
        ("", "en", "Choose a new password"),
        ("", "fr", "Choisissez un nouveau mot de passe"),
        ("fr", "en", "Choisissez un nouveau mot de passe"),
        ("en", "fr", "Choose a new password"),
    ],
)
def test_the_mail_speaks_the_account_s_language_else_the_browser_s(
    browser: FlaskClient,
    anne: int,
    letters,
    write: Callable[[], object],
    chosen: str,
    browser_s: str,
    subject: str,
) -> None:
    with write() as session:
        service.choose_language(session, anne, chosen)
    browser.set_cookie("langue", browser_s)
    browser.post("/mot-de-passe/oubli", data={"email": "anne@exemple.fr"})

    assert letters.one()["Subject"] == subject


@sqlite_only
def test_something_that_is_no_address_is_told(browser: FlaskClient) -> None:
    answer = browser.post("/mot-de-passe/oubli", data={"email": "anne"})

    assert answer.status_code == 422
    assert 'value="anne"' in answer.text


@sqlite_only
def test_the_link_also_confirms_an_account_whose_message_was_lost(
    browser: FlaskClient, letters, write: Callable[[], object]
) -> None:
    browser.post("/inscription", data={"name": "Bruno", "email": "b@exemple.fr", "password": PASSWORD})
    letters.new()
    browser.post("/mot-de-passe/oubli", data={"email": "b@exemple.fr"})
    browser.post(letters.link(), data={"password": OTHER})

    assert browser.post("/connexion", data={"email": "b@exemple.fr", "password": OTHER}).status_code == 303


@sqlite_only
def test_a_reset_link_is_for_one_day_and_its_own_purpose(
    app: Flask, browser: FlaskClient, anne: int, letters, write: Callable[[], object]
) -> None:
    browser.post("/mot-de-passe/oubli", data={"email": "anne@exemple.fr"})
    link = letters.link()
    token = link.rpartition("/")[2]
    tomorrow = now() + timedelta(days=1, minutes=1)
    with write() as session, pytest.raises(Invalid):
        service.reset_password(session, app.extensions["wiki.tokens"], token, OTHER, at=tomorrow)

    assert browser.get(f"/confirmation/{token}").status_code == 410
    assert browser.get(link).status_code == 200


# --- changes ---------------------------------------------------------------------------------------------


@sqlite_only
def test_another_password_ends_the_other_sessions_and_renews_this_one(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], letters
) -> None:
    here, elsewhere = sign_in(), sign_in()
    with here.session_transaction() as cookie:
        before = cookie["_user_id"]
    assert here.get("/compte/mot-de-passe").status_code == 200

    assert here.post("/compte/mot-de-passe", data={"password": "Anne le Goff"}).status_code == 422
    assert is_signed_in(elsewhere)

    assert here.post("/compte/mot-de-passe", data={"password": OTHER}).location == "/compte"

    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    with here.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert letters.one()["To"] == "anne@exemple.fr"


@sqlite_only
def test_another_address_counts_once_it_is_confirmed(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int, letters
) -> None:
    client = sign_in()
    assert "anne@exemple.fr" in client.get("/compte/adresse").text
    typed = {"email": "anne@ailleurs.fr"}
    assert client.post("/compte/adresse", data={**typed, "email": "anne@exemple.fr"}).status_code == 422
    assert client.post("/compte/adresse", data=typed).location == "/compte"
    assert anne_now(write, anne).email == "anne@exemple.fr"

    link = letters.link()
    assert client.post(link).location == "/compte"

    assert anne_now(write, anne).email == "anne@ailleurs.fr"
    told = letters.one()
    assert (told["To"], told["Subject"]) == ("anne@exemple.fr", "Votre compte a une nouvelle adresse")
    assert client.post(link).status_code == 410


@sqlite_only
def test_an_address_of_somebody_else_is_told_to_that_person_only(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int, letters
) -> None:
    with write() as session:
        factories.user(session, "bruno")
    client = sign_in()

    answer = client.post("/compte/adresse", data={"email": "bruno@exemple.fr"})

    assert answer.location == "/compte"
    letter = letters.one()
    assert (letter["To"], letter["Subject"]) == ("bruno@exemple.fr", "Vous avez déjà un compte")


def test_an_address_taken_meanwhile_stays_with_who_proved_it(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int, letters
) -> None:
    client = sign_in()
    client.post("/compte/adresse", data={"email": "neuve@exemple.fr"})
    link = letters.link()
    with write() as session:
        factories.user(session, "neuve")

    answer = client.post(link)

    assert answer.status_code == 410
    assert "sert déjà à un autre compte" in answer.text


@sqlite_only
def test_an_address_that_somebody_only_claims_goes_to_who_proves_it(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int, letters
) -> None:
    client = sign_in()
    with write() as session:
        factories.user(session, "neuve", confirmed_at=None)
    client.post("/compte/adresse", data={"email": "neuve@exemple.fr"})

    assert client.post(letters.link()).status_code == 303
    assert anne_now(write, anne).email == "neuve@exemple.fr"


@sqlite_only
def test_name_and_language_can_be_changed(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    client = sign_in()
    assert client.post("/compte", data={"name": "Anne  LE GOFF", "locale": "en"}).location == "/compte"
    changed = anne_now(write, anne)
    assert (changed.name, changed.locale, changed.handle) == ("Anne LE GOFF", "en", "anne-le-goff")
    assert '<html lang="en">' in client.get("/compte").text

    assert client.post("/compte", data={"name": "", "locale": ""}).status_code == 422
    assert client.post("/compte", data={"name": "x" * 121, "locale": ""}).status_code == 422
    assert client.post("/compte", data={"name": "Anne", "locale": "xx"}).status_code == 422
    assert anne_now(write, anne).name == "Anne LE GOFF"


@sqlite_only
@pytest.mark.parametrize(
    "path", ["/compte", "/compte/mot-de-passe", "/compte/adresse", "/compte/suppression"]
)
def test_a_visitor_is_asked_to_sign_in(browser: FlaskClient, path: str) -> None:
    assert browser.get(path).status_code == 401
    assert browser.post(path).status_code == 401


class TestThrottle:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, throttle=True)

    @sqlite_only
    def test_the_present_password_cannot_be_guessed(self, sign_in: Callable[..., FlaskClient]) -> None:
        client = sign_in()
        answers = [client.post("/compte/preuve", data={"password": "non"}).status_code for _ in range(11)]

        assert answers == [422] * 10 + [429]

    def test_one_address_can_be_sent_five_links(self, browser: FlaskClient, letters, anne: int) -> None:
        typed = {"email": "anne@exemple.fr"}
        answers = [browser.post("/mot-de-passe/oubli", data=typed).status_code for _ in range(6)]

        assert answers == [303] * 5 + [429]


# --- leaving ---------------------------------------------------------------------------------------------


def test_leaving_forgets_the_person_and_keeps_the_texts(
    app: Flask, sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    left: list[AccountDeleted] = []
    app.extensions["wiki.events"].listen(AccountDeleted, left.append)
    client, elsewhere = sign_in(), sign_in()
    with write() as session:
        user = session.get_one(User, anne)
        trappes = factories.territory(session)
        factories.membership(session, user, trappes)
        page = Page(territory_id=trappes.id, slug="x", kind="page", audience_key="public", owner_id=anne)
        session.add(page)
        session.flush()
        session.add(Revision(page_id=page.id, number=1, text="# X", author_id=anne))
        session.add(
            Invitation(
                token_hash="x", email="anne@exemple.fr", invited_by=anne, expires_at=now(), used_at=now()
            )
        )
    assert "Ancien membre" in client.get("/compte/suppression").text
    assert client.get("/personnes/anne-le-goff").status_code == 200

    assert client.post("/compte/suppression", data={"action": "now"}).location == "/"

    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert left == [AccountDeleted(anne)]
    gone = anne_now(write, anne)
    assert (gone.name, gone.handle, gone.email, gone.password_hash, gone.site_role, gone.locale) == (
        "Ancien membre",
        f"ancien-membre-{anne}",
        None,
        None,
        "",
        "",
    )
    with write() as session:
        assert session.scalars(select(Revision.author_id)).all() == [anne]
        for table in (Membership, SignIn, Invitation):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    for handle in ("anne-le-goff", gone.handle):
        assert client.get(f"/personnes/{handle}").status_code == 404
    assert not is_signed_in(sign_in())


@sqlite_only
def test_the_last_administrator_stays(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    client = sign_in()
    with write() as session:
        session.get_one(User, anne).site_role = "admin"
        other = factories.user(session, "autre", site_role="admin", blocked_at=now())

    answer = client.post("/compte/suppression", data={"action": "now"})
    assert answer.status_code == 422
    assert "Personne d’autre n’administre ce site" in answer.text

    with write() as session:
        session.get_one(User, other.id).blocked_at = None
    assert client.post("/compte/suppression", data={"action": "now"}).location == "/"


# --- what others see -------------------------------------------------------------------------------------


@sqlite_only
def test_everybody_sees_a_name_its_places_and_what_fills_the_slot(
    app: Flask, browser: FlaskClient, people: dict[str, int]
) -> None:
    app.extensions["wiki.slots"].fill("profile.body", lambda user_id: f"<p>Textes de {user_id}</p>")

    page = browser.get("/personnes/referente").text

    assert "<h1>Referente</h1>" in page
    assert 'Personne référente\u00a0· <a href="/trappes">Trappes</a>' in page
    assert f"<p>Textes de {people['referente']}</p>" in page
    assert "referente@exemple.fr" not in page
    assert "Personne ambassadrice" in browser.get("/personnes/ambassadeur").text
    assert "Membre\u00a0· <a" in browser.get("/personnes/membre").text
    assert "Équipe nationale" in browser.get("/personnes/curatrice").text


@sqlite_only
def test_a_person_sees_the_way_to_the_account_on_the_own_page_only(
    client_of: Callable[[str], FlaskClient],
) -> None:
    client = client_of("membre")

    assert 'class="btn btn-secondary" href="/compte"' in client.get("/personnes/membre").text
    assert 'class="btn btn-secondary" href="/compte"' not in client.get("/personnes/nina").text


@sqlite_only
@pytest.mark.parametrize("handle", ["inconnue", "a%00b", "%F0%9F%8C%BF"])
def test_nobody_has_such_a_page(browser: FlaskClient, handle: str) -> None:
    assert browser.get(f"/personnes/{handle}").status_code == 404


@sqlite_only
def test_blocked_and_unconfirmed_people_have_no_page(
    browser: FlaskClient, write: Callable[[], object]
) -> None:
    with write() as session:
        factories.user(session, "bloc", blocked_at=now())
        factories.user(session, "attente", confirmed_at=None)

    assert browser.get("/personnes/bloc").status_code == 404
    assert browser.get("/personnes/attente").status_code == 404
