"""What the origin improved since: shown in sentences, taken whole, in part or not at all."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scenarios.adaptation import queries, service
from scenarios.adaptation.changes import Difference, indexes
from scenarios.adaptation.views import BOTH, blueprint
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid
from wiki.pages import queries as pages
from wiki.pages.conflicts import questions
from wiki.pages.forms import new_form_key, number_of
from wiki.pages.models import Page
from wiki.pages.settling import Unsettled
from wiki.permissions import Permission, require
from wiki.provenance.queries import is_adaptation
from wiki.web.actor import current_actor


@blueprint.route("/<territory>/<slug>/ameliorations", methods=BOTH)
def improvements(territory: str, slug: str) -> ResponseReturnValue:
    """Look at the origin's changes and decide."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    found = queries.following(session, actor, page)
    if found is None:
        return _nothing_to_follow(page)
    if request.method == "GET":
        return _list(found, queries.improvements(session, found))
    try:
        return _decided(page, found)
    except Invalid as error:
        difference = queries.improvements(read_session(), found)
        return _list(found, difference, str(next(iter(error.errors.values())))), 422


def _decided(page: Page, found: queries.Following) -> ResponseReturnValue:
    form = request.form
    decision = service.Decision(
        page_id=page.id,
        seen=form.get("seen", ""),
        number=number_of(form.get("number")) or found.origin.current.number,
        chosen=indexes(form.getlist("changement")) if form.get("action") != "none" else frozenset(),
        answers=form,
        answered=number_of(form.get("resolving")),
        form_key=form.get("form_key"),
    )
    try:
        with transaction() as writing:
            decided = service.decide(writing, current_actor(), decision)
    except Unsettled as unsettled:
        return _ask(page, found, decision, unsettled), 409
    except Conflict:
        flash(_("Ces améliorations viennent d'être examinées. Voici où en est la page."), "info")
        return redirect(f"/{page.path}/ameliorations", 303)
    flash(_told(decided), "success")
    return redirect(f"/{page.path}", 303)


def _told(decided: service.Decided) -> str:
    if not decided.taken:
        return str(_("C'est noté : ces changements ne vous seront plus proposés."))
    taken = ngettext(
        "Une amélioration est reprise ; son crédit suit.",
        "%(num)s améliorations sont reprises ; leur crédit suit.",
        decided.taken,
    )
    left = _("Les autres ne vous seront plus proposées.") if decided.refused else ""
    return f"{taken} {left}".strip()


def _list(found: queries.Following, difference: Difference, error: str = "") -> str:
    return render_template(
        "adaptation/improvements.html",
        page=found.page,
        found=found,
        difference=difference,
        form_key=new_form_key(),
        error=error,
    )


def _ask(page: Page, found: queries.Following, decision: service.Decision, unsettled: Unsettled) -> str:
    hidden = {
        "seen": decision.seen,
        "number": str(decision.number),
        "changement": ",".join(map(str, sorted(decision.chosen))),
        "form_key": decision.form_key or "",
        "resolving": str(page.current.number),
    }
    is_sent = decision.answered == page.current.number
    return render_template(
        "adaptation/conflict.html",
        page=page,
        other_name=found.origin.territory.name,
        questions=questions(unsettled.merge, request.form if is_sent else {}),
        hidden=hidden,
        action=f"/{page.path}/ameliorations",
        is_sent=is_sent,
    )


def _nothing_to_follow(page: Page) -> ResponseReturnValue:
    is_adapted = is_adaptation(read_session(), page)
    label = _("Améliorations à l'origine")
    body = render_template("adaptation/nothing.html", page=page, is_adapted=is_adapted, label=label)
    return body, 200 if request.method == "GET" else 409
