"""The families as doors, the page of a family, a theme or a tag."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wiki.db import read_session
from wiki.errors import NotFound
from wiki.themes import queries
from wiki.themes.blueprint import blueprint, themed_pages
from wiki.web.actor import current_actor


@blueprint.get("/themes")
def index() -> str:
    """The families with the number of pages behind each door."""
    session, actor, pages = read_session(), current_actor(), themed_pages()
    return render_template(
        "themes/index.html",
        families=queries.families(session),
        family_counts=pages.family_counts(session, actor),
        theme_counts=pages.theme_counts(session, actor),
    )


@blueprint.get("/themes/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """The page of a family or of a theme; an old name leads to the present address."""
    session, actor = read_session(), current_actor()
    family = queries.family(session, slug)
    if family is not None:
        counts = themed_pages().theme_counts(session, actor)
        ids = [theme.id for theme in family.themes]
        return render_template("themes/family.html", family=family, theme_ids=ids, counts=counts)
    theme = queries.theme(session, slug)
    if theme.slug != slug:
        return redirect(url_for("themes.show", slug=theme.slug), 301)
    return render_template("themes/theme.html", theme=theme)


@blueprint.get("/mots-cles/<slug>")
def tag(slug: str) -> str:
    """The pages with a tag; one that no page within sight carries might as well not exist."""
    session = read_session()
    found = queries.tag(session, slug)
    if not themed_pages().tag_count(session, current_actor(), found.id):
        raise NotFound
    return render_template("themes/tag.html", tag=found)
