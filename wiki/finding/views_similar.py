"""Pages like the one that is read.

A page view has three statements to spend and is kept for whoever reads it next: it holds only the door. The pages
behind it are fetched when a reader comes near to the foot, or by following the link, and are kept like any page.
"""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from search.errors import SearchError
from wiki.db import read_session
from wiki.finding import queries
from wiki.finding.finder import finder_of
from wiki.finding.views import blueprint
from wiki.pages import queries as pages
from wiki.web.actor import current_actor
from wiki.web.response_cache import kept_for_readers


@blueprint.get("/<territory>/<slug>/semblables")
@kept_for_readers
def similar(territory: str, slug: str) -> ResponseReturnValue:
    """The pages most like a page: by itself, or as a piece that the page fetches when one reads so far."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    try:
        cards = queries.similar(session, actor, finder_of(current_app), page)
    except SearchError:
        cards = []
    template = "similar_piece" if "partie" in request.args else "similar"
    return render_template(f"finding/{template}.html", page=page, cards=cards)


def below_the_text(view: pages.PageView, **context: object) -> str:
    """The door."""
    return render_template("finding/similar_door.html", page=view.page)
