"""Parcours read: the list, each one by its number or its link, the feed, one's own."""

from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.calls.texts import beginning, html_of
from scenarios.collections import queries
from scenarios.collections.blueprint import blueprint
from scenarios.collections.models import MOST_COLLECTIONS, Collection
from scenarios.collections.reading import outlines, reading
from scenarios.collections.views_booklet import unlisted
from wiki.db import read_session
from wiki.entrance import feeds
from wiki.entrance.addresses import site_root
from wiki.web.actor import current_actor
from wiki.web.forms import tidy
from wiki.web.pagination import slice_of, start_key

SLICE = 12
MOST_IN_SITEMAP = 2_000
_NUMBER = "<int(max=999999999):collection_id>"


@blueprint.get("/parcours")
def listing() -> str:
    """What the national team puts forward, then every public parcours; filtered by words."""
    session, actor = read_session(), current_actor()
    words = tidy(request.args.get("q", ""))[:200]
    before = start_key()
    rows = queries.listed(session, words=words, before=before, limit=SLICE + 1)
    shown = slice_of(rows, SLICE, lambda found: found.id)
    featured = [] if words or before is not None else outlines(session, actor, queries.featured(session))
    return render_template(
        "collections/listing.html",
        words=words,
        featured=featured,
        shown=shown,
        outlines=outlines(session, actor, shown.rows),
        beginning=beginning,
    )


@blueprint.get("/parcours/flux.atom")
def feed() -> Response:
    """Public parcours, last changed first."""
    session = read_session()
    found = [
        *queries.featured(session, feeds.LENGTH),
        *queries.listed(session, words="", before=None, limit=feeds.LENGTH),
    ]
    newest = sorted(found, key=lambda one: one.changed_at, reverse=True)[: feeds.LENGTH]
    return feeds.answer(
        feeds.Subject("collections", _("Parcours"), "/parcours"), [_entry(one) for one in newest]
    )


@blueprint.get(f"/parcours/{_NUMBER}")
def numbered(collection_id: int) -> ResponseReturnValue:
    """The address that stays, whatever the title becomes."""
    return show(collection_id, "")


@blueprint.get(f"/parcours/{_NUMBER}-<slug>")
def show(collection_id: int, slug: str) -> ResponseReturnValue:
    """A parcours, for who may read it without a link."""
    found = queries.collection(read_session(), current_actor(), collection_id)
    if found.slug != slug:
        return redirect(found.path, 302)
    return _page(found, found.path)


@blueprint.get("/parcours/lien/<key>")
def by_link(key: str) -> ResponseReturnValue:
    """A parcours, for who has its link."""
    return unlisted(_page(queries.by_link(read_session(), key), f"/parcours/lien/{key}"))


@blueprint.get("/compte/parcours")
def mine() -> str:
    """The parcours that one composes, and those that one deleted."""
    session, actor = read_session(), current_actor()
    found = queries.mine(session, actor, limit=2 * MOST_COLLECTIONS)
    return render_template(
        "collections/mine.html",
        outlines=outlines(session, actor, found),
        deleted=queries.mine_deleted(session, actor, limit=MOST_COLLECTIONS),
    )


def addresses() -> list[str]:
    """What the map of the site lists."""
    return ["/parcours", *queries.public_paths(read_session(), MOST_IN_SITEMAP)]


def _page(found: Collection, base: str) -> str:
    session, actor = read_session(), current_actor()
    may_edit = queries.may_edit(actor, found)
    read = reading(session, actor, found, for_editor=may_edit)

    def words(text: str) -> Any:
        return html_of(session, actor, text)

    return render_template(
        "collections/show.html",
        found=found,
        read=read,
        base=base,
        may_edit=may_edit,
        words=words,
        summary=beginning(found.introduction),
        origin=queries.origin(session, actor, found),
        root=site_root(),
    )


def _entry(found: Collection) -> feeds.Entry:
    return feeds.Entry(
        name=f"collection-{found.id}",
        title=found.title,
        path=found.path,
        updated_at=found.changed_at,
        author=found.owner.name if found.owner else "",
        summary=beginning(found.national_introduction if found.is_featured else found.introduction),
    )
