"""Accounts on their own: the application with nothing that stands on them."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.accounts import service
from wiki.app import create_app
from wiki.config import Settings
from wiki.jobs.worker import drain

PASSWORD = "quatre mots sans rapport"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, ("wiki.jobs", "wiki.mail", "wiki.accounts"))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()


class Letters:
    """The mails that were sent, read from the files they are left in."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self._app, self._folder = app, folder
        self._read: set[Path] = set()

    def new(self) -> list[EmailMessage]:
        """What has been sent since the last time."""
        drain(self._app)
        fresh = sorted(set(self._folder.glob("*.eml")) - self._read)
        self._read.update(fresh)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in fresh]

    def one(self) -> EmailMessage:
        (letter,) = self.new()
        return letter

    def link(self) -> str:
        """The path of the link in the one new mail."""
        text = self.one().get_body(("plain",)).get_content()
        return re.search(r"http://127\.0\.0\.1:8000(/\S+)", text).group(1)


@pytest.fixture
def letters(app: Flask, settings: Settings) -> Letters:
    return Letters(app, settings.data_dir / "mail")


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A visitor's browser whose forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def anne(write: Callable[[], object]) -> int:
    """Somebody with a password: the number of the account."""
    with write() as session:
        user = service.create_user(session, name="Anne Le Goff", email="anne@exemple.fr", password=PASSWORD)
        # Tests sign her in from many browsers; `test_sessions.py` looks at the mails that tell of it.
        user.told_of_browsers = False
    return user.id


@pytest.fixture
def sign_in(app: Flask, anne: int) -> Callable[..., FlaskClient]:
    """`sign_in()` is a browser where Anne has signed in with her password."""
    app.config["WTF_CSRF_ENABLED"] = False

    def browser(password: str = PASSWORD) -> FlaskClient:
        client = app.test_client()
        client.post("/connexion", data={"email": "anne@exemple.fr", "password": password})
        return client

    return browser
