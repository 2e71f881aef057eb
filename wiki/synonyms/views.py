"""Reading the equivalents: the groups in plain words, what a search is widened to, every version."""

from flask import render_template, request
from sqlalchemy.orm import Session

from wiki.db import read_session
from wiki.pages.diff import compare as compare_texts
from wiki.pages.forms import number_of
from wiki.synonyms import queries
from wiki.synonyms.blueprint import blueprint
from wiki.synonyms.models import EquivalentsVersion
from wiki.synonyms.reading import read
from wiki.synonyms.widening import widenings
from wiki.web.forms import tidy
from wiki.web.pagination import slice_of, start_key

HISTORY_SLICE = 50
MAX_TRIED = 200


@blueprint.get("/recherche/equivalents")
def show() -> str:
    """The groups in force; with `?q=`, what this search is widened to."""
    session = read_session()
    version = queries.current(session)
    reading = read(version.text if version else "")
    tried = tidy(request.args.get("q", "")[:MAX_TRIED])
    return render_template(
        "synonyms/show.html",
        version=version,
        sections=reading.sections,
        faults=reading.faults,
        tried=tried,
        widenings=widenings(tried, queries.groups(session)),
    )


@blueprint.get("/recherche/equivalents/historique")
def history() -> str:
    session = read_session()
    versions = queries.history(session, start_key(), HISTORY_SLICE + 1)
    return render_template(
        "synonyms/history.html",
        versions=slice_of(versions, HISTORY_SLICE, lambda version: version.number),
        current=queries.current(session),
    )


@blueprint.get("/recherche/equivalents/version/<int(max=999999999):number>")
def version(number: int) -> str:
    """One version, at an address that never changes."""
    session = read_session()
    found = queries.version(session, number)
    return render_template(
        "synonyms/version.html",
        version=found,
        sections=read(found.text).sections,
        current=queries.current(session),
    )


@blueprint.get("/recherche/equivalents/comparer")
def compare() -> str:
    """Two versions side by side; the last change unless told."""
    session = read_session()
    current = queries.current(session)
    newer = _asked(session, "a", current.number if current else 0)
    older = _asked(session, "de", max(1, newer.number - 1))
    return render_template(
        "synonyms/compare.html",
        older=older,
        newer=newer,
        current=current,
        comparison=compare_texts(older.text, newer.text),
    )


def _asked(session: Session, name: str, default: int) -> EquivalentsVersion:
    return queries.version(session, number_of(request.args.get(name)) or default)
