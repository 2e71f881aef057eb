"""Calls for the national team: write, publish, give more time, close, throw a draft away."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.calls import queries, service
from scenarios.calls.blueprint import blueprint
from scenarios.calls.forms import CallForm, ExtensionForm, key_of
from scenarios.calls.models import Call
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid
from wiki.permissions import Permission, require
from wiki.themes.queries import families
from wiki.web.actor import current_actor
from wiki.web.clock import day_in_words

_BOTH = ("GET", "POST")


@blueprint.route("/appels/nouveau", methods=_BOTH)
def write() -> ResponseReturnValue:
    """Write a call."""
    require(current_actor(), Permission.CALLS_MANAGE)
    form = CallForm.of_request()
    form.offer(families(read_session()))
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                made = service.create(writing, current_actor(), form.wanted(), key_of(form.form_key.data))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Le brouillon de l'appel est gardé. Relisez-le, puis publiez-le."), "success")
            return redirect(made.path, 303)
    return render_template("calls/write.html", form=form, call=None), 422 if form.errors else 200


@blueprint.route("/appels/<slug>/modifier", methods=_BOTH)
def change(slug: str) -> ResponseReturnValue:
    """Say it otherwise; what somebody else changed meanwhile is shown and not written over."""
    call = _managed(slug)
    form = CallForm.of_request(
        title=call.title, introduction=call.introduction, themes=call.theme_ids, opens_on=call.opens_on,
        closes_on=call.closes_on, asked_by=call.asked_by, version=str(call.version),
    )  # fmt: skip
    form.offer(families(read_session()))
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                changed = service.change(writing, current_actor(), call.id, form.read_version, form.wanted())
        except Invalid as error:
            form.take_errors(error.errors)
        except Conflict:
            form.show(call)
            return render_template("calls/write.html", form=form, call=call, is_conflict=True), 409
        else:
            flash(_("L'appel est modifié."), "success")
            return redirect(changed.path, 303)
    return render_template("calls/write.html", form=form, call=call), 422 if form.errors else 200


@blueprint.route("/appels/<slug>/prolonger", methods=_BOTH)
def extend(slug: str) -> ResponseReturnValue:
    """Give it more time."""
    call = _managed(slug)
    if not call.is_published:
        raise Conflict
    form = ExtensionForm.of_request(closes_on=call.closes_on)
    until = form.closes_on.data
    if request.method == "POST" and form.validate() and until is not None:
        try:
            with transaction() as writing:
                service.extend(writing, current_actor(), call.id, until)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("L'appel est ouvert jusqu'au %(day)s compris.", day=day_in_words(until)), "success")
            return redirect(call.path, 303)
    return render_template("calls/extend.html", form=form, call=call), 422 if form.errors else 200


@blueprint.route("/appels/<slug>/publier", methods=_BOTH)
def publish(slug: str) -> ResponseReturnValue:
    """Ask, then let everybody read it."""
    return _confirmed(slug, "publish", service.publish, _("L'appel est publié."))


@blueprint.route("/appels/<slug>/cloture", methods=_BOTH)
def close(slug: str) -> ResponseReturnValue:
    """Ask, then take no more answers."""
    return _confirmed(slug, "close", service.close, _("L'appel est clos. Vous pouvez encore le prolonger."))


@blueprint.route("/appels/<slug>/suppression", methods=_BOTH)
def discard(slug: str) -> ResponseReturnValue:
    """Ask, then throw a draft away."""
    return _confirmed(slug, "discard", service.discard, _("Le brouillon est supprimé."))


def _confirmed(slug: str, act: str, do: Callable[..., Call | None], told: str) -> ResponseReturnValue:
    call = _managed(slug)
    state = queries.state_of(call)
    if (act == "close") != (state in (queries.OPEN, queries.COMING)) or (
        act != "close" and call.is_published
    ):
        raise Conflict
    fault = ""
    if request.method == "POST":
        try:
            with transaction() as writing:
                left = do(writing, current_actor(), call.id)
        except Invalid as error:
            fault = str(error.errors[""])
        else:
            flash(told, "success")
            return redirect(left.path if left else "/appels", 303)
    return render_template("calls/confirm.html", call=call, act=act, fault=fault), 422 if fault else 200


def _managed(slug: str) -> Call:
    """The call at an address, for who may change it.

    Raises:
        NotFound, Forbidden: it is not there, or not theirs to change.
    """
    call = queries.call_at(read_session(), current_actor(), slug)
    require(current_actor(), Permission.CALLS_MANAGE)
    return call
