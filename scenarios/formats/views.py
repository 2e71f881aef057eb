"""A scenario out of a file: chosen, looked at, kept as a private draft."""

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.formats import service
from scenarios.formats.designs.reading import MAX_BYTES
from scenarios.formats.forms import UploadForm
from scenarios.script import parse
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid
from wiki.pages import queries
from wiki.pages.checks import readable
from wiki.pages.previews import preview_of
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.forms import tidy

blueprint = Blueprint("formats", __name__)


@blueprint.route("/nouveau/importer", methods=["GET", "POST"])
def upload() -> ResponseReturnValue:
    """Choose a file; look at what it gives; keep it as a draft."""
    actor = current_actor()
    if not actor.is_authenticated:
        raise Forbidden
    territories = queries.writable_territories(read_session(), actor)
    if request.method == "GET" or not territories:
        return _asking(UploadForm(territories=territories, territory=_asked(territories)), territories)
    form = UploadForm(request.form, territories=territories)
    if not form.validate():
        return _asking(form, territories), 422
    try:
        return _create(form) if request.form.get("action") == "create" else _look(form)
    except Invalid as error:
        form.take_errors({"file": " ".join(str(message) for message in error.errors.values())})
        return _asking(form, territories), 422


def _asked(territories: Sequence[Territory]) -> int | None:
    asked = request.args.get("territoire", "")
    return next((place.id for place in territories if place.slug == asked), None)


def _asking(form: UploadForm, territories: Sequence[Territory]) -> str:
    return render_template("formats/upload.html", form=form, territories=territories)


def _look(form: UploadForm) -> str:
    """What the file gives, before anything is kept."""
    name, data = _sent()
    imported = service.read_file(name, data, form.territory_name)
    form.text.data, form.name.data = readable(imported.text), name
    script = parse(imported.text)
    return render_template(
        "formats/look.html",
        form=form,
        name=name,
        script=script,
        remarks=[(_(remark.message, **remark.params), remark.is_fault) for remark in imported.remarks],
        preview=preview_of(imported.text, ""),
    )


def _sent() -> tuple[str, bytes]:
    """The name and the bytes of the file, one more than may be at most; both empty without a file."""
    sent = request.files.get("file")
    if sent is None:
        return "", b""
    with sent.stream:
        return tidy(sent.filename)[:120], sent.stream.read(MAX_BYTES + 1)


def _create(form: UploadForm) -> ResponseReturnValue:
    name = tidy(form.name.data)[:120]
    summary = _("Importé de %(name)s", name=name) if name else _("Importé d'un fichier")
    with transaction() as session:
        path = service.make_draft(
            session,
            current_actor(),
            form.territory.data,
            form.text.data or "",
            summary=summary,
            form_key=form.form_key.data,
        ).path
    flash(_("Le scénario est importé dans un brouillon que personne d'autre ne voit."), "success")
    designer = "/concevoir" if "authoring.design" in current_app.view_functions else ""
    return redirect(f"/{path}{designer}", 303)
