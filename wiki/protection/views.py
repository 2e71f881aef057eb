"""*Protéger la page*."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries
from wiki.pages.models import Page
from wiki.permissions import Permission, can, require
from wiki.protection import service
from wiki.protection.forms import LEVELS, ProtectionForm
from wiki.web.actor import current_actor
from wiki.web.forms import choices_of

blueprint = Blueprint("protection", __name__)


@blueprint.route("/<territory>/<slug>/proteger", methods=["GET", "POST"])
def protect(territory: str, slug: str) -> ResponseReturnValue:
    """Choose who may edit a page."""
    actor = current_actor()
    page = queries.page_at(read_session(), actor, territory, slug)
    require(actor, Permission.PAGE_PROTECT, page)
    form = ProtectionForm.of_request(level=page.protection_now, duration="")
    form.level.choices = choices_of((level, LEVELS[level]) for level in service.levels_for(actor))
    if request.method == "POST" and form.validate() and _is_protected(page, form):
        flash(_told(str(form.level.data)), "success")
        return redirect(f"/{page.path}", 303)
    return render_template("protection/protect.html", page=page, form=form), 422 if form.errors else 200


def section(page: Page, **context: Any) -> str:
    """The door to protection among the settings of a page."""
    if not can(current_actor(), Permission.PAGE_PROTECT, page):
        return ""
    return render_template("protection/section.html", page=page)


def _is_protected(page: Page, form: ProtectionForm) -> bool:
    try:
        with transaction() as session:
            service.protect(
                session, current_actor(), page.id, str(form.level.data), lasts=form.lasts,
                reason=form.reason.data or "",
            )  # fmt: skip
    except Invalid as error:
        form.take_errors(error.errors)
        return False
    return True


def _told(level: str) -> str:
    told = {
        "referents": _("La page est protégée : les personnes référentes et l'équipe nationale la modifient."),
        "curators": _("La page est protégée : seule l'équipe nationale la modifie."),
    }
    return str(told.get(level) or _("La page est de nouveau ouverte aux membres du territoire."))
