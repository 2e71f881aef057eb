"""Writing pages: create, edit, look at the text before it is saved, settle a conflict."""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages import labels, queries, service
from wiki.pages.addresses import SameTitle
from wiki.pages.checks import readable, tidy_text
from wiki.pages.composition import compose, skeleton
from wiki.pages.conflicts import choices, questions
from wiki.pages.forms import EditForm, NewPageForm, number_of
from wiki.pages.kinds import tools_of
from wiki.pages.merge import resolve
from wiki.pages.models import KINDS, Page
from wiki.pages.previews import preview_of
from wiki.pages.saving import ask_to_choose, save
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.pages.views import blueprint
from wiki.permissions import Permission, require
from wiki.rendering.head import read_head, set_head_value
from wiki.territories.models import Territory
from wiki.themes.queries import families
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.forms import tidy


@blueprint.route("/nouveau", methods=["GET", "POST"])
@keeps_typed_text
@gives_text_back
def create() -> ResponseReturnValue:
    """Write a new page: first its kind, then its text."""
    actor = current_actor()
    kind = request.values.get("type", "")
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or create()
    if not actor.is_authenticated:
        raise Forbidden
    territories = queries.writable_territories(read_session(), actor)
    if request.method == "POST":
        # Without a kind or a territory the text is still shown again.
        return _posted_page(kind if kind in KINDS else "page", territories)
    if kind not in KINDS or not territories:
        return render_template(
            "pages/choose.html",
            kinds=labels.KINDS,
            write=labels.WRITE,
            help=labels.KIND_HELP,
            places=territories,
        )
    return _new_page(_empty_page_form(kind, territories), kind)


@blueprint.route("/<territory>/<slug>/modifier", methods=["GET", "POST"])
@keeps_typed_text
@gives_text_back
def edit(territory: str, slug: str) -> ResponseReturnValue:
    """Change a page's text."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or edit(territory, slug)
    session = read_session()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    form = _edit_form(page)
    if request.method == "GET":
        return _edit(page, form)
    return _posted_edit(page, form)


@blueprint.post("/apercu")
def preview() -> ResponseReturnValue:
    """The text being written, as the page will show it; nothing is kept."""
    if not current_actor().is_authenticated:
        raise Forbidden
    return preview_of(request.form.get("text", ""), _home(request.form.get("territory", "")))


def _empty_page_form(kind: str, territories: Sequence[Territory]) -> NewPageForm:
    asked = request.args.get("territoire", "")
    need = " ".join(tidy(request.args.get("besoin", "")).split())[:200]
    return NewPageForm(
        territories=territories,
        families=families(read_session()),
        title=tidy(request.args.get("titre", ""))[:200],
        territory=next((place.id for place in territories if place.slug == asked), territories[0].id),
        text=_with_need(need) if need else skeleton(kind),
    )


def _with_need(need: str) -> str:
    """The skeleton of a page whose head tells a need, so that others can answer it."""
    return set_head_value(skeleton("need"), "besoins", [need])


def _posted_page(kind: str, territories: Sequence[Territory]) -> ResponseReturnValue:
    form = NewPageForm(request.form, territories=territories, families=families(read_session()))
    if request.form.get("action") == "preview":
        home = next((place.slug for place in territories if place.id == form.territory.data), "")
        return _new_page(form, kind, preview=preview_of(form.text.data or "", home))
    if not form.validate():
        return _new_page(form, kind), 422
    try:
        return _create(form, kind)
    except Invalid as error:
        form.take_errors(error.errors)
        same = error.path if isinstance(error, SameTitle) else None
        return _new_page(form, kind, same_title_path=same), 422


def _create(form: NewPageForm, kind: str) -> ResponseReturnValue:
    actor = current_actor()
    text = compose(
        tidy_text(form.text.data or ""),
        title=form.title.data or "",
        kind=kind,
        territory=form.territory_name,
        themes=form.themes.data or [],
        tags=form.tag_list,
    )
    new = service.NewPage(
        territory_id=form.territory.data,
        kind=kind,
        audience=form.audience.data,
        text=text,
        summary=_("Création de la page"),
        form_key=form.form_key.data,
        same_title_meant=form.same_title_meant.data,
    )
    with transaction() as session:
        path = service.create(session, actor, new).path
    flash(_("La page est enregistrée."), "success")
    return redirect(f"/{path}", 303)


def _new_page(
    form: NewPageForm, kind: str, *, same_title_path: str | None = None, preview: str | None = None
) -> str:
    form.text.data = readable(form.text.data or "")
    return render_template(
        "pages/create.html",
        form=form,
        kind=kind,
        kind_label=labels.KINDS[kind],
        heading=labels.WRITE[kind],
        families=families(read_session()),
        same_title_path=same_title_path,
        preview=preview,
    )


def _edit_form(page: Page) -> EditForm:
    if request.method == "POST":
        return EditForm(request.form)
    wants_kept = request.args.get("reprendre") == "1"
    kept = queries.kept_text(read_session(), current_actor(), page) if wants_kept else None
    if kept is not None:
        return EditForm(text=kept.text, summary=kept.summary, base=str(kept.base_number))
    return EditForm(text=page.current.text, base=str(page.current.number))


def _edit(page: Page, form: EditForm, preview: str | None = None) -> str:
    form.text.data = readable(form.text.data or "")
    form.offer_themes(families(read_session()))
    is_opened = request.method == "GET" and "reprendre" not in request.args
    offered = queries.kept_text(read_session(), current_actor(), page) if is_opened else None
    return render_template("pages/edit.html", page=page, form=form, preview=preview, kept=offered)


def _posted_edit(page: Page, form: EditForm) -> ResponseReturnValue:
    action = request.form.get("action", "")
    if action == "preview":
        return _edit(page, form, preview_of(form.text.data or "", page.territory.slug))
    if action == "add_theme":
        form.text.data = _with_theme(form.text.data or "", form.add_theme.data)
        return _edit(page, form)
    if not form.validate():
        return _edit(page, form), 422
    change = service.Edit(
        page_id=page.id,
        base_number=form.base_number,
        text=form.text.data or "",
        summary=form.summary.data or "",
        minor=form.minor.data,
        form_key=form.form_key.data,
    )
    try:
        if "resolving" in request.form:
            resolved = _resolved(page, change)
            if not isinstance(resolved, service.Edit):
                return resolved
            change = resolved
        return save(page, change)
    except Invalid as error:
        form.take_errors(error.errors)
        return _edit(page, form), 422


def _resolved(page: Page, change: service.Edit) -> service.Edit | ResponseReturnValue:
    """The change with each conflict settled as chosen, or the form again while a choice is missing.

    Raises:
        Invalid: the text cannot be kept.
    """
    number = number_of(request.form.get("resolving"))
    # As it was when the conflicts were found, so that they are found again.
    change = replace(change, text=tidy_text(change.text))
    session = read_session()
    try:
        base, theirs = (queries.version(session, page, wanted) for wanted in (change.base_number, number))
    except NotFound:
        return change
    merged = tools_of(page.kind).merge(base.text, change.text, theirs.text)
    asked = questions(merged, request.form)
    given = choices(asked)
    if given is None:
        return ask_to_choose(page, change, merged, number, theirs.author, is_sent=True), 422
    return replace(change, base_number=number, text=resolve(merged, given))


def _with_theme(text: str, theme: str | None) -> str:
    if not theme:
        return text
    themes = read_head(text).themes
    return text if theme in themes else set_head_value(text, "thèmes", [*themes, theme])


def _home(asked: str) -> str:
    """The address of the territory that a form names by number or by address."""
    if not asked.isdigit():
        return asked
    places = queries.writable_territories(read_session(), current_actor())
    return next((place.slug for place in places if str(place.id) == asked), "")
