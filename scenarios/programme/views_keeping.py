"""The pages from which a programme is kept: a list and a form for each part; every act works without JavaScript."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scenarios.programme import queries, service
from scenarios.programme.blueprint import BOTH, NUMBER, blueprint
from scenarios.programme.forms import beginning, filled_from
from scenarios.programme.models import ProgrammeEvent
from scenarios.programme.money import budgets
from scenarios.programme.sections import KEYS, SECTIONS, Section, title_of
from wiki.days import today
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid, NotFound
from wiki.permissions import Actor, Permission, can, require
from wiki.territories.models import Territory
from wiki.territories.queries import local
from wiki.web.actor import current_actor

_PART = f"/territoires/<territory>/programme/<any({KEYS}):section>"
_THING = f"{_PART}/<{NUMBER}:entry_id>"


@blueprint.route(_PART, methods=BOTH)
def section(territory: str, section: str) -> ResponseReturnValue:
    """One part of the programme, with a form to add to it."""
    part = SECTIONS[section]
    session, actor = read_session(), current_actor()
    place = _kept(session, actor, territory, part)
    form = part.form.of_request(**beginning(part.kind))
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                made = service.add(
                    writing, actor, local(writing, territory), form.entry(), form.form_key.data
                )
                flash(_("Ajouté : « %(title)s ».", title=title_of(made)), "success")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            return _back(territory, section)
    session = read_session()
    page = render_template(
        "programme/section.html",
        **_around(session, actor, place, part),
        form=form,
        rows=_rows(session, place, part),
        removed=queries.removed(session, place, part.model),
    )
    return page, 422 if form.errors else 200


@blueprint.route(_THING, methods=BOTH)
def entry(territory: str, section: str, entry_id: int) -> ResponseReturnValue:
    """Change one thing; what somebody else wrote meanwhile is shown beside what was typed."""
    part, actor = SECTIONS[section], current_actor()
    place, row = _one(read_session(), actor, territory, part, entry_id)
    form = part.form.of_request(**filled_from(queries.entry_of(read_session(), actor, part.kind, row)))
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                changed = service.change(
                    writing, actor, local(writing, territory), entry_id, form.entry(), form.seen.data
                )
                flash(_("« %(title)s » est enregistré.", title=title_of(changed)), "success")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            return _back(territory, section)
    session = read_session()
    place, row = _one(session, actor, territory, part, entry_id)
    # From here on the person has seen it as it stands.
    form.seen.data = queries.entry_of(session, actor, part.kind, row).digest()
    page = render_template("programme/entry.html", **_around(session, actor, place, part), form=form, row=row)
    return page, 422 if form.errors else 200


@blueprint.route(f"{_THING}/retirer", methods=BOTH)
def remove(territory: str, section: str, entry_id: int) -> ResponseReturnValue:
    """Ask, then take away; it can be put back for a time."""
    part, actor = SECTIONS[section], current_actor()
    session = read_session()
    place, row = _one(session, actor, territory, part, entry_id)
    if request.method == "GET":
        return render_template("programme/remove.html", **_around(session, actor, place, part), row=row)
    try:
        with transaction() as writing:
            service.remove(writing, actor, local(writing, territory), part.model, entry_id)
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
        return _back(territory, section)
    flash(_("« %(title)s » est retiré. Vous pouvez le remettre.", title=title_of(row)), "success")
    return _back(territory, section, "retires")


@blueprint.post(f"{_THING}/remettre")
def restore(territory: str, section: str, entry_id: int) -> ResponseReturnValue:
    """Put back what was taken away."""
    part = SECTIONS[section]
    try:
        with transaction() as session:
            place = local(session, territory)
            row = service.restore(session, current_actor(), place, part.model, entry_id)
            flash(_("« %(title)s » est remis.", title=title_of(row)), "success")
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
    return _back(territory, section)


@blueprint.post(f"/territoires/<territory>/programme/evenements/<{NUMBER}:entry_id>/annuler")
def cancel(territory: str, entry_id: int) -> ResponseReturnValue:
    """Say that an event does not take place, or that it does after all."""
    is_off = request.form.get("action") != "maintenir"
    with transaction() as session:
        row = service.cancel(session, current_actor(), local(session, territory), entry_id, is_off)
        told = (
            _("« %(title)s » est annulé : les calendriers le sauront.", title=row.title)
            if is_off
            else _("« %(title)s » a lieu : les calendriers le sauront.", title=row.title)
        )
    flash(told, "success")
    return _back(territory, "evenements")


def _kept(session: Session, actor: Actor, territory: str, part: Section) -> Territory:
    place = local(session, territory)
    require(actor, service.may_keep(part.model), place)
    return place


def _one(
    session: Session, actor: Actor, territory: str, part: Section, entry_id: int
) -> tuple[Territory, Any]:
    place = _kept(session, actor, territory, part)
    row = session.get(part.model, entry_id)
    if row is None or row.territory_id != place.id:
        raise NotFound
    if row.removed_at is not None:
        raise Conflict
    return place, row


def _rows(session: Session, place: Territory, part: Section) -> Any:
    if part.key == "etats":
        return queries.steps_of(session, place)
    rows = queries.kept(session, place, part.model)
    return budgets(rows) if part.key == "budget" else rows


def _around(session: Session, actor: Actor, place: Territory, part: Section) -> dict[str, Any]:
    """What every page of keeping shows."""
    keeps_states = can(actor, Permission.TERRITORY_STATE, place)
    return {
        "territory": place,
        "part": part,
        "parts": [each for each in SECTIONS.values() if keeps_states or each.key != "etats"],
        "pages": queries.scenarios_of(session, actor, place) if part.model is ProgrammeEvent else [],
        "today": today(),
        "title_of": title_of,
    }


def _back(territory: str, section: str, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".section", territory=territory, section=section, _anchor=anchor), 303)
