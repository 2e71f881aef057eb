"""Events as lists, one by one, and as calendars to follow; of a territory and of all."""

from collections.abc import Sequence

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scenarios.programme import queries
from scenarios.programme.blueprint import NUMBER, blueprint
from scenarios.programme.calendars import calendar
from scenarios.programme.models import ProgrammeEvent
from wiki.days import today
from wiki.db import read_session
from wiki.entrance.addresses import site_root
from wiki.feeds.readers import ARGUMENT, reader_of_request
from wiki.permissions import Actor, Permission, can
from wiki.territories.models import Territory
from wiki.territories.queries import local
from wiki.watching.keys import feed_key
from wiki.watching.queries import settings_of
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

_SLICE = 30
_ONE = f"/territoires/<territory>/agenda/<{NUMBER}:event_id>"


@blueprint.get("/territoires/<territory>/agenda")
def agenda(territory: str) -> str:
    """The events of a territory."""
    return _agenda(local(read_session(), territory))


@blueprint.get("/agenda")
def national_agenda() -> str:
    """The events of all territories."""
    return _agenda(None)


@blueprint.get("/territoires/<territory>/agenda.ics")
def agenda_feed(territory: str) -> Response:
    """The same for calendars; with the key of one's own feeds also what is for the college."""
    session = read_session()
    place = local(session, territory)
    name = _("Agenda de %(name)s", name=place.name)
    reader = reader_of_request(session)
    return _calendar(session, reader, name, queries.in_feed(session, reader, place))


@blueprint.get("/agenda.ics")
def national_feed() -> Response:
    """The events of all territories for calendars."""
    session = read_session()
    reader = reader_of_request(session)
    name = _("Agenda des territoires apprenants")
    return _calendar(session, reader, name, queries.in_feed(session, reader))


@blueprint.get(_ONE)
def event(territory: str, event_id: int) -> str:
    """One event."""
    session, actor = read_session(), current_actor()
    place = local(session, territory)
    found = queries.event(session, actor, place, event_id)
    return render_template(
        "programme/event.html",
        territory=place,
        event=found,
        scenario=queries.pages_of(session, actor, [found]).get(found.page_id or 0),
        keeps=can(actor, Permission.PROGRAMME_EDIT, place),
        today=today(),
    )


@blueprint.get(f"{_ONE}.ics")
def event_file(territory: str, event_id: int) -> Response:
    """One event to put into a calendar."""
    session, actor = read_session(), current_actor()
    found = queries.event(session, actor, local(session, territory), event_id)
    return _calendar(session, actor, found.title, [found], f"{territory}-{event_id}.ics")


def _agenda(place: Territory | None) -> str:
    session, actor = read_session(), current_actor()
    is_past = request.args.get("quand") == "passes"
    found = queries.events(
        session, actor, territory=place, is_past=is_past, after=start_key(), limit=_SLICE + 1
    )
    rows = slice_of(found, _SLICE, lambda row: row.id)
    return render_template(
        "programme/agenda.html",
        territory=place,
        rows=rows,
        is_past=is_past,
        scenarios=queries.pages_of(session, actor, rows.rows),
        keeps=place is not None and can(actor, Permission.PROGRAMME_EDIT, place),
        reads_all=place is not None and queries.reads_all(actor, place),
        base=f"/territoires/{place.slug}/agenda" if place is not None else "/agenda",
        root=site_root(),
        key=_own_key(session, actor),
        today=today(),
    )


def _own_key(session: Session, actor: Actor) -> str:
    """What opens the calendars of one's colleges to a program; "" while one has none."""
    if actor.user_id is None:
        return ""
    serial = settings_of(session, actor.user_id).feed_serial
    return feed_key(str(current_app.config["SECRET_KEY"]), actor.user_id, serial) if serial > 0 else ""


def _calendar(
    session: Session, reader: Actor, name: str, events: Sequence[ProgrammeEvent], file_name: str = ""
) -> Response:
    root = site_root()
    pages = queries.pages_of(session, reader, events)
    body = calendar(
        name,
        events,
        lambda found: root + url_for(".event", territory=found.territory.slug, event_id=found.id),
        {number: f"{page.title} : {root}/{page.path}" for number, page in pages.items()},
    )
    response = make_response(body)
    response.content_type = "text/calendar; charset=utf-8"
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    if ARGUMENT in request.args:
        # No store between may keep what is not for everybody.
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response.add_etag()
    response.make_conditional(request)
    return response
