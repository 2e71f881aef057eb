"""*Fusionner avec une autre page*: choose it, look at both, edit what they say together; and take them apart."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.naming import merges, queries
from wiki.naming.checks import OtherReaders
from wiki.naming.forms import MergeForm
from wiki.naming.merging import merged_text
from wiki.naming.rewriting import Rename
from wiki.naming.views import blueprint, settled_page
from wiki.pages.checks import readable
from wiki.pages.forms import number_of
from wiki.pages.labels import AUDIENCES
from wiki.pages.models import Page
from wiki.pages.previews import preview_of
from wiki.pages.queries import html_of
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.forms import tidy


@blueprint.route("/<territory>/<slug>/fusionner", methods=["GET", "POST"])
@keeps_typed_text
@gives_text_back
def merge(territory: str, slug: str) -> ResponseReturnValue:
    """Let this page take another in."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or merge(territory, slug)
    page = settled_page(territory, slug)
    other = _other(page, request.values.get("avec", ""))
    if other is None:
        return _choose(page), 422 if request.method == "POST" else 200
    form = MergeForm.of_request(**_proposed(page, other))
    if request.method == "GET":
        return _merge(page, other, form)
    if request.form.get("action") == "preview":
        return _merge(page, other, form, preview_of(form.text.data or "", page.territory.slug))
    if not form.validate():
        return _merge(page, other, form), 422
    return _posted(page, other, form)


@blueprint.post("/<territory>/<slug>/fusionner/<int(max=999999999):renaming_id>")
def separate(territory: str, slug: str, renaming_id: int) -> ResponseReturnValue:
    """Take a page that was merged into this one out again."""
    page = settled_page(territory, slug)
    try:
        with transaction() as session:
            other = merges.separate(session, current_actor(), page.id, renaming_id)
            told = _("« %(title)s » est de nouveau une page à part.", title=other.title)
    except Invalid as error:
        flash(" ".join(str(message) for message in error.errors.values()), "danger")
    else:
        flash(told, "success")
    return redirect(f"/{page.path}/noms", 303)


@blueprint.get("/versions/<int(max=999999999):revision_id>")
def version(revision_id: int) -> ResponseReturnValue:
    """One version, wherever its page is now: an address that outlives merges."""
    session = read_session()
    page, revision = queries.page_of_version(session, current_actor(), revision_id)
    if revision.page_id == page.id:
        return redirect(f"/{page.path}/version/{revision.number}", 302)
    html, contents = html_of(session, revision.page, revision)
    return render_template("naming/version.html", page=page, version=revision, html=html, contents=contents)


def merged_histories(page: Page) -> str:
    """Below the history of a page: those of the pages that were merged into it."""
    found = queries.merges_of(read_session(), page)
    return render_template("naming/histories.html", found=found) if found else ""


def _other(page: Page, path: str) -> Page | None:
    """The page that is to go into this one, as far as this person may let it go."""
    place, _slash, name = path.strip().strip("/").partition("/")
    try:
        other = settled_page(place, name) if name else None
    except NotFound:
        return None
    return other if other is None or other.id != page.id else None


def _choose(page: Page) -> str:
    asked = tidy(request.args.get("q", ""))[:200]
    found = queries.candidates(read_session(), current_actor(), page, asked)
    return render_template("naming/choose.html", page=page, asked=asked, found=found)


def _proposed(page: Page, other: Page) -> dict[str, str]:
    rename = Rename(other.path, page.path, other.title, page.title)
    homes = {"home": page.territory.slug, "taken_home": other.territory.slug}
    return {
        "text": merged_text(page.current.text, other.current.text, rename, **homes),
        "seen": str(page.current.number),
        "other_seen": str(other.current.number),
    }


def _posted(page: Page, other: Page, form: MergeForm) -> ResponseReturnValue:
    merging = merges.Merging(
        page_id=page.id,
        other_id=other.id,
        text=form.text.data or "",
        seen=number_of(form.seen.data),
        other_seen=number_of(form.other_seen.data),
        is_audience_meant=form.is_audience_meant.data,
    )
    try:
        with transaction() as session:
            merges.merge(session, current_actor(), merging)
    except merges.MovedOn:
        return _looked_again(page, other, form), 409
    except Invalid as error:
        form.take_errors(error.errors)
        if isinstance(error, OtherReaders):
            form.asked.add(error.meant)
        return _merge(page, other, form), 422
    flash(
        _("« %(title)s » fait maintenant partie de cette page. Son adresse mène ici.", title=other.title),
        "success",
    )
    return redirect(f"/{page.path}/noms", 303)


def _looked_again(page: Page, other: Page, form: MergeForm) -> str:
    """The form with what was typed and, beside it, the pages as they are now."""
    form.seen.data, form.other_seen.data = str(page.current.number), str(other.current.number)
    message = _(
        "L'une des deux pages a changé pendant que vous écriviez. Votre texte est gardé : comparez-le avec les pages "
        "ci-dessous, complétez-le, puis fusionnez."
    )
    form.take_errors({"": message})
    return _merge(page, other, form)


def _merge(page: Page, other: Page, form: MergeForm, preview: str | None = None) -> str:
    form.text.data = readable(form.text.data or "")
    session = read_session()
    # The HTML of versions was cleaned last, when it was made.
    sides = [(each, Markup(html_of(session, each, each.current)[0])) for each in (page, other)]  # noqa: S704
    return render_template(
        "naming/merge.html",
        page=page,
        other=other,
        form=form,
        sides=sides,
        preview=preview,
        changes_readers=merges.readers_change(page, other),
        audiences=AUDIENCES,
    )
