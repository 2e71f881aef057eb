"""The results page: a search box, filters, and pages one can scan."""

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from search.errors import IndexStale
from search.query import parse_box
from wiki.db import read_session, transaction
from wiki.finding import forms, queries, service
from wiki.finding.finder import finder_of
from wiki.finding.forms import SORTS, Asked, Option
from wiki.finding.queries import Found, Wanted
from wiki.finding.vocabulary import Vocabulary
from wiki.territories.queries import listing
from wiki.themes.queries import families
from wiki.web.actor import current_actor
from wiki.web.memo import remembered

blueprint = Blueprint("search", __name__)


@blueprint.get("/recherche")
def results() -> ResponseReturnValue:
    """Pages that hold the words asked for; all of them, newest first, where nothing is asked."""
    session, actor = read_session(), current_actor()
    vocabulary = Vocabulary(
        remembered("finding.families", lambda: families(session, retired=True)),
        remembered("finding.territories", lambda: listing(session, national=True)),
    )
    asked = vocabulary.known(session, forms.read(request.args))
    wanted = Wanted(
        text=asked.text,
        filters=vocabulary.filters(asked),
        sort="newest" if SORTS[asked.sort] == "newest" or not asked.text else "relevance",
        page=asked.page,
    )
    try:
        found = queries.find(session, actor, finder_of(current_app), wanted)
    except IndexStale:
        return _being_rebuilt(asked)
    return render_template(
        "finding/results.html",
        asked=asked,
        found=found,
        families=vocabulary.family_options(asked, found.facets["themes"]),
        territories=vocabulary.territory_options(asked, found.facets["territory"]),
        kinds=vocabulary.kind_options(asked, found.facets["kind"]),
        chosen=_chosen(asked, vocabulary),
        shortened=parse_box(asked.text).shortened,
        address=_address,
        newer=_page_address(asked, found, found.page - 1),
        older=_page_address(asked, found, found.page + 1),
        last=min(found.last, forms.LAST_PAGE),
    )


def _being_rebuilt(asked: Asked) -> ResponseReturnValue:
    """The index is damaged or of another version: the worker makes it again, the person is told."""
    with transaction() as session:
        service.ask_to_rebuild(session)
    return render_template("finding/rebuilding.html", asked=asked), 503, {"Retry-After": "60"}


def _chosen(asked: Asked, vocabulary: Vocabulary) -> list[tuple[Option, str]]:
    """Each filter in force with the address of the same search without it."""
    families_ = vocabulary.family_options(asked, {})
    offered = [*families_, *(theme for family in families_ for theme in family.within)]
    pairs = [("themes", option) for option in offered]
    pairs += [("territories", option) for option in vocabulary.territory_options(asked, {})]
    pairs += [("kinds", option) for option in vocabulary.kind_options(asked, {})]
    return [
        (option, _address(asked, **{name: tuple(c for c in getattr(asked, name) if c != option.code)}))
        for name, option in pairs
        if option.chosen
    ]


def _address(asked: Asked, **changes: object) -> str:
    return url_for("search.results", **asked.address(**changes))


def _page_address(asked: Asked, found: Found, page: int) -> str | None:
    within = 1 <= page <= min(found.last, forms.LAST_PAGE)
    return _address(asked, page=page) if within else None
