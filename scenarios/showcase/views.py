"""*À la une*: the list, its feed, and each feature at an address of its own."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from scenarios.featuring import queries
from scenarios.featuring.models import Feature
from scenarios.reading.queries import drawing_of
from scenarios.sheets.matrix import matrix
from scenarios.sheets.prose import prose_html
from scenarios.showcase.metadata import json_ld
from scenarios.showcase.queries import Retained, retained, shown_html
from wiki.db import read_session
from wiki.entrance import feeds
from wiki.entrance.addresses import site_root
from wiki.pages import labels
from wiki.pages.models import Page
from wiki.pages.queries import opening_of, page_at
from wiki.territories.models import NATIONAL
from wiki.themes import queries as themes
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key
from wiki.web.response_cache import kept_for_readers

blueprint = Blueprint("showcase", __name__)
FORMER_SLICE = 20


@blueprint.get("/a-la-une")
@kept_for_readers
def listing() -> str:
    """Everything that is retained now, of one theme if asked; below it what once was."""
    session = read_session()
    chosen = themes.family(session, request.args.get("famille", ""))
    theme_ids = [theme.id for theme in chosen.themes] if chosen else None
    former = queries.ended(session, current_actor(), start_key(), FORMER_SLICE + 1)
    return render_template(
        "showcase/listing.html",
        running=queries.running(session, theme_ids=theme_ids),
        families=themes.families(session),
        chosen=chosen,
        former=slice_of(former, FORMER_SLICE, lambda card: card.id),
    )


@blueprint.get("/a-la-une/flux.atom")
def feed() -> Response:
    """What is retained, for readers of feeds."""
    session = read_session()
    cards = sorted(queries.running(session), key=lambda card: card.retained_at, reverse=True)
    subject = feeds.Subject("features", _("À la une : les scénarios retenus"), "/a-la-une")
    return feeds.answer(subject, [_entry(card) for card in cards[: feeds.LENGTH]])


@blueprint.get("/a-la-une/<int(max=999999999):feature_id>")
@kept_for_readers
def show(feature_id: int) -> ResponseReturnValue:
    """A feature: the retained version, whatever became of its page."""
    found, read, page = asked(feature_id)
    session = read_session()
    marks = queries.marks_of(session, [found]).get(found.id, ())
    html, contents = shown_html(session, found)
    opening = opening_of(html)
    glance, more = labels.split_facts(found.facts.get("head", []))
    return render_template(
        "showcase/show.html",
        feature=found,
        read=read,
        page=page,
        has_newer=page is not None and page.current.number > found.number,
        themes=marks,
        tags=found.facts.get("tags", []),
        facts=glance,
        more_facts=more,
        opening=opening,
        rest=html[len(opening) :],
        contents=contents,
        drawing=drawing_of(found.text, str(get_locale() or "fr")),
        matrix=matrix(read.script),
        introduction=introduction_of(found.introduction),
        json_ld=json_ld(found, read, marks, site_root()),
    )


@blueprint.get("/<territory>/<slug>/retenue")
def of_page(territory: str, slug: str) -> ResponseReturnValue:
    """The feature of a page."""
    session = read_session()
    page = page_at(session, current_actor(), territory, slug)
    return redirect(url_for("showcase.show", feature_id=queries.feature_of(session, page).id), 302)


def addresses() -> list[str]:
    """What the map of the site lists beside pages."""
    return ["/a-la-une", *(card.url for card in queries.running(read_session()))]


def asked(feature_id: int) -> tuple[Feature, Retained, Page | None]:
    """The feature of the request, its copy as a scenario, and its page as it is now for who may read that.

    Raises:
        NotFound: there is none that this person may see.
    """
    session, actor = read_session(), current_actor()
    found = queries.shown(session, actor, feature_id)
    page = queries.page_now(session, actor, found)
    return found, retained(session, actor, found, page), page


def introduction_of(text: str) -> str:
    """What the national team says of a feature, as clean HTML."""
    return prose_html(text, NATIONAL)


def _entry(card: Any) -> feeds.Entry:
    return feeds.Entry(
        f"feature-{card.id}",
        card.title,
        card.url,
        card.retained_at,
        card.territory_name,
        card.summary,
        card.themes,
    )
