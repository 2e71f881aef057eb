"""« Transposer chez nous »: the lines that name the origin, each in a field of its own."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scenarios.transposition import service
from scenarios.transposition.forms import LineField, line_fields, with_replacements
from scenarios.transposition.lines import with_lines
from scenarios.transposition.queries import Transposition, transposition
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries as pages
from wiki.pages.checks import readable
from wiki.pages.forms import new_form_key, number_of
from wiki.pages.keeping import HERE, Place, Words, keep
from wiki.pages.models import Page
from wiki.pages.service import EditConflict
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("transposition", __name__)


@blueprint.route("/<territory>/<slug>/transposer", methods=["GET", "POST"])
@keeps_typed_text
def transpose(territory: str, slug: str) -> ResponseReturnValue:
    """Say the origin's places, people and partners otherwise, line by line."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or transpose(territory, slug)
    session = read_session()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    found = transposition(session, page, number_of(request.form.get("base")) or page.current.number)
    if found is None:
        label = _("Transposer chez nous")
        body = render_template("adaptation/nothing.html", page=page, is_adapted=False, label=label)
        return body, 200 if request.method == "GET" else 409
    fields = line_fields(found.lines, request.form)
    if request.method == "GET":
        return _form(found, fields)
    if request.form.get("action") == "replace":
        return _form(found, with_replacements(fields, found.names, request.form))
    return _posted(page, found, fields)


def _posted(page: Page, found: Transposition, fields: list[LineField]) -> ResponseReturnValue:
    changed = {field.line.number: field.answer for field in fields}
    try:
        with transaction() as writing:
            saved = service.transpose(
                writing, current_actor(), page.id, found.number, changed, request.form.get("form_key")
            )
    except Invalid as error:
        return _form(found, fields, " ".join(map(str, error.errors.values()))), 422
    except EditConflict:
        return _keep(page, found, with_lines(found.text, changed))
    count = sum(field.answer != field.line.text for field in fields)
    told = ngettext("Une ligne est transposée.", "%(num)s lignes sont transposées.", count)
    flash(told if saved.outcome != "unchanged" else _("Rien n'a changé."), "success")
    return redirect(f"/{page.path}", 303)


def _keep(page: Page, found: Transposition, text: str) -> ResponseReturnValue:
    """Somebody changed the same lines: what was typed waits in the editor, which asks line by line."""
    with transaction() as writing:
        words = Words(text, found.number, _("Transposition"))
        keep(writing, current_actor(), Place.of(page), words, HERE)
    flash(
        _("Quelqu'un a changé les mêmes lignes. Votre texte est gardé : enregistrez-le, puis choisissez."),
        "warning",
    )
    return redirect(f"/{page.path}/modifier?reprendre=1", 303)


def _form(found: Transposition, fields: list[LineField], error: str = "") -> str:
    shown = [LineField(field.line, readable(field.written), field.choice) for field in fields]
    return render_template(
        "transposition/transpose.html",
        page=found.page,
        found=found,
        fields=shown,
        form_key=request.form.get("form_key") or new_form_key(),
        typed=request.form,
        error=error,
    )
