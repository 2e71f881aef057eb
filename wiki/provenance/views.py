"""The credit of a page: below its text, as a text to keep with a copy, and for machines."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from wiki.db import read_session
from wiki.pages.models import Page
from wiki.pages.queries import PageView, page_at
from wiki.provenance import queries
from wiki.web.actor import current_actor

blueprint = Blueprint("provenance", __name__)


@blueprint.get("/<territory>/<slug>/credit.txt")
def credit(territory: str, slug: str) -> Response:
    """Whom to thank, to keep beside a copy of the text."""
    page = page_at(read_session(), current_actor(), territory, slug)
    address = url_for("pages.show", territory=territory, slug=slug, _external=True)
    response = make_response(
        render_template("provenance/credit.txt", credit=_credit_of(page), address=address)
    )
    response.content_type = "text/plain; charset=utf-8"
    return response


def below_the_text(view: PageView, **context: Any) -> str:
    """The credit as a page shows and prints it."""
    return render_template("provenance/credit.html", credit=queries.credit_of(view.page, view.beside))


def on_paper(page: Page, **context: Any) -> str:
    """The credit on a sheet that leaves the site."""
    return render_template("provenance/printed.html", credit=_credit_of(page))


def metadata(view: PageView) -> dict[str, Any]:
    """What schema.org calls the people who wrote and the works that a page is based on."""
    found = queries.credit_of(view.page, view.beside)
    told: dict[str, Any] = {"license": found.licence.url or found.licence.stated}
    if found.contributors:
        told["contributor"] = _people(found.contributors)
    if found.sources:
        told["isBasedOn"] = [_work(source) for source in found.sources]
    return told


def _credit_of(page: Page) -> queries.Credit:
    return queries.credit(read_session(), current_actor(), page)


def _work(source: queries.Source) -> dict[str, Any]:
    known = {
        "name": source.title,
        "url": f"{request.host_url}{source.path}" if source.path else "",
        "author": [{"@type": "Organization", "name": source.authors}] if source.authors else None,
        "contributor": _people(source.contributors),
        "license": source.licence.url or source.licence.stated,
        "spatialCoverage": source.territory,
    }
    return {"@type": "CreativeWork", **{key: value for key, value in known.items() if value}}


def _people(contributors: tuple[queries.Contributor, ...]) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": person.name} for person in contributors]
