"""What every page shares, tried on a few pages made for it."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask, render_template_string, request
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database, read_session, transaction
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.jobs.models import Job
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.pagination import slice_of, start_key

probe = Blueprint("probe", __name__, url_prefix="/essai")
ERRORS = {
    "not-found": NotFound(),
    "forbidden": Forbidden(),
    "conflict": Conflict(),
    "invalid": Invalid({"title": "secret of the inside"}),
    "fault": RuntimeError("secret of the inside"),
}


@probe.get("/travaux")
def count_jobs() -> str:
    """A page that shows what the database holds, long enough to be compressed."""
    kinds = ",".join(read_session().scalars(select(Job.kind).order_by(Job.id)))
    return render_template_string("<p lang={{ locale }}>{{ kinds }}</p>{{ 'x' * 2000 }}", kinds=kinds)


@probe.get("/court")
def short() -> str:
    return "court"


@probe.get("/formulaire")
def form() -> str:
    return render_template_string("<form method=post>{{ csrf() }}</form>")


@probe.post("/formulaire")
def change() -> str:
    with transaction() as session:
        session.add(Job(kind=request.form.get("kind", "changed"), payload={}))
    return "changed"


@probe.post("/brouillon")
@keeps_typed_text
def keep() -> str:
    return f"refused {request.form.get('text')}" if token_refused() else "accepted"


@probe.get("/erreur/<name>")
def fail(name: str) -> str:
    raise ERRORS[name]


@probe.get("/liste/<name>")
def listing(name: str) -> dict[str, object]:
    start = start_key() or 10
    part = slice_of([row for row in range(10, 0, -1) if row <= start][:4], 3, lambda row: row - 1)
    return {"rows": part.rows, "older": part.older_url, "newer": part.newer_url, "any": bool(part)}


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, ("wiki.jobs", "wiki.mail", "wiki.accounts"))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.register_blueprint(probe)
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["wiki.database"]
    return found


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()
