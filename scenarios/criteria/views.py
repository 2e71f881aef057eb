"""Reading the grid: the version in force, on one sheet; every version, with what it changed."""

from itertools import pairwise

from flask import render_template, request

from scenarios.criteria import queries
from scenarios.criteria.blueprint import blueprint
from scenarios.criteria.changes import sentences
from scenarios.criteria.labels import AIMS, NAMES
from scenarios.criteria.models import AXES, Grid
from wiki.db import read_session
from wiki.pages.forms import number_of
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key
from wiki.web.response_cache import kept_for_readers

HISTORY_SLICE = 20


@blueprint.get("/criteres")
@kept_for_readers
def show() -> str:
    """The grid in force."""
    session, actor = read_session(), current_actor()
    found = queries.current(session)
    draft = queries.draft(session, actor) if can(actor, Permission.CRITERIA_MANAGE) else None
    return grid_page("criteria/show.html", found, draft=draft)


@blueprint.get("/criteres/version/<int(max=999999999):number>")
def version(number: int) -> str:
    """One version, at an address that never changes."""
    session = read_session()
    found, current = queries.grid(session, number), queries.current(session)
    return grid_page("criteria/version.html", found, current=current)


@blueprint.get("/criteres/historique")
def history() -> str:
    """Every version, newest first, with what it changed in sentences."""
    session = read_session()
    # One more than are shown tells what the last one changed, too.
    found = queries.history(session, start_key(), HISTORY_SLICE + 1)
    told = {after.id: sentences(before.criteria, after.criteria) for after, before in pairwise(found)}
    versions = slice_of(found, HISTORY_SLICE, lambda each: each.number)
    return render_template("criteria/history.html", versions=versions, told=told)


@blueprint.get("/criteres/comparer")
def compare() -> str:
    """What any later version changed from any earlier one."""
    session = read_session()
    newer = _asked("a", queries.current(session))
    older = _asked("de", queries.grid(session, max(1, newer.number - 1)))
    told = sentences(older.criteria, newer.criteria)
    return render_template("criteria/compare.html", older=older, newer=newer, told=told)


def grid_page(template: str, found: Grid, **content: object) -> str:
    """A page with a whole grid on it."""
    return render_template(template, grid=found, axes=AXES, names=NAMES, aims=AIMS, **content)


def _asked(name: str, default: Grid) -> Grid:
    number = number_of(request.args.get(name))
    return queries.grid(read_session(), number) if number else default
