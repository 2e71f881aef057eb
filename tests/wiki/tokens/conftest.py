"""Programs: clients that show a token and no cookie."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.accounts.queries import actor_of
from wiki.tokens import service


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Tokens and the API say nothing of the engine: SQLite will do."""
    shutil.copy(migrated_sqlite, tmp_path / "wiki.sqlite3")
    return f"sqlite:///{tmp_path / 'wiki.sqlite3'}"


class Program:
    """What a program sends and gets."""

    def __init__(self, app: Flask, token: str) -> None:
        self.token, self._client = token, app.test_client()

    def ask(self, method: str, path: str, body: object = None, **options: object):
        headers = {"Authorization": f"Bearer {self.token}"}
        return self._client.open(path, method=method, json=body, headers=headers, **options)

    def get(self, path: str):
        return self.ask("GET", path)


@pytest.fixture
def program_of(app: Flask, write: Callable[[], object], people: dict[str, int]) -> Callable[..., Program]:
    """`program_of("referente", "write")` may read and write as that person."""

    def program(handle: str, *scopes: str, **options: object) -> Program:
        with write() as session:
            actor = actor_of(session, people[handle], app.extensions["wiki.rules"])
            values = {"name": "Essai", "days": 30, "is_strong": False, **options}
            token = service.make(session, actor, scopes=frozenset({"read", *scopes}), **values)
        return Program(app, token)

    return program


@pytest.fixture
def pages(program_of: Callable[..., Program], client_of: Callable[[str], FlaskClient]) -> dict[str, str]:
    """A page of each audience in Trappes by its referent: audience → address in the API."""
    program, found = program_of("referente", "write"), {}
    for audience in ("public", "members", "territory", "draft"):
        body = {
            "territory": "trappes",
            "audience": audience,
            "text": f"---\nthèmes: [Climat]\n---\n\n# Page {audience}\n\nUn texte pour {audience}.\n",
        }
        answer = program.ask("POST", "/api/v1/pages", body)
        assert answer.status_code == 201, answer.text
        found[audience] = answer.headers["Location"]
    return found
