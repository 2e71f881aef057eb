"""What scripts of the pages ask: the passages to mark, and whom a mention may mean."""

from dataclasses import asdict

from flask import Response, jsonify, request

from wiki.db import read_session
from wiki.discussion import queries
from wiki.discussion.blueprint import blueprint
from wiki.discussion.people import offered
from wiki.discussion.placing import CHANGED, standings
from wiki.pages import queries as pages
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.response_cache import kept_for_readers

_LONGEST_NAME = 60


@blueprint.get("/<territory>/<slug>/discussion/passages")
@kept_for_readers
def passages(territory: str, slug: str) -> Response:
    """The passages of a page that open threads are about, where they stand now."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    found = queries.marked(session, page)
    standing = standings(session, page, [mark.passage for mark in found])
    return jsonify(
        [
            {
                "id": mark.passage.thread_id,
                "exact": at.anchor.exact,
                "prefix": at.anchor.prefix,
                "title": mark.title,
                "count": mark.messages,
                "url": f"/{page.path}/discussion/{mark.passage.thread_id}",
            }
            for mark in found
            if (at := standing[mark.passage.thread_id]).state != CHANGED
        ]
    )


@blueprint.get("/<territory>/<slug>/discussion/personnes")
def people(territory: str, slug: str) -> Response:
    """Whom somebody may mean who writes `@` and the beginning of a name."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.THREAD_WRITE, page)
    typed = request.args.get("q", "")[:_LONGEST_NAME]
    return jsonify([asdict(person) for person in offered(session, page, typed)])
