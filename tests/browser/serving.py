"""The real product on a free port of this machine: application, threaded server, worker, demonstration content."""

import hashlib
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from scenarios.demonstration.people import FILE_NAME
from wiki.accounts.models import SignIn, User
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import now
from wiki.jobs import worker

SECRET = "for tests only"
SCENARIO = "/trappes/lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur"


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, as the production server does, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Tests read answers, not logs."""


@dataclass
class Site:
    """A served wiki; `address` has no slash at its end."""

    app: Flask
    address: str

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One committed transaction, its events told."""
        with self.app.app_context(), self.app.extensions["wiki.database"].transaction() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.app.extensions["wiki.database"].reader() as session:
            yield session

    def go(self, page: Page, path: str) -> None:
        """Open an address of this site."""
        page.goto(self.address + path)

    def email_and_password(self, handle: str) -> tuple[str, str]:
        """What a person of the demonstration types to sign in."""
        settings: Settings = self.app.extensions["wiki.settings"]
        lines = (settings.data_dir / FILE_NAME).read_text(encoding="utf-8").splitlines()
        accounts = (line.split("\t")[1:] for line in lines)
        return next((email, password) for email, password in accounts if email.startswith(f"{handle}@"))

    def fill_sign_in(self, page: Page, handle: str) -> None:
        """Sign in with the form that is on the page, as a person does."""
        email, password = self.email_and_password(handle)
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", password)
        with page.expect_navigation():
            page.press("input[name=password]", "Enter")

    def sign_in(self, page: Page, handle: str) -> None:
        """Sign in the quick way, and now: what is dangerous asks who came long ago for a proof first."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        cookie = serializer.dumps({"_user_id": self._new_session(handle), "_permanent": True})
        name = self.app.config["SESSION_COOKIE_NAME"]
        page.context.add_cookies([{"name": name, "value": cookie, "url": self.address, "httpOnly": True}])

    def sign_out_everywhere(self, handle: str) -> None:
        """End every session of a person, as time or another device does."""
        with self.write() as session:
            person = session.scalars(select(User).where(User.handle == handle)).one()
            for row in session.scalars(select(SignIn).where(SignIn.user_id == person.id)):
                session.delete(row)

    def _new_session(self, handle: str) -> str:
        token = secrets.token_urlsafe(16)
        digest = hashlib.sha256(token.encode()).hexdigest()
        with self.write() as session:
            person = session.scalars(select(User).where(User.handle == handle)).one()
            session.add(SignIn(token_hash=digest, user_id=person.id, expires_at=now() + timedelta(days=30)))
        return token


def app_at(data_dir: Path, *, debug: bool = False) -> Flask:
    """The application on the SQLite database and the Whoosh index of this folder."""
    return create_app(Settings(data_dir=data_dir, secret_key=SECRET, throttle=False, debug=debug))


def run(app: Flask, command: Sequence[str]) -> str:
    """Run a command of `territoire`, which must succeed; return what it said."""
    result = app.test_cli_runner().invoke(args=list(command))
    assert result.exception is None, result.output
    return str(result.output)


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[Site]:
    """Serve an application and do its jobs until the block ends; at a port that was there before, or at any."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    stop = threading.Event()
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}),
        threading.Thread(target=worker.run, args=(app, stop)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield Site(app, f"http://127.0.0.1:{server.port}")
    finally:
        stop.set()
        server.shutdown()
        for thread in threads:
            thread.join()
        server.server_close()
        app.extensions["wiki.database"].dispose()
