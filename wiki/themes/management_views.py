"""The page from which the national team keeps the themes. Every act is told in words first, then confirmed."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid
from wiki.permissions import Actor, Permission, require
from wiki.themes import forms, queries, service
from wiki.themes.blueprint import blueprint, themed_pages
from wiki.themes.models import Theme
from wiki.web.actor import current_actor
from wiki.web.forms import Form

_BOTH = ("GET", "POST")


@dataclass(frozen=True)
class Question:
    """What is about to happen, in words, and the button that lets it."""

    title: str
    text: str
    button: str


@blueprint.route("/themes/gestion", methods=_BOTH)
def manage() -> ResponseReturnValue:
    """All families and themes, retired ones too; add a theme."""
    session, actor = read_session(), current_actor()
    require(actor, Permission.THEMES_MANAGE)
    form = forms.NewThemeForm.of_request(family=request.args.get("famille", ""))
    form.offer(queries.families(session))
    if request.method == "POST" and form.validate():
        try:
            if not _confirmed():
                name = service.check_name(session, form.name.data or "")
                return _ask(_adding(name, queries.family_named(session, form.family.data).name), form)
            with transaction() as writing:
                family = queries.family_named(writing, form.family.data)
                added = service.add(writing, actor, family, form.name.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Le thème « %(name)s » est ajouté.", name=added.name), "success")
            return redirect(url_for("themes.manage"), 303)
    session = read_session()
    page = render_template(
        "themes/manage.html",
        families=queries.families(session, retired=True),
        counts=themed_pages().theme_counts(session, actor),
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/themes/gestion/<slug>")
def manage_theme(slug: str) -> ResponseReturnValue:
    """What can be done to one theme."""
    require(current_actor(), Permission.THEMES_MANAGE)
    theme = queries.theme(read_session(), slug)
    if theme.slug != slug:
        return redirect(url_for("themes.manage_theme", slug=theme.slug), 303)
    return _theme_page(theme, forms.RenameForm(name=theme.name), _merge_form(theme))


@blueprint.post("/themes/gestion/<slug>/<any(renommer, reunir, retirer, remettre):act>")
def change_theme(slug: str, act: str) -> ResponseReturnValue:
    """Rename, merge, retire or bring back a theme: told first, done once confirmed."""
    session, actor = read_session(), current_actor()
    require(actor, Permission.THEMES_MANAGE)
    theme = _exactly(session, slug)
    form = _form_of(act, theme)
    if form.validate():
        try:
            if not _confirmed():
                return _ask(_question(session, actor, theme, act, form), form, theme)
            with transaction() as writing:
                told = _do(writing, actor, _exactly(writing, slug), act, form)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(told, "success")
            return redirect(url_for("themes.manage"), 303)
    theme = _exactly(read_session(), slug)
    renaming = form if isinstance(form, forms.RenameForm) else forms.RenameForm(name=theme.name)
    merging = form if isinstance(form, forms.MergeForm) else _merge_form(theme)
    return _theme_page(theme, renaming, merging)


def _exactly(session: Session, slug: str) -> Theme:
    """The theme that has this address now: what happens to it must not happen to its successor."""
    theme = queries.theme(session, slug)
    if theme.slug != slug:
        raise Conflict
    return theme


def _form_of(act: str, theme: Theme) -> forms.ActForm:
    if act == "renommer":
        return forms.RenameForm.of_request()
    if act == "reunir":
        return _merge_form(theme)
    return forms.ActForm.of_request()


def _merge_form(theme: Theme) -> forms.MergeForm:
    form = forms.MergeForm.of_request()
    form.offer(queries.families(read_session()), but=theme.slug)
    return form


def _theme_page(theme: Theme, renaming: forms.RenameForm, merging: forms.MergeForm) -> ResponseReturnValue:
    count = themed_pages().theme_counts(read_session(), current_actor()).get(theme.id, 0)
    page = render_template(
        "themes/manage_theme.html", theme=theme, renaming=renaming, merging=merging, count=count
    )
    return page, 422 if renaming.errors or merging.errors else 200


def _confirmed() -> bool:
    return request.form.get("confirme") == "oui"


def _ask(question: Question, form: Form, theme: Theme | None = None) -> str:
    back = url_for("themes.manage_theme", slug=theme.slug) if theme else url_for("themes.manage")
    return render_template("themes/confirm.html", question=question, form=form, back=back)


def _adding(name: str, family: str) -> Question:
    return Question(
        _("Ajouter le thème « %(name)s » ?", name=name),
        _("Il sera proposé dans la famille « %(family)s ».", family=family),
        _("Ajouter le thème"),
    )


def _question(session: Session, actor: Actor, theme: Theme, act: str, form: forms.ActForm) -> Question:
    """What the act will do, with what can be said about it before it is done.

    Raises:
        Invalid: it cannot be done.
    """
    count = themed_pages().theme_counts(session, actor).get(theme.id, 0)
    pages = ngettext("%(num)s page porte ce thème.", "%(num)s pages portent ce thème.", count)
    if isinstance(form, forms.RenameForm):
        name = service.check_name(session, form.name.data or "", theme)
        return Question(
            _("Renommer « %(old)s » en « %(new)s » ?", old=theme.name, new=name),
            f"{pages} " + _("Elles le gardent, et l'ancien nom reste compris dans les textes."),
            _("Renommer le thème"),
        )
    if isinstance(form, forms.MergeForm):
        successor = queries.theme(session, form.successor.data)
        return Question(
            _("Réunir « %(old)s » avec « %(new)s » ?", old=theme.name, new=successor.name),
            f"{pages} "
            + _(
                "Elles deviennent des pages de « %(new)s », et l'ancien nom y mène. Les deux thèmes ne se "
                "séparent plus ensuite.",
                new=successor.name,
            ),
            _("Réunir les thèmes"),
        )
    if act == "retirer":
        return Question(
            _("Ne plus proposer « %(name)s » ?", name=theme.name),
            f"{pages} " + _("Elles le gardent et restent trouvables. Vous pourrez le proposer de nouveau."),
            _("Retirer le thème"),
        )
    return Question(
        _("Proposer de nouveau « %(name)s » ?", name=theme.name),
        f"{pages} " + _("Il reparaît dans sa famille et dans les choix."),
        _("Proposer de nouveau"),
    )


def _do(session: Session, actor: Actor, theme: Theme, act: str, form: forms.ActForm) -> str:
    """Do what was confirmed; what to tell."""
    if isinstance(form, forms.RenameForm):
        service.rename(session, actor, theme, form.name.data or "")
        return str(_("Le thème s'appelle maintenant « %(name)s ».", name=theme.name))
    if isinstance(form, forms.MergeForm):
        successor = _exactly(session, form.successor.data)
        service.merge(session, actor, theme, successor, themed_pages())
        return str(
            _("« %(old)s » fait maintenant partie de « %(new)s ».", old=theme.name, new=successor.name)
        )
    if act == "retirer":
        service.retire(session, actor, theme)
        return str(_("« %(name)s » n'est plus proposé ; ses pages le gardent.", name=theme.name))
    service.bring_back(session, actor, theme)
    return str(_("« %(name)s » est de nouveau proposé.", name=theme.name))
