"""*Entretien*: what is to be mended in a territory, or everywhere for the national team."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.attachments import queries as files
from wiki.attachments.models import File
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import NotFound
from wiki.housekeeping import queries, service
from wiki.housekeeping.labels import LABELS
from wiki.pages.link_queries import wanted
from wiki.permissions import Permission, require
from wiki.territories.models import Territory
from wiki.territories.queries import by_slug
from wiki.web.actor import current_actor
from wiki.web.forms import tidy
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("housekeeping", __name__)
SLICE = 30


@blueprint.get("/territoires/<territory>/entretien")
def of_territory(territory: str) -> str:
    """Every list of a territory, with its count."""
    return _overview(by_slug(read_session(), territory))


@blueprint.get("/pages/entretien")
def everywhere() -> str:
    """Every list of all territories together."""
    return _overview(None)


@blueprint.get("/territoires/<territory>/entretien/<chosen>")
def listing_of_territory(territory: str, chosen: str) -> str:
    """One list of a territory."""
    return _listing(by_slug(read_session(), territory), chosen)


@blueprint.get("/pages/entretien/<chosen>")
def listing_everywhere(chosen: str) -> str:
    """One list of all territories together."""
    return _listing(None, chosen)


@blueprint.post("/territoires/<territory>/entretien/liens-morts")
def check_territory(territory: str) -> ResponseReturnValue:
    """Have the links of a territory to other sites checked soon."""
    return _check(by_slug(read_session(), territory))


@blueprint.post("/pages/entretien/liens-morts")
def check_everywhere() -> ResponseReturnValue:
    """Have all links to other sites checked soon."""
    return _check(None)


def _overview(place: Territory | None) -> str:
    session, actor = read_session(), current_actor()
    counts = queries.counts(session, actor, place)
    return render_template(
        "housekeeping/overview.html", territory=place, counts=counts, labels=LABELS, base=_base(place),
        total=sum(counts.values()) - counts["anciennes"], months=queries.USUAL_MONTHS,
    )  # fmt: skip


def _listing(place: Territory | None, name: str) -> str:
    if name not in LABELS:
        raise NotFound
    session, actor, months = read_session(), current_actor(), _months()
    require(actor, Permission.TERRITORY_UPKEEP, place)
    known = {"territory": place, "name": name, "label": LABELS[name], "base": _base(place), "months": months}
    if name == queries.WANTED:
        return _wanted(place, known)
    found = queries.listing(session, actor, name, place, months=months, before=start_key(), limit=SLICE + 1)
    ids = [card.id for card in found]
    return render_template(
        "housekeeping/listing.html", cards=slice_of(found, SLICE, lambda card: card.id), faults=_faults(name, ids),
        undescribed=_undescribed_files(place) if name == "images-sans-texte" else (), choices=queries.MONTHS,
        progress=queries.progress(session, actor, place) if name == "liens-morts" else None,
        is_checked=_settings().check_links, **known,
    )  # fmt: skip


def _wanted(place: Territory | None, known: dict[str, Any]) -> str:
    found = wanted(
        read_session(),
        current_actor(),
        place=place.slug if place else "",
        after=_last_wanted(),
        limit=SLICE + 1,
    )
    pages = slice_of(found, SLICE, lambda page: f"{page.count}-{page.path}")
    return render_template("housekeeping/wanted.html", wanted=pages, **known)


def _faults(name: str, ids: list[int]) -> dict[int, Any]:
    """What to say of each page beside its title."""
    session = read_session()
    if name == "liens-casses":
        return dict(queries.broken_links(session, current_actor(), ids))
    if name == "liens-morts":
        return dict(queries.dead_links(session, ids))
    if name == "images-sans-texte":
        return dict(queries.undescribed_images(session, ids))
    return dict(queries.word_counts(session, ids)) if name == "presque-vides" else {}


def _undescribed_files(place: Territory | None) -> Sequence[File]:
    """Images that were sent to the site and that nobody described; of one territory, where they can be mended."""
    return files.images_without_alt(read_session(), current_actor(), place.id, limit=SLICE) if place else ()


def _check(place: Territory | None) -> ResponseReturnValue:
    actor = current_actor()
    require(actor, Permission.TERRITORY_UPKEEP, place)
    if not _settings().check_links:
        raise NotFound
    with transaction() as session:
        count = service.ask_to_check(session, actor, place)
    told = ngettext("%(num)s lien va être vérifié, un site après l'autre.",
                    "%(num)s liens vont être vérifiés, un site après l'autre.", count)  # fmt: skip
    flash(told if count else _("Tous les liens ont été vérifiés aujourd'hui, ou vont l'être."), "success")
    if place is None:
        return redirect(url_for("housekeeping.listing_everywhere", chosen="liens-morts"), 303)
    address = url_for("housekeeping.listing_of_territory", territory=place.slug, chosen="liens-morts")
    return redirect(address, 303)


def _base(place: Territory | None) -> str:
    return f"/territoires/{place.slug}/entretien" if place else "/pages/entretien"


def _months() -> int:
    asked = request.args.get("mois", "")
    return next((months for months in queries.MONTHS if str(months) == asked), queries.USUAL_MONTHS)


def _last_wanted() -> tuple[int, str] | None:
    count, _dash, path = request.args.get("avant", "").partition("-")
    return (int(count), tidy(path)) if count.isascii() and count.isdigit() and len(count) < 10 else None


def _settings() -> Settings:
    found: Settings = current_app.extensions["wiki.settings"]
    return found
