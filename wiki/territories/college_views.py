"""The editor of a territory's local college; every act is a form, so that it works without JavaScript."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.permissions import Actor
from wiki.territories import forms, queries, service
from wiki.territories.blueprint import BOTH, blueprint
from wiki.territories.models import Territory
from wiki.web.actor import current_actor


@blueprint.route("/territoires/<territory>/college", methods=BOTH)
def college(territory: str) -> ResponseReturnValue:
    """Show the college with all its forms; add a seat."""
    actor = current_actor()
    place = queries.editable(read_session(), actor, territory)
    people = queries.members(read_session(), actor, place)
    form = forms.SeatForm.of_request(prefix="nouveau-", category=request.args.get("categorie", ""))
    if request.method == "POST" and form.offer(people).validate():
        try:
            with transaction() as session:
                service.add_seat(session, actor, queries.local(session, territory), form.seat())
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Le siège est ajouté."), "success")
            return _back(territory)
    return _page(territory, form.offer(people))


@blueprint.post("/territoires/<territory>/college/<int(max=2147483647):seat_id>")
def seat(territory: str, seat_id: int) -> ResponseReturnValue:
    """Change, move or remove a seat."""
    actor = current_actor()
    place = queries.editable(read_session(), actor, territory)
    people = queries.members(read_session(), actor, place)
    present = next((each for each in place.college if each.id == seat_id), None)
    form = forms.SeatForm.of_request(prefix=f"siege-{seat_id}-").offer(people, present)
    action = request.form.get("action", "save")
    if action != "save" or form.validate():
        try:
            with transaction() as session:
                _act(session, actor, queries.local(session, territory), seat_id, action, form)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            return _back(territory)
    return _page(territory, forms.SeatForm(prefix="nouveau-").offer(people), {seat_id: form})


def _act(
    session: Session, actor: Actor, place: Territory, seat_id: int, action: str, form: forms.SeatForm
) -> None:
    match action:
        case "up" | "down":
            service.move_seat(session, actor, place, seat_id, -1 if action == "up" else 1)
        case "remove":
            service.remove_seat(session, actor, place, seat_id)
            flash(_("Le siège est retiré."), "success")
        case _:
            service.change_seat(session, actor, place, seat_id, form.seat())
            flash(_("Le siège est enregistré."), "success")


def _back(territory: str) -> ResponseReturnValue:
    return redirect(url_for("territories.college", territory=territory), 303)


def _page(
    territory: str, form: forms.SeatForm, posted: dict[int, forms.SeatForm] | None = None
) -> ResponseReturnValue:
    place = queries.local(read_session(), territory)
    people = queries.members(read_session(), current_actor(), place)
    seats = {
        each.id: forms.SeatForm(prefix=f"siege-{each.id}-", obj=each).offer(people, each)
        for each in place.college
    }
    seats.update({seat_id: typed for seat_id, typed in (posted or {}).items() if seat_id in seats})
    page = render_template(
        "territories/college.html", territory=place, college=queries.college(place), form=form, seats=seats
    )
    return page, 422 if any(each.errors for each in (form, *seats.values())) else 200
