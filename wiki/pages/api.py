"""Pages for programs: the same queries and services as the pages that people see, other presentation."""

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid
from wiki.pages import queries, service
from wiki.pages.models import Page, Revision
from wiki.permissions import Permission, require
from wiki.territories.queries import by_slug
from wiki.web.actor import current_actor
from wiki.web.bodies import Body
from wiki.web.errors import problem

blueprint = Blueprint("pages_api", __name__, url_prefix="/api/v1/pages")
_SLICE = 50
_LONGEST_NUMBER = 9


@blueprint.get("/<territory>/<slug>")
def show(territory: str, slug: str) -> ResponseReturnValue:
    """A page with its text, as it is now or as it was in one version."""
    session = read_session()
    page = queries.page_at(session, current_actor(), territory, slug)
    number = _number("version")
    revision = queries.version(session, page, number) if number is not None else page.current
    return jsonify(_told(page, revision))


@blueprint.get("/<territory>/<slug>/history")
def history(territory: str, slug: str) -> ResponseReturnValue:
    """Versions of a page, newest first, without their texts."""
    session = read_session()
    page = queries.page_at(session, current_actor(), territory, slug)
    revisions = queries.history(session, page, _number("before"), _SLICE + 1)
    shown = revisions[:_SLICE]
    following = None
    if len(revisions) > _SLICE:
        following = url_for(".history", territory=territory, slug=slug, before=shown[-1].number)
    return jsonify(versions=[_version(revision) for revision in shown], next=following)


@blueprint.post("")
def create() -> ResponseReturnValue:
    """A new page: a private draft unless another audience is asked for."""
    actor, body = current_actor(), Body()
    if not actor.is_authenticated:
        raise Forbidden
    place, kind = body.text("territory"), body.text("kind", "page")
    audience, text = body.text("audience", "draft"), body.text("text")
    summary = body.text("summary", "")
    body.check()
    with transaction() as session:
        territory_id = by_slug(session, place).id
        new = service.NewPage(territory_id, kind, audience, text, summary)
        page = service.create(session, actor, new)
        territory, slug = page.path.split("/")
    answer = _at(territory, slug)
    answer.status_code = 201
    answer.headers["Location"] = url_for(".show", territory=territory, slug=slug)
    return answer


@blueprint.put("/<territory>/<slug>")
def edit(territory: str, slug: str) -> ResponseReturnValue:
    """Another text, made from the version `base`; merged where the page moved on, both told where that cannot be."""
    actor, session = current_actor(), read_session()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    body = Body()
    change = service.Edit(
        page.id,
        body.number("base"),
        body.text("text"),
        body.text("summary", ""),
        body.flag("minor"),
    )
    body.check()
    try:
        with transaction() as writing:
            saved = service.edit(writing, actor, change)
    except service.EditConflict as conflict:
        return _conflict(change, conflict)
    answer = _at(territory, slug)
    answer.headers["X-Outcome"] = saved.outcome
    return answer


def _at(territory: str, slug: str) -> Response:
    page = queries.page_at(read_session(), current_actor(), territory, slug)
    return jsonify(_told(page, page.current))


def _conflict(change: service.Edit, conflict: service.EditConflict) -> Response:
    """Nothing was saved: what was sent and what is there, for the program to put together."""
    return problem(
        409,
        _("Quelqu'un est passé avant vous"),
        _(
            "Les mêmes phrases ont été changées entre-temps. Réunissez les deux textes, puis envoyez le résultat."
        ),
        base=change.base_number,
        yours={"text": change.text},
        current={"number": conflict.current.number, "text": conflict.current.text},
    )


def _told(page: Page, revision: Revision) -> dict[str, Any]:
    return {
        "territory": page.territory.slug,
        "slug": page.slug,
        "url": url_for("pages.show", territory=page.territory.slug, slug=page.slug, _external=True),
        "title": page.title,
        "kind": page.kind,
        "audience": page.audience,
        "language": page.language,
        "created_at": page.created_at.isoformat(),
        "changed_at": page.changed_at.isoformat(),
        "text": revision.text,
        **_version(revision),
    }


def _version(revision: Revision) -> dict[str, Any]:
    author = revision.author
    return {
        "number": revision.number,
        "summary": revision.summary,
        "minor": revision.minor,
        "author": {"handle": author.handle, "name": author.name} if author is not None else None,
        "written_at": revision.created_at.isoformat(),
    }


def _number(name: str) -> int | None:
    """A number of the address, if one is asked for.

    Raises:
        Invalid: it is none.
    """
    asked = request.args.get(name)
    if asked is None:
        return None
    if asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_NUMBER:
        return int(asked)
    raise Invalid({name: _("Il faut un nombre entier.")})
