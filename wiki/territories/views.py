"""The list of territories, the page of each, and its identity sheet."""

from collections.abc import Mapping
from itertools import groupby

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.routing import Map

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.permissions import Permission, can, require
from wiki.rendering.slugs import fold
from wiki.territories import forms, queries, service
from wiki.territories.blueprint import BOTH, blueprint
from wiki.territories.registry import EXTENSION, PageCounts
from wiki.web.actor import current_actor

_NOT_ROUTED = frozenset({"static"})
"""First words that are answered before any route is asked."""


def reserved_words(url_map: Map) -> frozenset[str]:
    """The first words of addresses that already lead somewhere on this site."""
    words = (rule.rule.split("/")[1] for rule in url_map.iter_rules())
    return _NOT_ROUTED.union(word for word in words if word and "<" not in word)


@blueprint.get("/territoires")
def listing() -> str:
    """All territories, by region; those without one last."""
    session, actor = read_session(), current_actor()
    territories = sorted(queries.listing(session), key=lambda found: (not found.region, fold(found.region)))
    return render_template(
        "territories/listing.html",
        regions=[(region, list(found)) for region, found in groupby(territories, lambda each: each.region)],
        counts=_page_counts(),
        may_create=can(actor, Permission.TERRITORY_CREATE),
    )


def _page_counts() -> Mapping[int, int]:
    count: PageCounts = current_app.extensions[EXTENSION]
    return count(read_session(), current_actor())


@blueprint.get("/<territory>")
def show(territory: str) -> str:
    """A territory: its place, its people, and what upper features have of it."""
    session, actor = read_session(), current_actor()
    place = queries.by_slug(session, territory)
    if place.is_national:
        return render_template("territories/national.html", territory=place)
    looks_after = can(actor, Permission.TERRITORY_EDIT, place)
    return render_template(
        "territories/show.html",
        territory=place,
        college=queries.college(place),
        team=queries.team(session, place),
        membership=queries.membership_of(session, actor, place),
        gaps=queries.gaps(session, place) if looks_after else None,
        looks_after=looks_after,
    )


@blueprint.route("/territoires/nouveau", methods=BOTH)
def create() -> ResponseReturnValue:
    """Make a territory; for the national team."""
    actor = current_actor()
    require(actor, Permission.TERRITORY_CREATE)
    form = forms.CreationForm.of_request(state="vivier")
    if request.method == "POST" and form.validate():
        try:
            with transaction() as session:
                made = service.create(
                    session, actor, form.sheet(""), form.slug.data or "", reserved_words(current_app.url_map)
                )
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(
                _("Le territoire %(name)s est créé. Nommez sa personne référente.", name=made.name), "success"
            )
            return redirect(url_for("territories.members", territory=made.slug), 303)
    page = render_template("territories/create.html", form=form, regions=queries.regions(read_session()))
    return page, 422 if form.errors else 200


@blueprint.route("/territoires/<territory>/fiche", methods=BOTH)
def edit(territory: str) -> ResponseReturnValue:
    """Change the identity sheet; what somebody else wrote meanwhile is shown beside what was typed."""
    actor = current_actor()
    place = queries.editable(read_session(), actor, territory)
    form = forms.SheetForm.of_request(**forms.filled_from(place))
    if not can(actor, Permission.TERRITORY_STATE, place):
        del form.state
    if request.method == "POST" and form.validate():
        try:
            with transaction() as session:
                changed = queries.local(session, territory)
                service.update_sheet(session, actor, changed, form.sheet(changed.state), form.seen.data)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("La fiche d'identité est enregistrée."), "success")
            return redirect(url_for("territories.show", territory=territory), 303)
    session = read_session()
    place = queries.editable(session, actor, territory)
    # From here on the person has seen the sheet as it stands.
    form.seen.data = service.sheet_of(place).digest()
    page = render_template(
        "territories/edit.html", form=form, territory=place, regions=queries.regions(session)
    )
    return page, 422 if form.errors else 200
