"""Every address asked by everybody: `access.yaml` says what each must answer, and nothing is missing from it.

Also: what one may not see answers, byte for byte, like what does not exist; and no change is made without a token
of one's own.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from tests.arranged import CHANGING, TABLE, arrange, twin, ways_in
from tests.people import browser_of
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Model
from wiki.web.errors import API

ROLES: list[str] = TABLE["roles"]
pytestmark = pytest.mark.retold


@dataclass(frozen=True)
class Row:
    """One line of the table: a way in, the values of its address, and what each role gets."""

    method: str
    endpoint: str
    variant: str
    statuses: dict[str, int]

    @property
    def values(self) -> dict[str, Any]:
        return {**TABLE["values"], **TABLE["variants"].get(self.variant, {})}

    def address(self, urls: Map) -> str:
        rule = next(urls.iter_rules(self.endpoint))
        return urls.bind("localhost").build(
            self.endpoint, {name: self.values[name] for name in rule.arguments}, method=self.method
        )


def read_row(name: str, statuses: list[int]) -> Row:
    method, endpoint, *variant = name.split()
    assert len(statuses) == len(ROLES), name
    return Row(method, endpoint, variant[0] if variant else "", dict(zip(ROLES, statuses, strict=True)))


ROWS = [read_row(name, statuses) for name, statuses in TABLE["access"].items()]


@pytest.fixture(scope="module")
def database(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("access")))


@pytest.fixture(scope="module")
def app(database: Path) -> Iterator[Flask]:
    """The wiki that all walks share: `restore` puts its database back after each."""
    app = create_app(
        Settings(
            data_dir=database.parent / "data", database_url=f"sqlite:///{database}", secret_key="for tests only",
            throttle=False,
        )
    )  # fmt: skip
    app.testing = True
    app.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    arrange(app)
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture(scope="module")
def clients(app: Flask) -> dict[str, FlaskClient]:
    """The browser of each role, which has been here: a first visit would be noted, a commit for each request."""
    browsers = {role: browser_of(app, "" if role == "visiteur" else role) for role in ROLES}
    for browser in browsers.values():
        assert browser.get("/langue").status_code == 200
    return browsers


@pytest.fixture(scope="module")
def arranged(database: Path, clients: dict[str, FlaskClient]) -> Iterator[sqlite3.Connection]:
    """The database as it was arranged."""
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(":memory:")) as kept:
        live.backup(kept)
        yield kept


@pytest.fixture
def version(database: Path, arranged: sqlite3.Connection) -> Iterator[Callable[[], int]]:
    """`version()` of the database differs after every commit."""
    with closing(sqlite3.connect(database)) as watching:
        yield lambda: watching.execute("PRAGMA data_version").fetchone()[0]


@pytest.fixture(autouse=True)
def restore(
    database: Path, arranged: sqlite3.Connection, version: Callable[[], int]
) -> Iterator[Callable[[], None]]:
    """`restore()` puts the database back as it was arranged, where anything was committed since."""
    seen = version()

    def put_back() -> None:
        nonlocal seen
        if version() != seen:
            with closing(sqlite3.connect(database)) as live:
                arranged.backup(live)
            seen = version()

    yield put_back
    put_back()


def test_the_table_knows_every_address_and_no_other(app: Flask) -> None:
    there = {f"{method} {rule.endpoint}" for method, rule in ways_in(app.url_map)}
    known = {f"{row.method} {row.endpoint}" for row in ROWS}

    assert there - known == set(), "addresses that tests/access.yaml does not know"
    assert known - there == set(), "addresses of tests/access.yaml that there are not"


def test_reading_answers_each_role_as_the_table_says(app: Flask, clients: dict[str, FlaskClient]) -> None:
    assert_table(app, clients, [row for row in ROWS if row.method == "GET"], lambda: None)


def test_changing_answers_each_role_as_the_table_says(
    app: Flask, clients: dict[str, FlaskClient], restore: Callable[[], None]
) -> None:
    """An empty form is sent, so that who may is asked for what is missing, and who may not is refused."""
    assert_table(app, clients, [row for row in ROWS if row.method != "GET"], restore)


AS_A_PROGRAM = {"Accept": "application/json"}


def assert_table(
    app: Flask, clients: dict[str, FlaskClient], rows: list[Row], restore: Callable[[], None]
) -> None:
    """Refusals are told as to programs, which is quicker: how they look is another question."""
    wrong = []
    for row in rows:
        address = row.address(app.url_map)
        for role, expected in row.statuses.items():
            got = twin(clients[role]).open(address, method=row.method, headers=AS_A_PROGRAM).status_code
            restore()
            if got != expected:
                wrong.append(f"{row.method} {row.endpoint} {row.variant} as {role}: {got}, not {expected}")

    assert wrong == []


def of_a_page(urls: Map) -> list[Rule]:
    """Every address of a page that can be read."""
    return [
        rule for method, rule in ways_in(urls) if method == "GET" and {"territory", "slug"} <= rule.arguments
    ]


UNSEEN = {
    # role:        audiences of pages by the referent of Trappes that this person may not read
    "visiteur": {"members", "territory", "draft"},
    "nina": {"territory", "draft"},
    "membre": {"draft"},
    "referente": set(),
    "ambassadeur": {"draft"},
    "relectrice": {"territory", "draft"},
    "curatrice": {"territory", "draft"},
    "admin": {"draft"},
}
OF_SOME_PAGES = {"photos.listing", "showcase.of_page"}
"""Addresses that not every page has: retours have photos, what is retained is shown."""
ABSENT = "zzzzzzz"
PAGES_OF_THE_TABLE = {(row.endpoint, row.values["slug"]): row.statuses for row in ROWS if row.method == "GET"}
"""What another walk has been answered, which need not be asked again."""


def test_what_one_may_not_see_answers_like_what_does_not_exist(
    app: Flask, clients: dict[str, FlaskClient]
) -> None:
    for role, browser in clients.items():
        for rule in of_a_page(app.url_map):
            assert_hidden_as_absent(role, browser, rule)


def assert_hidden_as_absent(role: str, browser: FlaskClient, rule: Rule) -> None:
    """The absent page has a name as long as those of the others: the length of an answer tells nothing either."""
    nothing = seen(browser.get(address_of(rule, slug=ABSENT)), ABSENT)
    for audience, slug in TABLE["pages"].items():
        asked = f"{rule.endpoint} of a page for {audience} as {role}"
        if audience in UNSEEN[role]:
            assert seen(browser.get(address_of(rule, slug=slug)), slug) == nothing, asked
            assert nothing[0] in ("401", "404")
        elif rule.endpoint not in OF_SOME_PAGES:
            known = PAGES_OF_THE_TABLE.get((rule.endpoint, slug))
            status = known[role] if known else browser.get(address_of(rule, slug=slug)).status_code
            assert str(status) != nothing[0], asked


def address_of(rule: Rule, **values: str) -> str:
    wanted = {**TABLE["values"], **values}
    path = rule.build({name: wanted[name] for name in rule.arguments})
    assert path is not None
    return path[1]


def seen(answer: TestResponse, slug: str) -> tuple[str, ...]:
    """Everything that an answer tells, but for the address that was asked and the token of its forms."""
    headers = sorted(
        f"{name}: {value}" for name, value in answer.headers if name not in ("Date", "Set-Cookie")
    )
    body = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
    return (str(answer.status_code), *(re.sub(slug, "?", text, flags=re.I) for text in (*headers, body)))


@pytest.mark.parametrize("token", ["missing", "foreign"])
def test_no_change_is_made_without_a_token_of_one_s_own(
    app: Flask,
    clients: dict[str, FlaskClient],
    version: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    token: str,
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    form = {**CHANGES, **({"csrf_token": foreign_token(app)} if token == "foreign" else {})}
    before, seen = everything(app), version()
    for method, rule in ways_in(app.url_map):
        for role in who_tries(app, method, rule):
            answer = twin(clients[role]).open(address_of(rule), method=method, data=form)
            asked = f"{method} {rule.endpoint} as {role}"
            assert answer.status_code in (200, 400, 401, 403, 404, 422), asked
            assert "langue" not in answer.headers.get("Set-Cookie", ""), asked
            if version() != seen:
                assert everything(app) == before, f"{asked} changed something"
                seen = version()


def who_tries(app: Flask, method: str, rule: Rule) -> tuple[str, ...]:
    """Who changes what; one person suffices where the token is refused before the view is called."""
    if method not in CHANGING:
        return ()
    view = app.view_functions[rule.endpoint]
    asks_itself = getattr(view, "keeps_typed_text", False) or rule.rule.startswith(API)
    return ("visiteur", "referente", "admin") if asks_itself else ("admin",)


CHANGES = {
    # What would change something if the token were good.
    "action": "retry", "langue": "en", "title": "Nouvelle", "text": "# Nouvelle", "territory": "1", "kind": "page",
    "audience": "public", "name": "Nouveau", "names": "Nouveau", "base": "2", "summary": "x", "email": "a@exemple.fr",
    "password": "quatre mots sans rapport", "site_role": "admin", "role": "referent", "slug": "nouveau",
    "category": "habitants", "state": "adhesion", "message": "x", "confirm": "y",
}  # fmt: skip


def foreign_token(app: Flask) -> str:
    page = app.test_client().get("/langue").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table."""
    with app.extensions["wiki.database"].reader() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Model.metadata.sorted_tables
        }
