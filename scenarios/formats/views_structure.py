"""A scenario out of a page's prose: the pieces found, accepted one by one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scenarios.formats import service
from scenarios.formats.forms import PiecesForm
from scenarios.formats.found.finding import find
from scenarios.formats.found.proposals import Proposal, accepted, apply
from scenarios.formats.views import blueprint
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries
from wiki.pages.diff import compare
from wiki.pages.models import Page, Revision
from wiki.pages.previews import preview_of
from wiki.pages.saving import save
from wiki.pages.service import Edit, EditConflict
from wiki.permissions import Permission, can, require
from wiki.themes.queries import families
from wiki.web.actor import current_actor


@dataclass(frozen=True)
class Piece:
    """A proposal as it is shown: with its evidence, and the pieces that depend on it."""

    proposal: Proposal
    evidence: Sequence[str]
    children: Sequence["Piece"]


@blueprint.route("/<territory>/<slug>/structurer", methods=["GET", "POST"])
def structure(territory: str, slug: str) -> ResponseReturnValue:
    """Look at what a page's prose says of a scenario; accept what is right."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    form = PiecesForm.of_request(base=str(page.current.number), become=page.kind != service.KIND)
    version = queries.version(session, page, form.base_number or page.current.number)
    proposals = find(version.text, _theme_names())
    if request.method == "GET":
        return _shown(page, version, form, proposals, {piece.id for piece in proposals})
    return _posted(page, version, form, proposals)


def _posted(
    page: Page, version: Revision, form: PiecesForm, proposals: Sequence[Proposal]
) -> ResponseReturnValue:
    action = request.form.get("action", "")
    chosen = {"all": {piece.id for piece in proposals}, "none": frozenset[str]()}.get(action, form.chosen)
    if action != "apply":
        return _shown(page, version, form, proposals, chosen, is_asked=action == "preview")
    if not accepted(proposals, chosen):
        form.take_errors({"": _("Cochez au moins un élément à reprendre.")})
        return _shown(page, version, form, proposals, chosen), 422
    try:
        return _accept(page, form, version, proposals, chosen)
    except Invalid as error:
        form.take_errors({"": " ".join(str(message) for message in error.errors.values())})
        return _shown(page, version, form, proposals, chosen), 422


def _accept(
    page: Page, form: PiecesForm, version: Revision, proposals: Sequence[Proposal], chosen: Collection[str]
) -> ResponseReturnValue:
    count = len(accepted(proposals, chosen))
    change = Edit(
        page_id=page.id,
        base_number=version.number,
        text=apply(version.text, proposals, chosen),
        summary=ngettext(
            "%(num)s élément trouvé dans le texte", "%(num)s éléments trouvés dans le texte", count
        ),
        form_key=form.form_key.data,
    )
    if not (form.become.data and _may_become(page)):
        return save(page, change)
    try:
        with transaction() as session:
            service.accept(session, current_actor(), change)
    except EditConflict:
        # Told, and both versions shown, where every save does.
        return save(page, change)
    flash(_("Les éléments choisis sont repris, et la page est un scénario."), "success")
    return redirect(f"/{page.path}", 303)


def _shown(
    page: Page,
    version: Revision,
    form: PiecesForm,
    proposals: Sequence[Proposal],
    chosen: Collection[str],
    *,
    is_asked: bool = False,
) -> str:
    result = apply(version.text, proposals, chosen)
    return render_template(
        "formats/structure.html",
        page=page,
        form=form,
        pieces=list(_pieces(version.text, proposals)),
        chosen=chosen,
        may_become=_may_become(page),
        comparison=compare(version.text, result) if proposals else None,
        preview=preview_of(result, page.territory.slug) if is_asked else "",
    )


def _pieces(text: str, proposals: Sequence[Proposal], parent: str = "") -> Iterator[Piece]:
    for proposal in proposals:
        if proposal.parent == parent:
            children = tuple(_pieces(text, proposals, proposal.id))
            said = [line.strip() for line in proposal.evidence(text) if line.strip()]
            yield Piece(proposal, said, children)


def _may_become(page: Page) -> bool:
    return page.kind != service.KIND and can(current_actor(), Permission.PAGE_SETTINGS, page)


def _theme_names() -> list[str]:
    return [theme.name for family in families(read_session()) for theme in family.themes if not theme.retired]
