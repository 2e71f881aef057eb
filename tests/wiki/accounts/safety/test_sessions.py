"""Where one is signed in: told in plain words, ended at once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.accounts.models import KnownBrowser, SignIn, User
from wiki.accounts.security.agents import described, shortened
from wiki.accounts.sessions.queries import sessions_of
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Forbidden
from wiki.permissions import Actor

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604"
TYPED = {"email": "anne@exemple.fr", "password": "quatre mots sans rapport"}


def come(
    app: Flask, agent: str = FIREFOX, address: str = "192.0.2.77", client: FlaskClient | None = None
) -> FlaskClient:
    client = client or app.test_client()
    client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    assert client.post("/connexion", data=TYPED).status_code == 303
    return client


@pytest.fixture
def told(write: Callable[[], object], browser: FlaskClient, anne: int) -> int:
    """Anne is told of new browsers."""
    with write() as session:
        session.get_one(User, anne).told_of_browsers = True
    return anne


def test_each_session_is_told_and_this_one_marked(app: Flask, told: int) -> None:
    here, phone = come(app), come(app, SAFARI, "2001:db8:1:2::3")

    page = here.get("/compte/sessions").text

    assert "Firefox sur Linux" in page
    assert "Safari sur iPhone" in page
    assert page.count("Cet appareil") == 1
    assert page.index("Safari sur iPhone") < page.index("Cet appareil")
    assert "192.0.2.…" in page
    assert "2001:0db8:0001:…" in page
    assert "192.0.2.77" not in page
    assert phone.get("/compte/sessions").status_code == 200


def test_one_session_is_ended_and_no_other(
    app: Flask, told: int, write: Callable[[], object], client_of: Callable[[str], FlaskClient]
) -> None:
    here, phone = come(app), come(app, SAFARI)
    with write() as session:
        number = session.scalars(select(SignIn.id).order_by(SignIn.id.desc())).first()

    assert client_of("nina").post(f"/compte/sessions/{number}").status_code == 404
    assert here.post("/compte/sessions/999").status_code == 404
    assert here.post(f"/compte/sessions/{number}").location == "/compte/sessions"

    assert phone.get("/compte").status_code == 401
    assert here.get("/compte").status_code == 200
    with write() as session:
        assert "account.session_ended" in session.scalars(select(AuditEntry.act)).all()
        assert len(session.scalars(select(KnownBrowser)).all()) == 1


def test_ending_this_one_signs_out(app: Flask, told: int, write: Callable[[], object]) -> None:
    here = come(app)
    with write() as session:
        number = session.scalars(select(SignIn.id)).one()

    assert here.post(f"/compte/sessions/{number}").location == "/"
    assert here.get("/compte").status_code == 401


def test_all_others_are_ended(app: Flask, told: int) -> None:
    here, phone, old = come(app), come(app, SAFARI), come(app)

    assert here.post("/compte/sessions", data={"action": "others"}).location == "/compte/sessions"

    assert [client.get("/compte").status_code for client in (here, phone, old)] == [200, 401, 401]


def test_a_mail_tells_of_an_unknown_browser_only(app: Flask, told: int, letters) -> None:
    here = come(app)
    assert letters.new() == []
    here.post("/deconnexion")
    come(app, client=here)
    assert letters.new() == []

    come(app, SAFARI, "198.51.100.9")

    letter = letters.one()
    assert letter["Subject"] == "Une connexion depuis un nouvel appareil"
    text = " ".join(letter.get_body(("plain",)).get_content().split())
    assert "Safari sur iPhone, réseau 198.51.100.…" in text
    assert "http://127.0.0.1:8000/compte/sessions" in text


def test_one_can_choose_not_to_be_told(app: Flask, told: int, letters, write: Callable[[], object]) -> None:
    here = come(app)
    here.post("/compte/sessions", data={})
    come(app, SAFARI)
    assert letters.new() == []

    here.post("/compte/sessions", data={"told": "y"})
    with write() as session:
        assert session.get_one(User, told).told_of_browsers


def test_visits_are_noted_once_an_hour(app: Flask, told: int, write: Callable[[], object]) -> None:
    here = come(app)
    with write() as session:
        row = session.scalars(select(SignIn)).one()
        row.seen_at = recently = now() - timedelta(minutes=50)
    here.get("/langue")
    with write() as session:
        row = session.scalars(select(SignIn)).one()
        assert row.seen_at == recently
        row.seen_at = now() - timedelta(minutes=70)
    here.environ_base |= {"REMOTE_ADDR": "203.0.113.5"}

    here.get("/langue")

    with write() as session:
        row = session.scalars(select(SignIn)).one()
        assert now() - row.seen_at < timedelta(minutes=1)
        assert row.place == "203.0.113.…"


def test_a_visitor_with_the_cookie_of_a_known_browser_gets_kept_pages(app: Flask, told: int) -> None:
    here = come(app)
    here.post("/deconnexion")
    here.delete_cookie("session")
    assert here.get_cookie("appareil") is not None

    first = here.get("/personnes/anne-le-goff")
    with app.app_context():
        kept = app.extensions["wiki.memo"]._values.get("kept answers")

    assert first.status_code == 200
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (SAFARI, ("Safari", "iPhone")),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605",
            ("Safari", "Mac"),
        ),
        ("curl/8.5", ("", "")),
        ("", ("", "")),
    ],
)
def test_browsers_are_told_in_plain_words(agent: str, words: tuple[str, str]) -> None:
    assert described(agent) == words


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.77", "192.0.2.…"),
        ("::ffff:192.0.2.77", "192.0.2.…"),
        ("2001:db8::1", "2001:0db8:0000:…"),
        ("", ""),
        ("somewhere", ""),
    ],
)
def test_addresses_are_shortened(address: str, place: str) -> None:
    assert shortened(address) == place


def test_many_sessions_are_paged(app: Flask, told: int, write: Callable[[], object]) -> None:
    here = come(app)
    with write() as session:
        for number in range(31):
            expires_at = now() + timedelta(days=1)
            session.add(SignIn(token_hash=str(number), user_id=told, expires_at=expires_at, agent=FIREFOX))
    page = here.get("/compte/sessions").text
    assert page.count('<li class="card">') == 30
    older = re.search(r'href="(/compte/sessions\?avant=\d+)"', page).group(1)

    assert here.get(older).text.count('<li class="card">') == 2


def test_a_visitor_has_no_sessions(browser: FlaskClient, write: Callable[[], object]) -> None:
    assert browser.get("/compte/sessions").status_code == 401
    assert browser.post("/compte/sessions").status_code == 401
    with write() as session, pytest.raises(Forbidden):
        sessions_of(session, Actor())
