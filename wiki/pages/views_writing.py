"""Writing pages: create, edit, settle a conflict, restore, and who may read."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.browser import sign_in_here
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages import labels, queries, service
from wiki.pages.checks import readable
from wiki.pages.composition import compose, has_title, skeleton
from wiki.pages.conflicts import choices, questions
from wiki.pages.forms import EditForm, NewPageForm, SettingsForm, new_form_key
from wiki.pages.merge import merge, resolve
from wiki.pages.models import KINDS, Page
from wiki.pages.views import blueprint
from wiki.permissions import Permission, require
from wiki.rendering.document import read
from wiki.rendering.head import set_head_value
from wiki.themes.queries import families
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

PREVIEW_MAX_BYTES = 1_000_000


@blueprint.route("/nouveau", methods=["GET", "POST"])
@keeps_typed_text
def create() -> ResponseReturnValue:
    """Write a new page: first its kind, then its text."""
    actor = current_actor()
    kind = request.values.get("type", "")
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return _sign_in_and_go_on() or create()
    if not actor.is_authenticated:
        raise Forbidden
    territories = queries.writable_territories(read_session(), actor)
    if kind not in KINDS or not territories:
        return render_template(
            "pages/choose.html", kinds=labels.KINDS, help=labels.KIND_HELP, places=territories
        )
    form = _new_page_form(kind, territories)
    if request.method == "POST" and form.validate():
        try:
            return _create(form, kind)
        except Invalid as error:
            form.take_errors(error.errors)
            same = error.path if isinstance(error, service.SameTitle) else None
            return _new_page(form, kind, same_title_path=same), 422
    return _new_page(form, kind), 422 if form.errors else 200


@blueprint.route("/<territory>/<slug>/modifier", methods=["GET", "POST"])
@keeps_typed_text
def edit(territory: str, slug: str) -> ResponseReturnValue:
    """Change a page's text."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return _sign_in_and_go_on() or edit(territory, slug)
    session = read_session()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    form = _edit_form(page)
    if request.method == "GET":
        return _edit(page, form)
    return _posted_edit(page, form)


@blueprint.route("/<territory>/<slug>/retablir/<int:number>", methods=["GET", "POST"])
def restore(territory: str, slug: str, number: int) -> ResponseReturnValue:
    """Make an earlier version current again, once asked whether that is meant."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    version = queries.version(session, page, number)
    if request.method == "GET":
        return render_template("pages/restore.html", page=page, version=version, form_key=new_form_key())
    with transaction() as writing:
        saved = service.restore(writing, actor, page.id, number, request.form.get("form_key"))
        path = saved.page.path
    flash(_("La version %(number)s est rétablie. Rien n'est perdu : l'historique garde toutes les autres.",
            number=number), "success")  # fmt: skip
    return redirect(f"/{path}", 303)


@blueprint.route("/<territory>/<slug>/reglages", methods=["GET", "POST"])
def settings(territory: str, slug: str) -> ResponseReturnValue:
    """Kind of the page, and who may read it."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_SETTINGS, page)
    form = SettingsForm.of_request(kind=page.kind, audience=page.audience)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.settle(writing, actor, page.id, kind=form.kind.data, audience=form.audience.data)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Les réglages sont enregistrés."), "success")
            return redirect(f"/{territory}/{slug}", 303)
        page = queries.page_at(read_session(), actor, territory, slug)
    return render_template("pages/settings.html", page=page, form=form), 422 if form.errors else 200


@blueprint.post("/apercu")
def preview() -> ResponseReturnValue:
    """The text being written, as the page will show it; nothing is kept."""
    if not current_actor().is_authenticated:
        raise Forbidden
    text = request.form.get("text", "")[:PREVIEW_MAX_BYTES]
    return _preview(text, request.form.get("territory", ""))


@blueprint.post("/<territory>/<slug>/abandonner")
def discard(territory: str, slug: str) -> ResponseReturnValue:
    """Give up what was kept because it could not be saved."""
    actor = current_actor()
    page = queries.page_at(read_session(), actor, territory, slug)
    with transaction() as writing:
        service.drop_kept_text(writing, actor, page.id)
    flash(_("Le texte gardé est abandonné."), "info")
    return redirect(f"/{territory}/{slug}/modifier", 303)


def _new_page_form(kind: str, territories: Any) -> NewPageForm:
    offered = families(read_session())
    asked = request.args.get("territoire", "")
    place = next((place.id for place in territories if place.slug == asked), territories[0].id)
    if request.method == "POST":
        return NewPageForm(request.form, territories=territories, families=offered)
    return NewPageForm(
        territories=territories,
        families=offered,
        title=request.args.get("titre", "")[:200],
        territory=place,
        text=skeleton(kind),
    )


def _create(form: NewPageForm, kind: str) -> ResponseReturnValue:
    actor = current_actor()
    text = compose(
        form.text.data or "",
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


def _new_page(form: NewPageForm, kind: str, same_title_path: str | None = None) -> str:
    form.text.data = readable(form.text.data or "")
    wants_preview = request.form.get("action") == "preview"
    return render_template(
        "pages/create.html",
        form=form,
        kind=kind,
        kind_label=labels.KINDS[kind],
        families=families(read_session()),
        same_title_path=same_title_path,
        preview=_preview(form.text.data, "") if wants_preview else None,
    )


def _edit_form(page: Page) -> EditForm:
    offered = families(read_session())
    if request.method == "POST":
        return EditForm(request.form, families=offered)
    kept = queries.kept_text(read_session(), current_actor(), page)
    if kept is not None and request.args.get("reprendre") == "1":
        return EditForm(families=offered, text=kept.text, summary=kept.summary, base=str(kept.base_number))
    return EditForm(families=offered, text=page.current.text, base=str(page.current.number))


def _edit(page: Page, form: EditForm, preview: str | None = None) -> str:
    form.text.data = readable(form.text.data or "")
    kept = queries.kept_text(read_session(), current_actor(), page)
    offered = (
        kept if kept is not None and request.method == "GET" and "reprendre" not in request.args else None
    )
    return render_template("pages/edit.html", page=page, form=form, preview=preview, kept=offered)


def _posted_edit(page: Page, form: EditForm) -> ResponseReturnValue:
    action = request.form.get("action", "")
    if action == "preview":
        return _edit(page, form, _preview(form.text.data or "", page.territory.slug))
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
    if "resolving" in request.form:
        resolved = _resolved(page, change)
        if not isinstance(resolved, service.Edit):
            return resolved
        change = resolved
    return _save(page, form, change)


def _save(page: Page, form: EditForm, change: service.Edit) -> ResponseReturnValue:
    actor, address = current_actor(), f"/{page.path}"
    try:
        with transaction() as session:
            saved = service.edit(session, actor, change)
    except Invalid as error:
        form.take_errors(error.errors)
        return _edit(queries.page_at(read_session(), actor, *page.path.split("/")), form), 422
    except service.EditConflict as conflict:
        with transaction() as session:
            service.keep_text(session, actor, change)
        number = conflict.current.number
        author = queries.version(read_session(), page, number).author
        return _conflict(page, change, conflict.merge, number, author), 409
    flash(_told(saved), "success")
    return redirect(address, 303)


def _told(saved: service.Saved) -> str:
    told = {
        "merged": _(
            "Enregistré. Quelqu'un avait changé un autre passage : les deux changements sont dans la page."
        ),
        "unchanged": _("Rien n'avait changé : la page reste telle quelle."),
    }
    return str(told.get(saved.outcome) or _("Enregistré : version %(number)s.", number=saved.number))


def _resolved(page: Page, change: service.Edit) -> service.Edit | ResponseReturnValue:
    """The change with each conflict settled as chosen, or the form again while a choice is missing."""
    text = request.form.get("resolving", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    session = read_session()
    try:
        base, theirs = (queries.version(session, page, wanted) for wanted in (change.base_number, number))
    except NotFound:
        return change
    merged = merge(base.text, change.text, theirs.text)
    asked = questions(merged, request.form)
    given = choices(asked)
    if given is None:
        return _conflict(page, change, merged, number, theirs.author, is_sent=True), 422
    return service.Edit(
        page_id=change.page_id,
        base_number=number,
        text=resolve(merged, given),
        summary=change.summary,
        minor=change.minor,
        form_key=change.form_key,
    )


def _conflict(
    page: Page, change: service.Edit, merged: Any, number: int, author: Any, *, is_sent: bool = False
) -> str:
    hidden = {
        "text": change.text,
        "summary": change.summary,
        "base": str(change.base_number),
        "resolving": str(number),
        "form_key": change.form_key or "",
    }
    if change.minor:
        hidden["minor"] = "y"
    return render_template(
        "pages/conflict.html",
        page=page,
        questions=questions(merged, request.form if is_sent else {}),
        hidden=hidden,
        number=number,
        other_name=author.name if author else "",
        is_sent=is_sent,
    )


def _with_theme(text: str, theme: str | None) -> str:
    if not theme:
        return text
    themes = read(text, home="").head.themes
    return text if theme in themes else set_head_value(text, "thèmes", [*themes, theme])


def _preview(text: str, territory: str) -> str:
    source = read(text, home=territory)
    rendered = source.html(_Everything())
    return render_template(
        "pages/preview.html",
        title=source.title if has_title(text) else "",
        html=rendered.html,
        facts=labels.fact_rows([[key, value] for key, value in source.head.values.items()]),
        diagnostics=[(_(found.message, **found.params), found.severity) for found in source.head.diagnostics],
    )


class _Everything:
    """A preview does not ask which pages exist: every link looks alike."""

    def __contains__(self, path: object) -> bool:
        return True


def _sign_in_and_go_on() -> ResponseReturnValue | None:
    """The session ended while somebody was writing: ask to sign in on the spot, and keep what was typed.

    Returns None once the person has signed in with this very form: the view then goes on as if nothing happened.
    """
    email, password = request.form.get("email", ""), request.form.get("password", "")
    error = ""
    if not token_refused() and email:
        try:
            sign_in_here(email, password)
        except Invalid as refused:
            error = str(next(iter(refused.errors.values())))
        else:
            return None
    fields = [(name, readable(value)) for name in request.form if name not in ("csrf_token", "email", "password")
              for value in request.form.getlist(name)]  # fmt: skip
    page = render_template(
        "pages/sign_in_again.html",
        fields=fields,
        email=email,
        error=error,
        action=request.full_path.rstrip("?"),
    )
    return page, 401
