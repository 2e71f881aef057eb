"""What may happen once happens once, on both databases: codes, steps, and a session that was ended."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.accounts.models import SignIn
from wiki.accounts.secondfactor import service
from wiki.accounts.security import steps
from wiki.accounts.security.sealing import Seal
from wiki.accounts.sessions.service import end_one
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import now
from wiki.errors import Invalid
from wiki.permissions import Actor


def test_a_code_and_a_recovery_code_serve_once(app: Flask, write: Callable[[], object], anne: int) -> None:
    seal: Seal = app.extensions["wiki.seal"]
    earlier = now() - timedelta(hours=1)
    with write() as session:
        secret = service.prepare(session, seal, anne)
        recovery = service.confirm(session, seal, anne, pyotp.TOTP(secret).at(earlier), at=earlier)[0]
    code = pyotp.TOTP(secret).at(now())
    for each, kind in ((code, "application"), (recovery, "recovery")):
        with write() as session:
            assert service.check(session, seal, anne, each) == kind
        with write() as session, pytest.raises(Invalid):
            service.check(session, seal, anne, each)


def test_a_step_is_finished_once_and_tried_so_often(write: Callable[[], object], anne: int) -> None:
    with write() as session:
        token = steps.begin(session, "x", user_id=anne, data={"a": 1})
        old = steps.begin(session, "x", at=now() - timedelta(hours=1))
    with write() as session:
        assert steps.begun(session, "y", token) is None
        assert steps.finish(session, "x", old) is None
        assert steps.try_once(session, "x", old, 9) is None
        assert [steps.try_once(session, "x", token, 2) is not None for _ in range(3)] == [True, True, False]
    with write() as session:
        first, second = steps.finish(session, "x", token), steps.finish(session, "x", token)
    assert first is not None
    assert (first.user_id, first.data) == (anne, {"a": 1})
    assert second is None


def test_an_ended_session_is_refused_at_once_by_another_process(
    settings: Settings, sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    """Another application on the same database stands for another process: each has a memo of its own."""
    client = sign_in()
    other_app = create_app(settings, ("wiki.jobs", "wiki.mail", "wiki.accounts"))
    there = other_app.test_client()
    there.set_cookie("session", client.get_cookie("session").value)
    # It knows this person now, and remembers.
    assert [there.get("/compte/sessions").status_code for _ in range(2)] == [200, 200]

    with write() as session:
        end_one(session, Actor(anne), session.scalars(select(SignIn.id)).one())

    assert there.get("/compte/sessions").status_code == 401
    assert client.get("/compte/sessions").status_code == 401
    other_app.extensions["wiki.database"].dispose()
