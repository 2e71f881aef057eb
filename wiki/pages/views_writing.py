"""Writing pages: create, edit, look at the text before it is saved, settle a conflict."""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages import drafting, labels, queries, service
from wiki.pages.addresses import SameTitle
from wiki.pages.checks import readable, tidy_text
from wiki.pages.composition import compose, skeleton
from wiki.pages.conflicts import choices, questions
from wiki.pages.forms import EditForm, NewPageForm, number_of
from wiki.pages.keeping import Place
from wiki.pages.kinds import tools_of
from wiki.pages.merge import resolve
from wiki.pages.models import KINDS, Draft, Page
from wiki.pages.previews import preview_of
from wiki.pages.saving import ask_to_choose, save
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.pages.views import blueprint
from wiki.permissions import Actor, Permission, can, require
from wiki.rendering.head import read_head, set_head_value
from wiki.territories.models import Territory
from wiki.themes.queries import families
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.forms import tidy

MOST_FOR_VISITORS = 200_000
"""How much of a text is rendered for somebody who may be a program, in characters."""


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
    # Told before they write, not after.
    if actor.is_suspended:
        raise Forbidden
    resumed = _resumed_page()
    if resumed is not None and territories:
        return _new_page(_resumed_form(resumed, territories), resumed.kind, resumed=resumed)
    if kind not in KINDS or not territories:
        return render_template(
            "pages/choose.html",
            kinds=labels.KINDS,
            write=labels.WRITE,
            help=labels.KIND_HELP,
            places=territories,
            drafts=drafting.of_new_pages(),
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
    if request.method == "GET" and _may_only_offer(actor, page):
        flash(
            _(
                "Vous ne pouvez pas modifier cette page vous-même. Proposez votre changement : on vous répondra."
            ),
            "info",
        )
        return redirect(f"/{page.path}/contribuer", 303)
    require(actor, Permission.PAGE_EDIT, page)
    form = _edit_form(page)
    if request.method == "GET":
        return _edit(page, form)
    return _posted_edit(page, form)


def _may_only_offer(actor: Actor, page: Page) -> bool:
    """Whether somebody signed in may not edit, and may say what they would change."""
    may_edit = can(actor, Permission.PAGE_EDIT, page)
    return actor.is_authenticated and not may_edit and can(actor, Permission.PAGE_OFFER, page)


@blueprint.post("/apercu")
def preview() -> ResponseReturnValue:
    """The text being written, as the page will show it; nothing is kept. Visitors write proposals."""
    most = None if current_actor().is_authenticated else MOST_FOR_VISITORS
    return preview_of(request.form.get("text", "")[:most], _home(request.form.get("territory", "")))


def _empty_page_form(kind: str, territories: Sequence[Territory]) -> NewPageForm:
    asked = request.args.get("territoire", "")
    need = " ".join(tidy(request.args.get("besoin", "")).split())[:200]
    return NewPageForm(
        territories=territories,
        families=families(read_session()),
        title=tidy(request.args.get("titre", ""))[:200],
        territory=next((place.id for place in territories if place.slug == asked), territories[0].id),
        text=_with_need(kind, need) if need else skeleton(kind),
    )


def _resumed_page() -> Draft | None:
    """The draft of a new page that the address asks for."""
    number = number_of(request.args.get("brouillon"))
    return next((draft for draft in drafting.of_new_pages() if draft.id == number), None) if number else None


def _resumed_form(draft: Draft, territories: Sequence[Territory]) -> NewPageForm:
    said = draft.fields
    known = [place.id for place in territories]
    return NewPageForm(
        territories=territories,
        families=families(read_session()),
        title=said.get("title", ""),
        territory=said["territory"] if said.get("territory") in known else known[0],
        themes=said.get("themes", []),
        tags=said.get("tags", ""),
        audience=said.get("audience", "public"),
        text=draft.text,
        form_key=draft.form_key,
        draft=str(draft.version),
    )


def _with_need(kind: str, need: str) -> str:
    """The skeleton of a page whose head tells a need: a plain one for others to answer, any other kind answers it."""
    return set_head_value(skeleton("need" if kind == "page" else kind), "besoins", [need])


def _posted_page(kind: str, territories: Sequence[Territory]) -> ResponseReturnValue:
    form = NewPageForm(request.form, territories=territories, families=families(read_session()))
    if request.form.get("action") == "preview":
        home = next((place.slug for place in territories if place.id == form.territory.data), "")
        return _new_page(form, kind, preview=preview_of(form.text.data or "", home))
    if request.form.get("action") == "keep":
        return _kept_new_page(form, kind)
    if not form.validate():
        return _new_page(form, kind), 422
    try:
        return _create(form, kind)
    except Invalid as error:
        form.take_errors(error.errors)
        same = error.path if isinstance(error, SameTitle) else None
        return _new_page(form, kind, same_title_path=same), 422


def _kept_new_page(form: NewPageForm, kind: str) -> ResponseReturnValue:
    try:
        return drafting.keep_and_go_on(drafting.new_page_place(), drafting.new_page_words())
    except Invalid as error:
        form.take_errors(error.errors)
        return _new_page(form, kind), 422


def _create(form: NewPageForm, kind: str) -> ResponseReturnValue:
    """The page, public or as its author says; first as a private draft where files are to be put into it."""
    actor, is_private = current_actor(), request.form.get("action") == "private"
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
        audience="draft" if is_private else form.audience.data,
        text=text,
        summary=_("Création de la page"),
        form_key=form.form_key.data,
        same_title_meant=form.same_title_meant.data,
        draft=drafting.hand(),
    )
    with transaction() as session:
        path = service.create(session, actor, new).path
    if is_private:
        flash(_("Votre page est un brouillon privé : vous seule ou seul la voyez. Quand elle sera prête, dites dans "
                "ses réglages qui peut la lire."), "success")  # fmt: skip
        return redirect(f"/{path}/modifier", 303)
    flash(_("La page est enregistrée."), "success")
    return redirect(f"/{path}", 303)


def _new_page(
    form: NewPageForm,
    kind: str,
    *,
    same_title_path: str | None = None,
    preview: str | None = None,
    resumed: Draft | None = None,
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
        resumed=resumed,
    )


def _edit_form(page: Page) -> EditForm:
    if request.method == "POST":
        return EditForm(request.form)
    draft = drafting.offered(page) if request.args.get("reprendre") == "1" else None
    if draft is not None:
        return EditForm(
            text=draft.text,
            summary=draft.summary,
            minor=bool(draft.fields.get("minor")),
            base=str(draft.base_number),
            draft=str(draft.version),
        )
    return EditForm(text=page.current.text, base=str(page.current.number))


def _edit(page: Page, form: EditForm, preview: str | None = None) -> str:
    form.text.data = readable(form.text.data or "")
    form.offer_themes(families(read_session()))
    draft = drafting.offered(page) if request.method == "GET" else None
    offered, resumed = (None, draft) if form.draft.data else (draft, None)
    return render_template(
        "pages/edit.html", page=page, form=form, preview=preview, kept=offered, resumed=resumed
    )


def _posted_edit(page: Page, form: EditForm) -> ResponseReturnValue:
    action = request.form.get("action", "")
    if action == "preview":
        return _edit(page, form, preview_of(form.text.data or "", page.territory.slug))
    if action == "add_theme":
        form.text.data = with_theme(form.text.data or "", form.add_theme.data)
        return _edit(page, form)
    if action == "keep":
        return _kept(page, form)
    if not form.validate():
        return _edit(page, form), 422
    change = service.Edit(
        page_id=page.id,
        base_number=form.base_number,
        text=form.text.data or "",
        summary=form.summary.data or "",
        minor=form.minor.data,
        form_key=form.form_key.data,
        draft=drafting.hand(),
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


def _kept(page: Page, form: EditForm) -> ResponseReturnValue:
    try:
        return drafting.keep_and_go_on(Place.of(page), drafting.page_words())
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


def with_theme(text: str, theme: str | None) -> str:
    """The text with one more theme in its head; as it is where the theme is there, or none is named."""
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
