"""*Suspensions*: whom the national team lets only read for a while."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.blocks import queries, service
from wiki.blocks.forms import BlockForm
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("blocks", __name__)
SLICE = 30


@blueprint.route("/admin/suspensions", methods=["GET", "POST"])
def listing() -> ResponseReturnValue:
    """Blocks, newest first, and the form for one more."""
    actor = current_actor()
    require(actor, Permission.BLOCK_MANAGE)
    form = BlockForm.of_request(who=request.args.get("qui", ""), duration="jour")
    if request.method == "POST" and form.validate() and _is_blocked(form):
        flash(_("C'est fait : la lecture reste ouverte, l'écriture est suspendue."), "success")
        return redirect(url_for("blocks.listing"), 303)
    blocks = queries.listing(read_session(), actor, start_key(), SLICE + 1)
    page = render_template(
        "blocks/listing.html", form=form, blocks=slice_of(blocks, SLICE, lambda block: block.id)
    )
    return page, 422 if form.errors else 200


@blueprint.post("/admin/suspensions/<int(max=999999999):block_id>/fin")
def lift(block_id: int) -> ResponseReturnValue:
    """End a block now."""
    with transaction() as session:
        service.lift(session, current_actor(), block_id)
    flash(_("La suspension est levée."), "success")
    return redirect(url_for("blocks.listing"), 303)


def _is_blocked(form: BlockForm) -> bool:
    try:
        with transaction() as session:
            service.block(
                session, current_actor(), form.who.data or "", lasts=form.lasts, reason=form.reason.data or "",
                covers_accounts=bool(form.covers_accounts.data), own_address=request.remote_addr or "",
            )  # fmt: skip
    except Invalid as error:
        form.take_errors(error.errors)
        return False
    return True
