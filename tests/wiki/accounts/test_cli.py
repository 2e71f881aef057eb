"""`territoire user …`, for the first administrator and for emergencies."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests import factories
from wiki.accounts import service
from wiki.db import now

PASSWORD = "quatre mots sans rapport"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: CliRunner().invoke(app.cli.commands["user"], words)


def test_an_account_is_added_and_may_be_used(run: Run, write: Callable[[], object]) -> None:
    added = run("add", "Anne@exemple.fr", "--name", "Anne", "--role", "admin", "--password", PASSWORD)

    assert added.output == "anne@exemple.fr can sign in; profile: /personnes/anne\n"
    with write() as session:
        assert service.authenticate(session, "anne@exemple.fr", PASSWORD).site_role == "admin"


def test_what_cannot_be_used_is_told(run: Run, anne: int) -> None:
    refused = run("add", "anne@exemple.fr", "--name", "Anne", "--password", PASSWORD)

    assert refused.exit_code == 1
    assert "Cette adresse a déjà un compte." in refused.output


def test_role_and_password_are_changed(run: Run, anne: int, write: Callable[[], object]) -> None:
    assert run("role", "anne@exemple.fr", "curator").output == "anne@exemple.fr: curator\n"
    assert run("password", "anne@exemple.fr", "--password", "encore quatre autres mots").exit_code == 0

    with write() as session:
        assert (
            service.authenticate(session, "anne@exemple.fr", "encore quatre autres mots").site_role
            == "curator"
        )
    assert "trop court" in run("password", "anne@exemple.fr", "--password", "x").output
    assert "no account has this address" in run("role", "x@exemple.fr", "admin").output


def test_accounts_are_listed(run: Run, anne: int, write: Callable[[], object]) -> None:
    with write() as session:
        factories.user(session, "bloc", blocked_at=now(), site_role="curator")
        factories.user(session, "attente", confirmed_at=None)
        factories.user(session, "partie", deleted_at=now())

    assert run("list").output.splitlines() == [
        "anne@exemple.fr\tAnne Le Goff\tmember\tconfirmed",
        "bloc@exemple.fr\tBloc\tcurator\tblocked",
        "attente@exemple.fr\tAttente\tmember\tto be confirmed",
    ]
