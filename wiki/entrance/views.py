"""Home, recent changes, feeds, site map, robots."""

from datetime import date, timedelta
from itertools import groupby

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import to_user_timezone

from wiki.days import today
from wiki.db import read_session
from wiki.entrance import feeds, queries
from wiki.entrance.addresses import listed, site_root
from wiki.errors import NotFound
from wiki.pages.labels import KINDS
from wiki.territories.queries import by_slug, listing
from wiki.themes import queries as themes
from wiki.web.actor import current_actor
from wiki.web.clock import day_in_words
from wiki.web.memo import remembered
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("entrance", __name__)
SCENARIOS = 6
CHANGES = 6
RECENT_SLICE = 50

# A site map may hold 50,000 addresses (https://www.sitemaps.org/protocol.html): room is left for others.
PAGES_PER_PART = 45_000
PART_SETTING = "SITEMAP_PAGES_PER_PART"


@blueprint.get("/")
def home() -> str:
    """What this is, for somebody who has ten seconds."""
    session, actor = read_session(), current_actor()
    shown = remembered(
        ("entrance.home", actor.audiences),
        lambda: queries.home(session, actor, scenarios=SCENARIOS, changes_shown=CHANGES),
    )
    return render_template("entrance/home.html", home=shown, root=site_root())


@blueprint.get("/recents")
def recent() -> str:
    """Every version of every page, newest first, by day."""
    session = read_session()
    territories = remembered("entrance.territories", lambda: listing(session, national=True))
    place = next((t for t in territories if t.slug == request.args.get("territoire")), None)
    kind = request.args.get("type") if request.args.get("type") in KINDS else None
    with_minor = request.args.get("mineures") == "oui"
    rows = queries.changes(
        session,
        current_actor(),
        territory_id=place.id if place else None,
        kind=kind,
        with_minor=with_minor,
        before=start_key(),
        limit=RECENT_SLICE + 1,
    )
    changes = slice_of(rows, RECENT_SLICE, lambda change: change.id)
    days = [(_day_name(day), list(of_day)) for day, of_day in groupby(changes.rows, _day)]
    return render_template(
        "entrance/recent.html",
        changes=changes,
        days=days,
        territories=territories,
        kinds=KINDS,
        place=place,
        kind=kind,
        with_minor=with_minor,
    )


@blueprint.get("/flux.atom")
def feed() -> Response:
    """The whole site."""
    return feeds.answer(feeds.Subject("site", "Territoire @pprenant", "/", feeds.BEGINNING), feeds.latest())


@blueprint.get("/<territory>/flux.atom")
def territory_feed(territory: str) -> Response:
    """One territory."""
    found = by_slug(read_session(), territory)
    subject = feeds.Subject(f"territory-{found.id}", found.name, f"/{found.slug}", found.created_at)
    return feeds.answer(subject, feeds.latest(territory_id=found.id))


@blueprint.get("/themes/<slug>/flux.atom")
def theme_feed(slug: str) -> Response:
    """One theme, or a family of themes."""
    session = read_session()
    family = themes.family(session, slug)
    if family is not None:
        subject = feeds.Subject(f"family-{family.id}", family.name, f"/themes/{family.slug}", feeds.BEGINNING)
        return feeds.answer(subject, feeds.latest(theme_ids=[theme.id for theme in family.themes]))
    theme = themes.theme(session, slug)
    subject = feeds.Subject(f"theme-{theme.id}", theme.name, f"/themes/{theme.slug}", feeds.BEGINNING)
    return feeds.answer(subject, feeds.latest(theme_ids=[theme.id]))


@blueprint.get("/mots-cles/<slug>/flux.atom")
def tag_feed(slug: str) -> Response:
    """One tag; one that no public page carries is as good as none."""
    tag = themes.tag(read_session(), slug)
    entries = feeds.latest(tag_id=tag.id)
    if not entries:
        raise NotFound
    return feeds.answer(feeds.Subject(f"tag-{tag.id}", tag.name, f"/mots-cles/{tag.slug}"), entries)


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public address; an index of parts where they are too many for one file."""
    session = read_session()
    size = int(current_app.config[PART_SETTING])
    parts = max(1, -(-queries.public_count(session) // size))
    text = request.args.get("partie", "")
    part = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if part > parts or (text and not part):
        raise NotFound
    if parts > 1 and not part:
        return _xml("entrance/sitemap_index.xml", parts=parts)
    part = max(part, 1)
    return _xml(
        "entrance/sitemap.xml",
        pages=queries.public_addresses(session, (part - 1) * size, size),
        places=_places() if part == 1 else [],
    )


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What robots need not read: forms, histories, searches."""
    response = make_response(render_template("entrance/robots.txt", root=site_root()) + "\n")
    response.content_type = "text/plain; charset=utf-8"
    return response


def _places() -> list[str]:
    """The addresses that are not pages of the wiki."""
    session = read_session()
    territories = [f"/{place.slug}" for place in listing(session)]
    families = themes.families(session)
    slugs = [slug for family in families for slug in (family.slug, *(theme.slug for theme in family.themes))]
    return ["/", "/themes", "/territoires", *territories, *(f"/themes/{slug}" for slug in slugs), *listed()]


def _xml(template: str, **values: object) -> Response:
    response = make_response(render_template(template, root=site_root(), **values))
    response.content_type = "application/xml; charset=utf-8"
    response.add_etag()
    response.make_conditional(request)
    return response


def _day(change: queries.Change) -> date:
    return to_user_timezone(change.made_at).date()  # type: ignore[no-any-return]  # Flask-Babel ships no types


def _day_name(day: date) -> str:
    if day == today():
        return _("Aujourd'hui")  # type: ignore[no-any-return]  # Flask-Babel ships no types
    if day == today() - timedelta(days=1):
        return _("Hier")  # type: ignore[no-any-return]  # Flask-Babel ships no types
    return day_in_words(day, "full")
