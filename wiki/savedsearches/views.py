"""*Mes recherches*: keep, open, rename, delete."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.finding import forms as finding
from wiki.finding.addresses import address, names
from wiki.finding.finder import finder_of
from wiki.finding.forms import Asked
from wiki.finding.showing import title_of
from wiki.savedsearches import queries, service
from wiki.savedsearches.forms import NameForm
from wiki.savedsearches.models import LONGEST_NAME
from wiki.web.actor import current_actor

blueprint = Blueprint("saved_searches", __name__)
_BOTH = ("GET", "POST")


@blueprint.get("/compte/recherches")
def listing() -> str:
    """The searches one keeps."""
    return render_template(
        "savedsearches/listing.html", searches=queries.mine(read_session(), current_actor())
    )


@blueprint.route("/compte/recherches/nouvelle", methods=_BOTH)
def save() -> ResponseReturnValue:
    """Keep the search of this address under a name."""
    session, actor = read_session(), current_actor()
    queries.require_account(actor)
    vocabulary = names(session, actor, finder_of(current_app))
    asked = vocabulary.known(session, finding.read(request.args))
    form = NameForm.of_request(name=title_of(asked, vocabulary)[:LONGEST_NAME])
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.save(writing, actor, str(form.name.data), _arguments(asked))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre recherche est gardée. Vous la retrouvez dans « Mes recherches »."), "success")
            return redirect(address(asked), 303)
    page = render_template("savedsearches/save.html", form=form, asked=asked, back=address(asked),
                           title=title_of(asked, vocabulary))  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.route("/compte/recherches/<int(max=999999999):search_id>", methods=_BOTH)
def rename(search_id: int) -> ResponseReturnValue:
    """Give a search another name."""
    search = queries.my_own(read_session(), current_actor(), search_id)
    form = NameForm.of_request(name=search.name)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.rename(writing, current_actor(), search_id, str(form.name.data))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Le nouveau nom est enregistré."), "success")
            return redirect(url_for("saved_searches.listing"), 303)
    page = render_template("savedsearches/rename.html", form=form, search=search)
    return page, 422 if form.errors else 200


@blueprint.route("/compte/recherches/<int(max=999999999):search_id>/suppression", methods=_BOTH)
def forget(search_id: int) -> ResponseReturnValue:
    """Ask, then delete a search."""
    search = queries.my_own(read_session(), current_actor(), search_id)
    if request.method == "GET":
        return render_template("savedsearches/forget.html", search=search)
    with transaction() as writing:
        service.forget(writing, current_actor(), search_id)
    flash(_("La recherche « %(name)s » est supprimée.", name=search.name), "success")
    return redirect(url_for("saved_searches.listing"), 303)


def _arguments(asked: Asked) -> str:
    return urlsplit(address(asked)).query
