"""*Suivre*: a page, a territory, a theme …; *Mes suivis*: all of it, how to be told, and one's own feed."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.watching import queries, service
from wiki.watching.forms import AS_USUAL, LEVELS, RHYTHMS, FollowForm, HabitsForm
from wiki.watching.keys import feed_key
from wiki.watching.models import ALL, CAN_BE_SILENCED, NOTHING, STANDING, USUAL, Subscription
from wiki.watching.subjects import Subject, page_subject, standing, subject, subjects_of
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("watching", __name__)
_BOTH = ("GET", "POST")
SLICE = 50


@blueprint.route("/<territory>/<slug>/suivre", methods=_BOTH)
def page(territory: str, slug: str) -> ResponseReturnValue:
    """Follow a page."""
    return _follow(page_subject(read_session(), current_actor(), territory, slug))


@blueprint.route("/suivre/<what>/<followed>", methods=_BOTH)
def thing(what: str, followed: str) -> ResponseReturnValue:
    """Follow something else."""
    return _follow(subject(read_session(), current_actor(), what, followed))


@blueprint.get("/compte/suivis")
def listing() -> str:
    """What one follows, how one is told, and one's own feed."""
    session, actor = read_session(), current_actor()
    rows = slice_of(queries.mine(session, actor, start_key(), SLICE + 1), SLICE, lambda row: row.id)
    user_id = queries.require_account(actor)
    own = [_standing(session, kind) for kind in STANDING]
    settings = queries.settings_of(session, user_id)
    return render_template(
        "watching/listing.html",
        rows=rows,
        standing=own,
        subjects=subjects_of(session, actor, [*rows.rows, *own]),
        settings=settings,
        levels=LEVELS,
        rhythms=RHYTHMS,
        feed=_feed_address(user_id, settings.feed_serial),
    )


@blueprint.route("/compte/suivis/reglages", methods=_BOTH)
def habits() -> ResponseReturnValue:
    """How and when to be told."""
    actor = current_actor()
    settings = queries.settings_of(read_session(), queries.require_account(actor))
    form = HabitsForm.of_request(
        mail=settings.mail,
        direct_mail=settings.direct_mail,
        digest_hour=str(settings.digest_hour),
        digest_day=str(settings.digest_day),
        quiet_from=_text(settings.quiet_from),
        quiet_until=_text(settings.quiet_until),
    )
    if request.method == "POST" and form.validate():
        try:
            with transaction() as session:
                service.change_habits(session, actor, form.habits())
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for("watching.listing"), 303)
    return render_template("watching/habits.html", form=form), 422 if form.errors else 200


@blueprint.post("/compte/suivis/<int(max=999999999):subscription_id>/arret")
def stop(subscription_id: int) -> ResponseReturnValue:
    """Follow something no more, from the list: also what is there no more."""
    with transaction() as session:
        service.stop_by_id(session, current_actor(), subscription_id)
    flash(_("Vous ne suivez plus cela."), "success")
    return redirect(url_for("watching.listing"), 303)


@blueprint.post("/compte/suivis/flux")
def feed() -> ResponseReturnValue:
    """Take another key for one's own feed, or have none."""
    with transaction() as session:
        if request.form.get("action") == "retirer":
            service.drop_feed_key(session, current_actor())
            told = _("Votre flux est fermé : l'ancienne adresse ne donne plus rien.")
        else:
            service.renew_feed_key(session, current_actor())
            told = _("Votre flux a une nouvelle adresse. Une ancienne ne donne plus rien.")
    flash(told, "success")
    return redirect(f"{url_for('watching.listing')}#flux", 303)


@blueprint.after_request
def keep_out_of_caches(response: Response) -> Response:
    """What one follows, and the key of one's feed, are nobody else's business."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _follow(what: Subject) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.subscription(read_session(), actor, what)
    form = FollowForm.of_request(
        level=found.level if found else ALL, mail=(found.mail if found else USUAL) or AS_USUAL
    )
    form.offer_silence(what.kind in CAN_BE_SILENCED)
    if request.method == "POST" and request.form.get("action") == "arreter":
        with transaction() as session:
            service.stop(session, actor, what)
        flash(_("Vous ne suivez plus « %(name)s ».", name=what.name), "success")
        return redirect(_back(what), 303)
    if request.method == "POST" and form.validate() and _followed(what, form):
        return redirect(_back(what), 303)
    user_id = queries.require_account(actor)
    shown: dict[str, Any] = {"usual": RHYTHMS[queries.settings_of(read_session(), user_id).mail]}
    body = render_template(
        "watching/follow.html", form=form, subject=what, found=found, back=_back(what), **shown
    )
    return body, 422 if form.errors else 200


def _followed(what: Subject, form: FollowForm) -> bool:
    level = str(form.level.data)
    try:
        with transaction() as session:
            service.follow(session, current_actor(), what, level=level, mail=form.rhythm)
    except Invalid as error:
        form.take_errors(error.errors)
        return False
    told = (
        _("On ne vous parlera plus de « %(name)s ».") if level == NOTHING else _("Vous suivez « %(name)s ».")
    )
    flash(told % {"name": what.name}, "success")
    return True


def _back(what: Subject) -> str:
    return what.address or url_for("watching.listing")


def _standing(session: Session, kind: str) -> Subscription:
    """How one follows what everybody follows who does not say otherwise."""
    actor = current_actor()
    return queries.subscription(session, actor, standing(kind)) or queries.usual(
        queries.require_account(actor), kind
    )


def _feed_address(user_id: int, serial: int) -> str | None:
    if serial <= 0:
        return None
    settings: Settings = current_app.extensions["wiki.settings"]
    root = (settings.site_url or request.url_root).rstrip("/")
    return f"{root}/flux/suivis.atom?cle={feed_key(str(current_app.config['SECRET_KEY']), user_id, serial)}"


def _text(hour: int | None) -> str:
    return "" if hour is None else str(hour)
