"""Who reads a parcours, who composes it; the copy of another's, and the end of one's own."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.collections import queries, service
from scenarios.collections.blueprint import blueprint
from scenarios.collections.forms import InviteForm, ShareForm
from scenarios.collections.models import Collection
from scenarios.collections.reading import reading
from wiki.db import read_session, transaction
from wiki.entrance.addresses import site_root
from wiki.errors import Invalid
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor

_BOTH = ("GET", "POST")
_PLACE = "/parcours/<int(max=999999999):collection_id>"


@blueprint.route(f"{_PLACE}/partage", methods=_BOTH)
def share(collection_id: int) -> ResponseReturnValue:
    """Who reads it, its link, and who composes it."""
    found = queries.owned(read_session(), current_actor(), collection_id)
    form = ShareForm.of_request(audience=found.audience)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.share(writing, current_actor(), found.id, form.audience.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(_sharing(found), 303)
    return _page(found, form, InviteForm(formdata=None)), 422 if form.errors else 200


@blueprint.post(f"{_PLACE}/lien")
def renew_link(collection_id: int) -> ResponseReturnValue:
    """Change the link."""
    with transaction() as writing:
        service.renew_link(writing, current_actor(), collection_id)
    flash(_("Le lien a changé : l'ancien ne mène plus nulle part."), "success")
    return redirect(f"/parcours/{collection_id}/partage#lien", 303)


@blueprint.post(f"{_PLACE}/personnes")
def invite(collection_id: int) -> ResponseReturnValue:
    """Let somebody else compose it, too."""
    found = queries.owned(read_session(), current_actor(), collection_id)
    form = InviteForm.of_request()
    if form.validate():
        try:
            with transaction() as writing:
                made = service.invite(writing, current_actor(), found.id, form.handle.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(
                _("%(name)s peut maintenant composer ce parcours avec vous.", name=made.user.name), "success"
            )
            return redirect(f"{_sharing(found)}#personnes", 303)
    return _page(found, ShareForm(formdata=None, audience=found.audience), form), 422


@blueprint.post(f"{_PLACE}/personnes/<int(max=999999999):user_id>/retrait")
def dismiss(collection_id: int, user_id: int) -> ResponseReturnValue:
    """Let somebody compose it no more, or leave."""
    actor = current_actor()
    with transaction() as writing:
        found = service.dismiss(writing, actor, collection_id, user_id)
    if user_id == actor.user_id:
        flash(_("Vous ne composez plus « %(title)s ».", title=found.title), "success")
        return redirect("/compte/parcours", 303)
    flash(_("Cette personne ne compose plus ce parcours."), "success")
    return redirect(f"{_sharing(found)}#personnes", 303)


@blueprint.route(f"{_PLACE}/suppression", methods=_BOTH)
def delete(collection_id: int) -> ResponseReturnValue:
    """Ask, then delete it."""
    found = queries.owned(read_session(), current_actor(), collection_id)
    if request.method == "GET":
        return render_template("collections/delete.html", found=found)
    with transaction() as writing:
        service.delete(writing, current_actor(), found.id)
    flash(_("« %(title)s » est supprimé. Vous pouvez le rétablir ci-dessous.", title=found.title), "success")
    return redirect("/compte/parcours#supprimes", 303)


@blueprint.post(f"{_PLACE}/retablissement")
def restore(collection_id: int) -> ResponseReturnValue:
    """Bring a deleted one back."""
    require(current_actor(), Permission.COLLECTION_CREATE)
    with transaction() as writing:
        found = service.restore(writing, current_actor(), collection_id)
    flash(
        _("« %(title)s » est rétabli. Personne d'autre ne le lit pour l'instant.", title=found.title),
        "success",
    )
    return redirect(found.path, 303)


@blueprint.post(f"{_PLACE}/reprise")
def copy(collection_id: int) -> ResponseReturnValue:
    """Take it up as one's own."""
    return _copied(queries.collection(read_session(), current_actor(), collection_id))


@blueprint.post("/parcours/lien/<key>/reprise")
def copy_by_link(key: str) -> ResponseReturnValue:
    """The same for who has the link."""
    return _copied(queries.by_link(read_session(), key))


def _copied(source: Collection) -> ResponseReturnValue:
    require(current_actor(), Permission.COLLECTION_CREATE)
    name = source.owner.name if source.owner else ""
    try:
        with transaction() as writing:
            made = service.copy(writing, current_actor(), source, name=name)
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
        return redirect("/compte/parcours", 303)
    flash(_("Ce parcours est maintenant aussi le vôtre : changez-le comme vous voulez."), "success")
    return redirect(url_for("collections.compose", collection_id=made.id), 303)


def _page(found: Collection, form: ShareForm, inviting: InviteForm) -> str:
    return render_template(
        "collections/share.html",
        found=found,
        form=form,
        inviting=inviting,
        root=site_root(),
        closed=reading(read_session(), current_actor(), found, for_editor=True).closed,
    )


def _sharing(found: Collection) -> str:
    return url_for("collections.share", collection_id=found.id)
