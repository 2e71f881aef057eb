"""Parcours made: begun, named, filled, put in order."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scenarios.calls.forms import key_of
from scenarios.calls.texts import beginning
from scenarios.collections import queries, service, steps
from scenarios.collections.blueprint import blueprint
from scenarios.collections.forms import NewForm, NoteForm, PageForm, StepForm, WordsForm
from scenarios.collections.models import NOTE, Collection
from scenarios.collections.reading import reading
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid, NotFound
from wiki.pages.models import Page
from wiki.pages.queries import page_at
from wiki.permissions import Actor, Permission, require
from wiki.web.actor import current_actor

_BOTH = ("GET", "POST")
_PLACE = "/parcours/<int(max=999999999):collection_id>"
_STEP = f"{_PLACE}/etapes/<int(max=999999999):item_id>"


@blueprint.route("/parcours/nouveau", methods=_BOTH)
def create() -> ResponseReturnValue:
    """Begin a parcours."""
    require(current_actor(), Permission.COLLECTION_CREATE)
    form = NewForm.fresh()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                made = service.create(
                    writing, current_actor(), form.words, form.audience.data or "", key_of(form.form_key.data)
                )
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre parcours est commencé. Ajoutez-lui des pages."), "success")
            return redirect(_composing(made), 303)
    return render_template("collections/create.html", form=form), 422 if form.errors else 200


@blueprint.route(f"{_PLACE}/modifier", methods=_BOTH)
def change(collection_id: int) -> ResponseReturnValue:
    """Call it or introduce it otherwise; what somebody else wrote meanwhile is shown and not written over."""
    found = queries.editable(read_session(), current_actor(), collection_id)
    form = WordsForm.of_request(
        title=found.title, introduction=found.introduction, version=str(found.version)
    )
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                changed = service.change(writing, current_actor(), found.id, form.read_version, form.words)
        except Invalid as error:
            form.take_errors(error.errors)
        except Conflict:
            form.version.data = str(found.version)
            return render_template("collections/change.html", form=form, found=found, is_conflict=True), 409
        else:
            flash(_("Le titre et l'introduction sont enregistrés."), "success")
            return redirect(changed.path, 303)
    return render_template("collections/change.html", form=form, found=found), 422 if form.errors else 200


@blueprint.get(f"{_PLACE}/composer")
def compose(collection_id: int) -> str:
    """Its steps, to order, to say something of, to take out; pages and words to add."""
    found = queries.editable(read_session(), current_actor(), collection_id)
    return _desk(found, PageForm(), NoteForm())


@blueprint.post(f"{_PLACE}/pages")
def add_page(collection_id: int) -> ResponseReturnValue:
    """Add a page by its address."""
    session, actor = read_session(), current_actor()
    found = queries.editable(session, actor, collection_id)
    form = PageForm.of_request()
    if form.validate():
        try:
            page = _page_of(session, actor, form.page.data or "")
            with transaction() as writing:
                made = steps.add_page(writing, actor, found.id, page.id, form.note.data or "")
        except Invalid as error:
            form.take_errors(
                {"page" if name == "collection" else name: told for name, told in error.errors.items()}
            )
        else:
            flash(_("« %(title)s » est dans le parcours.", title=page.title), "success")
            return redirect(f"{_composing(found)}#etape-{made.id}", 303)
    return _desk(found, form, NoteForm(formdata=None)), 422


@blueprint.post(f"{_PLACE}/mots")
def add_note(collection_id: int) -> ResponseReturnValue:
    """Add words between pages."""
    found = queries.editable(read_session(), current_actor(), collection_id)
    form = NoteForm.of_request()
    if form.validate():
        try:
            with transaction() as writing:
                made = steps.add_note(writing, current_actor(), found.id, form.note.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre mot est au bout du parcours : montez-le à sa place."), "success")
            return redirect(f"{_composing(found)}#etape-{made.id}", 303)
    return _desk(found, PageForm(formdata=None), form), 422


@blueprint.post(f"{_STEP}/place")
def move(collection_id: int, item_id: int) -> ResponseReturnValue:
    """Move a step; the button that was pressed says where."""
    with transaction() as writing:
        steps.move(writing, current_actor(), collection_id, item_id, request.form.get("vers", ""))
    return redirect(f"/parcours/{collection_id}/composer#etape-{item_id}", 303)


@blueprint.route(_STEP, methods=_BOTH)
def change_step(collection_id: int, item_id: int) -> ResponseReturnValue:
    """What is said of a step, and which version of its page is shown."""
    session, actor = read_session(), current_actor()
    found = queries.editable(session, actor, collection_id)
    queries.item(session, found, item_id)
    step = next(
        one for one in reading(session, actor, found, for_editor=True).steps if one.item.id == item_id
    )
    item = step.item
    current = step.page.current.number if step.page else 0
    form = StepForm.of_request(
        note=item.note, version=str(item.version), shown="pinned" if item.number else "current",
        number=str(item.number or current or ""),
    )  # fmt: skip
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                steps.change_step(
                    writing, actor, found.id, item.id, form.seen, form.note.data or "", form.pinned
                )
        except Invalid as error:
            form.take_errors(error.errors)
        except NotFound:
            form.take_errors({"number": _("Cette page n'a pas de version de ce numéro.")})
        except Conflict:
            form.version.data = str(item.version)
            return render_template(
                "collections/step.html", found=found, step=step, form=form, is_conflict=True
            ), 409
        else:
            flash(_("L'étape est enregistrée."), "success")
            return redirect(f"{_composing(found)}#etape-{item.id}", 303)
    page = render_template("collections/step.html", found=found, step=step, form=form)
    return page, 422 if form.errors else 200


@blueprint.post(f"{_STEP}/retrait")
def remove(collection_id: int, item_id: int) -> ResponseReturnValue:
    """Take a step out."""
    with transaction() as writing:
        steps.remove(writing, current_actor(), collection_id, item_id)
    return redirect(f"/parcours/{collection_id}/composer#etapes", 303)


@blueprint.post(f"{_STEP}/retour")
def put_back(collection_id: int, item_id: int) -> ResponseReturnValue:
    """Put back what was taken out."""
    try:
        with transaction() as writing:
            steps.put_back(writing, current_actor(), collection_id, item_id)
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
    return redirect(f"/parcours/{collection_id}/composer#etape-{item_id}", 303)


def _desk(found: Collection, page_form: PageForm, note_form: NoteForm) -> str:
    session, actor = read_session(), current_actor()
    return render_template(
        "collections/compose.html",
        found=found,
        read=reading(session, actor, found, for_editor=True),
        removed=queries.last_removed(session, found),
        page_form=page_form,
        note_form=note_form,
        NOTE=NOTE,
        beginning=beginning,
    )


def _page_of(session: Session, actor: Actor, address: str) -> Page:
    """The page of an address as people copy it: with or without the site, a version or a tab.

    Raises:
        Invalid: there is no such page that the person may read.
    """
    try:
        territory, slug, *_rest = [*urlsplit(address).path.strip("/").split("/"), "", ""]
        return page_at(session, actor, territory, slug)
    except (NotFound, ValueError):
        raise Invalid({"page": _("Aucune page à cette adresse.")}) from None


def _composing(found: Collection) -> str:
    return url_for("collections.compose", collection_id=found.id)
