"""Reading pages: the page itself, its versions, what changed between them, and what links to it."""

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.db import read_session, transaction
from wiki.errors import NotFound
from wiki.pages import labels, link_queries, queries
from wiki.pages.absent import answer_of_others
from wiki.pages.beside import Told
from wiki.pages.comparison.sentences import shortened
from wiki.pages.diff import compare as compare_texts
from wiki.pages.forms import number_of
from wiki.pages.keeping import mark_read
from wiki.pages.kinds import tools_of
from wiki.pages.metadata import json_ld, metadata_additions
from wiki.pages.models import Page, Revision
from wiki.pages.rendered_diff import compare_rendered
from wiki.pages.tabs import added_tabs, labels_of
from wiki.permissions import Permission, can
from wiki.rendering.cleaning import clean
from wiki.territories.models import PRESENTATION, Territory
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key
from wiki.web.response_cache import kept_for_readers

blueprint = Blueprint("pages", __name__)
HISTORY_SLICE = 50
ORPHANS_SLICE = 30
SENTENCES = 20
"""Most sentences that tell a comparison; more are read in the comparison itself."""


@blueprint.get("/<territory>/<slug>")
@kept_for_readers
def show(territory: str, slug: str) -> ResponseReturnValue:
    """A page as everybody reads it."""
    session, actor = read_session(), current_actor()
    try:
        view = queries.view(session, actor, territory, slug)
    except NotFound:
        return answer_of_others(territory, slug) or _missing(territory, slug)
    glance, more = labels.split_facts(view.head)
    body = render_template(
        "pages/show.html",
        view=view,
        page=view.page,
        facts=glance,
        more_facts=more,
        json_ld=json_ld(
            view,
            url_for("pages.show", territory=territory, slug=slug, _external=True),
            metadata_additions(current_app),
        ),
    )
    if actor.is_authenticated and view.seen_number != view.revision.number and _is_read_by_somebody():
        with transaction() as writing:
            mark_read(writing, actor, view.page.id, view.revision.number)
    return body


@blueprint.get("/<territory>/<slug>/historique")
def history(territory: str, slug: str) -> str:
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    versions = queries.history(session, page, start_key(), HISTORY_SLICE + 1)
    return render_template(
        "pages/history.html",
        page=page,
        versions=slice_of(versions, HISTORY_SLICE, lambda version: version.number),
    )


@blueprint.get("/<territory>/<slug>/version/<int(max=999999999):number>")
def version(territory: str, slug: str, number: int) -> str:
    """One version, at an address that never changes."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    found = queries.version(session, page, number)
    html, contents = queries.html_of(session, page, found)
    return render_template("pages/version.html", page=page, version=found, html=html, contents=contents)


@blueprint.get("/<territory>/<slug>/comparer")
def compare(territory: str, slug: str) -> str:
    """Two versions of a page: told in sentences, then side by side, or as the page shows them."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    newer = _asked_version(session, page, "a", page.current.number)
    older = _asked_version(session, page, "de", max(1, newer.number - 1))
    look = request.args.get("vue", "cote")
    comparison = compare_texts(older.text, newer.text)
    return render_template(
        "pages/compare.html",
        page=page,
        older=older,
        newer=newer,
        look=look if look in ("cote", "page", "texte") else "cote",
        comparison=comparison,
        sentences=shortened(tools_of(page.kind).sentences(older.text, newer.text), SENTENCES),
        rendered=_rendered_comparison(session, page, older, newer) if look == "page" else None,
    )


@blueprint.get("/<territory>/<slug>/liens")
def links(territory: str, slug: str) -> str:
    """Which pages link here."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    return render_template(
        "pages/links.html",
        page=page,
        cards=link_queries.backlinks(session, actor, page),
        namesakes=link_queries.namesakes(session, actor, page.title_key, but=page),
    )


@blueprint.get("/<territory>/<slug>/texte.md")
def source(territory: str, slug: str) -> Response:
    """The text itself, to keep or to work on elsewhere."""
    page = queries.page_at(read_session(), current_actor(), territory, slug)
    response = make_response(page.current.text)
    response.content_type = "text/markdown; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.md"'
    return response


@blueprint.get("/pages/demandees")
def wanted() -> str:
    """Pages that others link to and nobody has written."""
    return render_template("pages/wanted.html", wanted=link_queries.wanted(read_session(), current_actor()))


@blueprint.get("/pages/orphelines")
def orphans() -> str:
    """Pages that no other page links to."""
    cards = link_queries.orphans(read_session(), current_actor(), start_key(), ORPHANS_SLICE + 1)
    return render_template("pages/orphans.html", cards=slice_of(cards, ORPHANS_SLICE, lambda card: card.id))


def _is_read_by_somebody() -> bool:
    """Whether the page is asked for to be read, rather than looked at or fetched ahead by a program."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _missing(territory: str, slug: str) -> ResponseReturnValue:
    """A page that is not there, or not for this person: the same answer, which offers to write it to who may.

    Links name pages by their titles: those of this title in other territories are offered, too.
    """
    session, actor = read_session(), current_actor()
    place = session.scalar(select(Territory).where(Territory.slug == territory))
    if place is None:
        raise NotFound
    others = [] if slug == PRESENTATION else link_queries.namesakes(session, actor, slug)
    may_write = can(actor, Permission.PAGE_CREATE, place)
    if not others and not may_write:
        raise NotFound
    title = _("Présentation") if slug == PRESENTATION else slug.replace("-", " ").capitalize()
    missing = render_template(
        "pages/missing.html", place=place, title=title, others=others, may_write=may_write
    )
    return missing, 404


def _asked_version(session: Session, page: Page, name: str, default: int) -> Revision:
    return queries.version(session, page, number_of(request.args.get(name)) or default)


def _rendered_comparison(session: Session, page: Page, older: Revision, newer: Revision) -> str | None:
    before, _toc = queries.html_of(session, page, older)
    after, _toc = queries.html_of(session, page, newer)
    return compare_rendered(before, after, clean=clean)


def page_tabs(page: Page, current: str, beside: Told | None = None) -> list[tuple[str, str, bool]]:
    """The tabs above a page's views; `beside` is what was told with the page, where that is known."""
    address, added = f"/{page.path}", added_tabs(page)
    names = labels_of(added, current_actor(), page, beside)
    tabs = [("lire", _("Lire"), address), ("historique", _("Historique"), f"{address}/historique")]
    tabs.extend((tab.name, label, address + tab.suffix) for tab, label in zip(added, names, strict=True))
    tabs.append(("liens", _("Pages liées"), f"{address}/liens"))
    if can(current_actor(), Permission.PAGE_SETTINGS, page):
        tabs.append(("reglages", _("Réglages"), f"{address}/reglages"))
    return [(label, href, name == current) for name, label, href in tabs]
