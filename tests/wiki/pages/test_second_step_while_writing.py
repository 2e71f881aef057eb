"""A session lost while writing, of somebody who has a second step: the code is asked in place, no word is lost."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import factories
from wiki.accounts.models import User
from wiki.accounts.secondfactor import service as second_factor
from wiki.accounts.security import passwords
from wiki.db import now
from wiki.pages import service
from wiki.pages.models import Page
from wiki.permissions import Actor

PASSWORD = "quatre mots sans rapport"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def secret(app: Flask, write: Callable[[], object], people: dict[str, int]) -> str:
    """The referent's application, and a page of Trappes."""
    seal, earlier = app.extensions["wiki.seal"], now() - timedelta(hours=1)
    with write() as session:
        number = people["referente"]
        session.get_one(User, number).password_hash = passwords.hash_password(PASSWORD)
        made = second_factor.prepare(session, seal, number)
        second_factor.confirm(session, seal, number, pyotp.TOTP(made).at(earlier), at=earlier)
        trappes = factories.territory(session, "trappes")
        actor = Actor(number, territories={trappes.id: "referent"}, rules=app.extensions["wiki.rules"])
        service.create(session, actor, service.NewPage(trappes.id, "page", "public", "# Eau\n\nUn.\n"))
    return made


def test_the_code_is_asked_in_place_and_the_text_is_saved(
    client_of: Callable[[str], FlaskClient], secret: str, write: Callable[[], object]
) -> None:
    visitor = client_of("")
    typed = {"text": "# Eau\n\nDeux mots de plus.\n", "base": "1", "form_key": "x" * 20}
    lost = visitor.post("/trappes/eau/modifier", data=typed)
    assert lost.status_code == 401
    assert 'name="password"' in lost.text

    right = {**typed, "email": "referente@exemple.fr", "password": PASSWORD}
    asked = visitor.post("/trappes/eau/modifier", data=right)
    assert asked.status_code == 401
    assert 'name="code"' in asked.text
    assert "Deux mots de plus." in asked.text
    assert PASSWORD not in asked.text

    wrong = visitor.post("/trappes/eau/modifier", data={**typed, "code": "000000"})
    assert wrong.status_code == 401
    assert "n’est pas le bon" in wrong.text
    assert "Deux mots de plus." in wrong.text

    saved = visitor.post("/trappes/eau/modifier", data={**typed, "code": pyotp.TOTP(secret).at(now())})
    assert saved.location == "/trappes/eau"
    with write() as session:
        assert session.scalars(select(Page).where(Page.slug == "eau")).one().current.text == typed["text"]
