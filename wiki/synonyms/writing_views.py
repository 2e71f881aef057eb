"""Changing the equivalents: what was typed is always shown again, with what is wrong beside the line it concerns."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages.checks import readable
from wiki.pages.diff import Comparison
from wiki.pages.diff import compare as compare_texts
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.synonyms import queries, service
from wiki.synonyms.blueprint import blueprint
from wiki.synonyms.forms import EquivalentsForm
from wiki.synonyms.models import EquivalentsVersion
from wiki.synonyms.reading import Fault
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused


@blueprint.route("/recherche/equivalents/modifier", methods=["GET", "POST"])
@keeps_typed_text
@gives_text_back
def edit() -> ResponseReturnValue:
    """Change the list; `?ajouter=` opens it with a line begun for a search that found nothing."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or edit()
    require(actor, Permission.SYNONYMS_MANAGE)
    if request.method == "POST":
        form = EquivalentsForm(request.form)
        return _posted(form) if form.validate() else (_form(form), 422)
    current = queries.current(read_session())
    text, number = (current.text, current.number) if current else ("", 0)
    return _form(EquivalentsForm(text=text + _begun_line(), base=str(number)))


@blueprint.route("/recherche/equivalents/retablir/<int(max=999999999):number>", methods=["GET", "POST"])
def restore(number: int) -> ResponseReturnValue:
    """Make an earlier version current again, once asked whether that is meant."""
    session, actor = read_session(), current_actor()
    require(actor, Permission.SYNONYMS_MANAGE)
    version = queries.version(session, number)
    if request.method == "GET":
        return render_template("synonyms/restore.html", version=version, current=queries.current(session))
    with transaction() as writing:
        service.restore(writing, actor, number)
    flash(_("La version %(number)s est rétablie. Rien n'est perdu : l'historique garde toutes les autres.",
            number=number), "success")  # fmt: skip
    return redirect(url_for("synonyms.show"), 303)


def _begun_line() -> str:
    asked = " ".join(request.args.get("ajouter", "")[:200].split())
    return f"{asked}, \n" if asked else ""


def _posted(form: EquivalentsForm) -> ResponseReturnValue:
    change = service.Change(form.base_number, form.text.data or "", form.summary.data or "")
    try:
        with transaction() as session:
            saved = service.save(session, current_actor(), change)
    except service.Meanwhile as conflict:
        form.text.data, form.base.data = conflict.text, str(conflict.current.number)
        return _form(form, others=conflict.current, told=_told(change, conflict.current)), 409
    except service.Faulty as error:
        form.text.data, form.base.data = error.text, str(error.base_number)
        form.take_errors(error.errors)
        return _form(form, error.faults), 422
    except Invalid as error:
        form.take_errors(error.errors)
        return _form(form), 422
    flash(_("Les équivalents sont enregistrés (version %(number)s).", number=saved.number), "success")
    return redirect(url_for("synonyms.show"), 303)


def _told(change: service.Change, current: EquivalentsVersion) -> Comparison:
    """What the others changed since this person began."""
    return compare_texts(queries.version(read_session(), change.base_number).text, current.text)


def _form(
    form: EquivalentsForm,
    faults: Sequence[Fault] = (),
    others: EquivalentsVersion | None = None,
    told: Comparison | None = None,
) -> str:
    form.text.data = readable(form.text.data or "")
    return render_template("synonyms/edit.html", form=form, faults=faults, others=others, told=told)
