"""*Journal*: who did what, when and from where; to read, to filter, to take along."""

from collections.abc import Callable, Iterable, Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from wiki.audit import exports, queries, service
from wiki.audit.acts import detail, sentence_of
from wiki.audit.forms import FilterForm
from wiki.audit.queries import Asked, Line
from wiki.db import database, now, read_session, transaction
from wiki.errors import Invalid
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("audit", __name__)
SLICE = 50


@blueprint.get("/admin/journal")
def journal() -> ResponseReturnValue:
    """The log, newest first."""
    session, actor = read_session(), current_actor()
    require(actor, Permission.AUDIT_READ)
    form = FilterForm(request.args)
    is_clear = form.validate()
    found = queries.lines(session, actor, form.asked(), start_key(), SLICE + 1) if is_clear else []
    body = render_template(
        "audit/journal.html", form=form, lines=slice_of(found, SLICE, lambda line: line.id), sentence_of=sentence_of,
        detail=detail, is_filtered=form.asked() != Asked(), question=request.query_string.decode("ascii", "replace"),
    )  # fmt: skip
    return body, 200 if is_clear else 422


@blueprint.get("/admin/journal.csv")
def table() -> Response:
    """The lines of a search for a spreadsheet."""
    return _export(exports.as_table, "csv", "text/csv; charset=utf-8")


@blueprint.get("/admin/journal.jsonl")
def json_lines() -> Response:
    """The lines of a search for programs."""
    return _export(exports.as_json_lines, "jsonl", "application/jsonl; charset=utf-8")


def _export(written: Callable[[Iterable[Line]], Iterator[str]], suffix: str, content_type: str) -> Response:
    """Taking the log along is itself written down."""
    actor = current_actor()
    require(actor, Permission.AUDIT_READ)
    form = FilterForm(request.args)
    if not form.validate():
        raise Invalid(form.errors)
    asked = form.asked()
    with transaction() as session:
        service.record(session, actor, "audit.exported", kind="audit", name=suffix)

    def pieces() -> Iterator[str]:
        # A session of its own: that of the request ends before the answer does.
        with database().reader() as reading:
            yield from written(queries.every_line(reading, actor, asked))

    response = Response(stream_with_context(pieces()), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="journal-{now():%Y-%m-%d}.{suffix}"'
    response.headers["Cache-Control"] = "no-store"
    return response
