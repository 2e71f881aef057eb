"""Take the text of versions out for good, once told where else the passage stands."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages.forms import number_of
from wiki.pages.queries import page_at, version
from wiki.permissions import Permission, require
from wiki.trash import purge
from wiki.trash.forms import MAX_PASSAGE, WithdrawForm
from wiki.trash.views import blueprint
from wiki.web.actor import current_actor


@blueprint.route("/<territory>/<slug>/retirer/<int(max=999999999):number>", methods=["GET", "POST"])
def withdraw(territory: str, slug: str, number: int) -> ResponseReturnValue:
    """Look for a passage, choose versions, take their text out."""
    session, actor = read_session(), current_actor()
    page = page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_PURGE, page)
    revision = version(session, page, number)
    asked = request.args.get("passage") or purge.own_words(session, page, revision)
    form = WithdrawForm.of_request(passage=asked[:MAX_PASSAGE])
    chosen = {number_of(text) for text in request.form.getlist("versions")}
    is_search = request.form.get("action") == "search"
    if request.method == "POST" and not is_search and form.validate():
        try:
            with transaction() as writing:
                done = purge.withdraw(writing, actor, page.id, chosen, reason=str(form.reason.data))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            told = ngettext("Le texte d'une version est retiré.", "Le texte de %(num)s versions est retiré.",
                            len(done))  # fmt: skip
            flash(told, "success")
            return redirect(f"/{territory}/{slug}/historique", 303)
    found = purge.quotes(session, actor, form.passage.data or "")
    body = render_template(
        "trash/withdraw.html", page=page, version=revision, form=form, chosen=chosen, hidden=found.hidden,
        here=[quote for quote in found.versions if quote.page_id == page.id],
        elsewhere=[quote for quote in found.versions if quote.page_id != page.id],
    )  # fmt: skip
    return body, 422 if form.errors else 200


def beside_version(page: object, version: object) -> str:
    """The way there, beside a version that is read."""
    return render_template("trash/fillings/version.html", page=page, version=version)
