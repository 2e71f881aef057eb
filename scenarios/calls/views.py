"""Calls for everybody: the list, each call's own page, the feed."""

from typing import Any

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.calls import queries
from scenarios.calls.blueprint import blueprint
from scenarios.calls.models import Call
from scenarios.calls.texts import beginning, html_of
from wiki.db import read_session
from wiki.entrance import feeds
from wiki.entrance.addresses import site_root
from wiki.pages.queries import ThemeMark
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

PAST_SLICE = 20
MOST_IN_SITEMAP = 500


@blueprint.get("/appels")
def listing() -> str:
    """What is asked for now, what will be, what was."""
    found = queries.listed(read_session(), current_actor(), start_key(), PAST_SLICE + 1)
    past = slice_of(found.past, PAST_SLICE, lambda call: call.id)
    return render_template("calls/listing.html", found=found, past=past, **_words())


@blueprint.get("/appels/flux.atom")
def feed() -> Response:
    """The calls that were published, newest first."""
    subject = feeds.Subject("calls", _("Appels à scénarios"), "/appels")
    return feeds.answer(subject, [_entry(call) for call in queries.newest(read_session(), feeds.LENGTH)])


@blueprint.get("/appels/<int(max=999999999):call_id>")
def numbered(call_id: int) -> ResponseReturnValue:
    """The address that stays, whatever the title becomes."""
    return redirect(queries.call_numbered(read_session(), current_actor(), call_id).path, 302)


@blueprint.get("/appels/<slug>")
def show(slug: str) -> str:
    """A call, and what answers it."""
    session, actor = read_session(), current_actor()
    call = queries.call_at(session, actor, slug)
    return render_template(
        "calls/show.html",
        call=call,
        state=queries.state_of(call),
        html=html_of(session, actor, call.introduction),
        summary=beginning(call.introduction),
        root=site_root(),
        **_words(),
    )


def addresses() -> list[str]:
    """What the map of the site lists."""
    return ["/appels", *queries.public_paths(read_session(), MOST_IN_SITEMAP)]


def _words() -> dict[str, Any]:
    return {"state_of": queries.state_of, "days_left": queries.days_left, "last_day": queries.last_day,
            "beginning": beginning}  # fmt: skip


def _entry(call: Call) -> feeds.Entry:
    published = call.published_at or call.created_at
    return feeds.Entry(
        name=f"call-{call.id}",
        title=call.title,
        path=call.path,
        updated_at=published,
        author=call.asked_by,
        summary=beginning(call.introduction),
        themes=tuple(ThemeMark(theme.slug, theme.name, theme.family_key) for theme in call.themes),
    )
