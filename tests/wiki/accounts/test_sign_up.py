"""New accounts: asked for by anybody, proved by mail, kept from those who only guess."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from time import sleep

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.accounts import service
from wiki.accounts.administration import service as administration
from wiki.accounts.models import Invitation, User
from wiki.accounts.queries import actor_of
from wiki.db import now
from wiki.errors import Conflict, Invalid
from wiki.permissions import Rules
from wiki.territories.models import Membership
from wiki.web import honeypot

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PASSWORD = "quatre mots sans rapport"
BRUNO = {"name": "Bruno  Éon", "email": "Bruno@Exemple.fr", "password": PASSWORD}


def users(write: Callable[[], object]) -> list[User]:
    with write() as session:
        return list(session.scalars(select(User).order_by(User.id)))


@sqlite_only
def test_somebody_signs_up_confirms_and_comes_in(
    browser: FlaskClient, letters, write: Callable[[], object]
) -> None:
    assert browser.get("/inscription").status_code == 200
    assert browser.post("/inscription", data=BRUNO).location == "/connexion"
    assert "Un message est en route vers Bruno@Exemple.fr" in browser.get("/connexion").text
    assert browser.post("/connexion", data=BRUNO).status_code == 422

    link = letters.link()
    asked = browser.get(link)
    assert "bruno@exemple.fr" in asked.text
    assert asked.headers["Cache-Control"] == "no-store"
    assert users(write)[0].confirmed_at is None
    assert browser.post(link).location == "/connexion"

    (bruno,) = users(write)
    assert (bruno.name, bruno.handle, bruno.email, bruno.locale) == (
        "Bruno Éon",
        "bruno-eon",
        "bruno@exemple.fr",
        "fr",
    )
    assert bruno.confirmed_at is not None
    assert browser.post("/connexion", data=BRUNO).status_code == 303


@sqlite_only
def test_a_link_serves_once(browser: FlaskClient, letters) -> None:
    browser.post("/inscription", data=BRUNO)
    link = letters.link()
    browser.post(link)

    for answer in (browser.get(link), browser.post(link), browser.get("/confirmation/forged")):
        assert answer.status_code == 410
        assert "ne sert plus" in answer.text


@sqlite_only
def test_a_link_serves_for_a_day(
    app: Flask, browser: FlaskClient, letters, write: Callable[[], object]
) -> None:
    browser.post("/inscription", data=BRUNO)
    token = letters.link().rpartition("/")[2]
    tokens = app.extensions["wiki.tokens"]
    with write() as session:
        with pytest.raises(Invalid):
            service.confirm(session, tokens, token, at=now() + timedelta(days=1, seconds=1))
        with pytest.raises(Invalid):
            service.open_link(session, tokens, "reset", token)
        assert service.confirm(session, tokens, token, at=now() + timedelta(hours=23)).confirmed_at


def test_a_known_address_gets_the_same_answer_and_a_mail(
    app: Flask, browser: FlaskClient, letters, anne: int, write: Callable[[], object]
) -> None:
    known = browser.post("/inscription", data={**BRUNO, "email": "anne@exemple.fr"})
    told_known = browser.get("/connexion").text
    letter = letters.one()
    unknown = browser.post("/inscription", data=BRUNO)
    told_unknown = browser.get("/connexion").text

    assert (known.status_code, known.location, known.data) == (
        unknown.status_code,
        unknown.location,
        unknown.data,
    )
    plain = [
        re.sub(r'value="[^"]*"', "", told).replace("anne@exemple.fr", "").replace("Bruno@Exemple.fr", "")
        for told in (told_known, told_unknown)
    ]
    assert plain[0] == plain[1]
    assert letter["To"] == "anne@exemple.fr"
    assert letter["Subject"] == "Vous avez déjà un compte"
    assert users(write)[0].name == "Anne Le Goff"


@sqlite_only
def test_nothing_is_sent_to_somebody_who_is_blocked(
    browser: FlaskClient, letters, anne: int, write: Callable[[], object]
) -> None:
    with write() as session:
        session.get_one(User, anne).blocked_at = now()
    browser.post("/inscription", data={**BRUNO, "email": "anne@exemple.fr"})
    browser.post("/mot-de-passe/oubli", data={"email": "anne@exemple.fr"})

    assert letters.new() == []


def test_an_unconfirmed_address_is_whoevers_asks_last(
    browser: FlaskClient, letters, write: Callable[[], object]
) -> None:
    browser.post(
        "/inscription", data={**BRUNO, "name": "Quelqu'un d'autre", "password": "celui de quelqu'un"}
    )
    first = letters.link()
    browser.post("/inscription", data=BRUNO)
    second = letters.link()

    assert browser.get(first).status_code == 410
    assert browser.post(second).status_code == 303
    (bruno,) = users(write)
    assert bruno.name == "Bruno Éon"
    assert browser.post("/connexion", data=BRUNO).status_code == 303


@sqlite_only
def test_what_cannot_be_used_is_told_beside_its_field(
    browser: FlaskClient, write: Callable[[], object], subtests: pytest.Subtests
) -> None:
    for field, typed, said in (
        ("name", "   ", "Écrivez le nom"),
        ("name", "x" * 121, "Ce nom est trop long"),
        ("email", "pas une adresse", "Cette adresse n’est pas complète"),
        ("email", "a@" + "b" * 300 + ".fr", "Cette adresse n’est pas complète"),
        ("password", "court", "trop court"),
        ("password", "long" * 51, "trop long"),
        ("password", "Azerty-12345", "parmi les plus courants"),
        ("password", "aaaaaaaaaaaa", "parmi les plus courants"),
        ("password", "BRUNO@exemple.fr", "votre nom ou votre adresse"),
    ):
        with subtests.test(field=field, typed=typed):
            answer = browser.post("/inscription", data={**BRUNO, field: typed})

            assert answer.status_code == 422
            assert f'id="{field}-error"' in answer.text
            assert answer.text.count(said) == 2
            assert "Bruno" in answer.text
            assert users(write) == []


@sqlite_only
def test_several_faults_are_told_at_once(write: Callable[[], object]) -> None:
    with write() as session, pytest.raises(Invalid) as refusal:
        service.create_user(session, name="", email="x", password="y")

    assert set(refusal.value.errors) == {"name", "email", "password"}


@sqlite_only
def test_a_name_without_letters_still_has_an_address(write: Callable[[], object]) -> None:
    with write() as session:
        handles = [
            service.create_user(session, name=name, email=f"{number}@exemple.fr").handle
            for number, name in enumerate(["🌿🌿", "🌿", "Élodie Œuvrard", "Elodie Oeuvrard", "x" * 120])
        ]

    assert handles == ["membre", "membre-2", "elodie-oeuvrard", "elodie-oeuvrard-2", "x" * 50]


@sqlite_only
def test_a_known_address_or_role_is_refused_to_commands(write: Callable[[], object], anne: int) -> None:
    with write() as session:
        with pytest.raises(Invalid):
            service.create_user(session, name="Anne", email="anne@exemple.fr")
        with pytest.raises(Invalid):
            service.create_user(session, name="Anne", email="autre@exemple.fr", site_role="queen")


@pytest.mark.parametrize(("email", "expected"), [("b2@exemple.fr", "bruno-2"), ("b1@exemple.fr", "refused")])
def test_two_who_sign_up_at_the_same_moment_do_not_get_in_each_others_way(
    write: Callable[[], object], email: str, expected: str
) -> None:
    got: list[str] = []

    def second() -> None:
        try:
            with write() as session:
                got.append(service.create_user(session, name="Bruno", email=email).handle)
        except (Invalid, Conflict):
            got.append("refused")

    waiting = Thread(target=second)
    with write() as session:
        service.create_user(session, name="Bruno", email="b1@exemple.fr")
        waiting.start()
        sleep(0.3)
    waiting.join()

    assert got == [expected]


class TestByInvitation:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, sign_up="invitation")

    def invite(
        self, write: Callable[[], object], people: dict[str, int], email: str = "bruno@exemple.fr"
    ) -> None:
        with write() as session:
            admin = actor_of(session, people["admin"], self.rules)
            trappes = session.scalars(select(Membership.territory_id)).first()
            administration.invite(session, admin, email, trappes)

    @pytest.fixture(autouse=True)
    def rules_of_the_site(self, app: Flask) -> None:
        self.rules: Rules = app.extensions["wiki.rules"]

    @sqlite_only
    def test_without_invitation_one_is_told_whom_to_ask(self, browser: FlaskClient) -> None:
        for answer in (browser.get("/inscription"), browser.post("/inscription", data=BRUNO)):
            assert answer.status_code == 403
            assert "sur invitation" in answer.text

    @sqlite_only
    def test_with_an_invitation_one_is_in_at_once_and_member_of_the_territory(
        self, browser: FlaskClient, letters, write: Callable[[], object], people: dict[str, int]
    ) -> None:
        self.invite(write, people)
        link = letters.link()
        page = browser.get(link).text
        assert 'value="bruno@exemple.fr"' in page
        assert "readonly" in page

        data = {**BRUNO, "invitation": link.partition("=")[2]}
        assert browser.post("/inscription", data=data).status_code == 303
        assert letters.new() == []
        assert browser.post("/connexion", data=BRUNO).status_code == 303

        with write() as session:
            bruno = session.scalars(select(User).where(User.email == "bruno@exemple.fr")).one()
            assert list(actor_of(session, bruno.id, self.rules).territories.values()) == ["member"]
        again = browser.post("/inscription", data={**data, "email": "autre@exemple.fr"})
        assert again.status_code == 410

    @sqlite_only
    def test_an_invitation_is_for_one_address(
        self, browser: FlaskClient, letters, write: Callable[[], object], people: dict[str, int]
    ) -> None:
        self.invite(write, people)
        data = {**BRUNO, "email": "autre@exemple.fr", "invitation": letters.link().partition("=")[2]}

        answer = browser.post("/inscription", data=data)

        assert answer.status_code == 422
        assert "envoyée à une autre adresse" in answer.text

    @sqlite_only
    def test_an_invited_person_who_has_an_account_meanwhile_is_told(
        self, browser: FlaskClient, letters, write: Callable[[], object], people: dict[str, int]
    ) -> None:
        self.invite(write, people)
        link = letters.link()
        with write() as session:
            service.create_user(session, name="Bruno", email="bruno@exemple.fr", password=PASSWORD)

        answer = browser.post("/inscription", data={**BRUNO, "invitation": link.partition("=")[2]})

        assert "a déjà un compte" in answer.text

    @sqlite_only
    def test_an_old_or_unknown_invitation_opens_nothing(
        self, browser: FlaskClient, letters, write: Callable[[], object], people: dict[str, int]
    ) -> None:
        self.invite(write, people)
        link = letters.link()
        with write() as session:
            session.scalars(select(Invitation)).one().expires_at = now()

        assert browser.get(link).status_code == 410
        assert browser.get("/inscription?invitation=unknown").status_code == 410


class TestClosed:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, sign_up="closed")

    @sqlite_only
    def test_nobody_signs_up(self, browser: FlaskClient, write: Callable[[], object]) -> None:
        answer = browser.post("/inscription", data=BRUNO)

        assert answer.status_code == 403
        assert "ne crée pas de nouveaux comptes" in answer.text
        assert users(write) == []


class TestThrottle:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, throttle=True)

    @pytest.fixture
    def typed(self, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
        """Bruno's form, filled in by somebody who may be as quick as a program."""
        monkeypatch.setattr(honeypot, "LEAST_SECONDS", 0)
        page = browser.get("/inscription").text
        return BRUNO | {honeypot.SINCE: re.search(f'name="{honeypot.SINCE}" value="([^"]+)"', page).group(1)}

    @sqlite_only
    def test_one_address_can_be_given_five_times(self, browser: FlaskClient, letters, typed) -> None:
        statuses = [browser.post("/inscription", data=typed).status_code for _ in range(6)]

        assert statuses == [303] * 5 + [429]
        assert len(letters.new()) == 5

    def test_other_spellings_of_an_address_count_with_it(self, browser: FlaskClient, letters, typed) -> None:
        name, domain = BRUNO["email"].split("@")
        wide = domain.translate({ord(letter): ord(letter) + 0xFEE0 for letter in domain if letter.isalpha()})
        spellings = [BRUNO["email"], f"{name}@{wide}", f"{name}@{domain.upper()}"] * 2
        statuses = [
            browser.post("/inscription", data=typed | {"email": email}).status_code for email in spellings
        ]

        assert statuses == [303] * 5 + [429]

    @sqlite_only
    def test_what_is_no_address_is_counted_too(self, browser: FlaskClient, typed) -> None:
        statuses = [
            browser.post("/inscription", data=typed | {"email": "Bruno"}).status_code for _ in range(6)
        ]

        assert statuses == [422] * 5 + [429]
