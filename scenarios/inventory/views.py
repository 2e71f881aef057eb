"""Inventories: of a territory, of all territories, and each item by itself."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from scenarios.inventory import answers, leads, queries
from scenarios.inventory.blueprint import ID, blueprint
from scenarios.inventory.forms import AnswerForm, Asked, narrowed_to, read_asked, theme_ids
from scenarios.inventory.labels import KIND_NAMES, state_name
from scenarios.inventory.models import KINDS, NEED, OPEN
from scenarios.inventory.permissions import may_moderate
from scenarios.inventory.queries import Item, Narrowed
from scenarios.inventory.showing import shown_alone, shown_in_lists
from wiki.db import read_session
from wiki.permissions import Permission, can
from wiki.territories import queries as territories
from wiki.territories.models import Territory
from wiki.themes.queries import families
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key
from wiki.web.spreadsheets import Sheet, as_csv, download

SLICE = 20
MOST_IN_A_TABLE = 5_000


@blueprint.get("/territoires/<territory>/inventaire")
def of_territory(territory: str) -> str:
    """What a territory needs, knows, has and found out; or one of the four, a theme of them, page by page."""
    session, actor = read_session(), current_actor()
    place = territories.local(session, territory)
    chosen = families(session)
    asked = read_asked(request.args, chosen)
    narrowed = Narrowed(
        (asked.kind,) if asked.kind else (), (asked.state,) if asked.state else (), (place.id,), "",
        theme_ids(chosen, asked.theme),
    )  # fmt: skip
    found = slice_of(
        queries.listed(
            session,
            actor,
            narrowed,
            before=start_key(),
            limit=(SLICE if asked.kind else queries.MOST_SHOWN) + 1,
        ),
        SLICE if asked.kind else queries.MOST_SHOWN,
        lambda item: item.id,
    )
    return render_template(
        "inventory/territory.html",
        territory=place,
        asked=asked,
        families=chosen,
        narrowed_to=narrowed_to(asked, chosen),
        found=found,
        by_kind=_by_kind(found.rows),
        counts=queries.counts(session, actor, [place.id]).get(place.id, dict.fromkeys(KINDS, 0)),
        waiting=queries.needs_open(session, actor, [place.id]).get(place.id, 0),
        needs=shown_in_lists(session, actor, found.rows),
        may_keep=can(actor, Permission.INVENTORY_KEEP, place),
    )


@blueprint.get("/territoires/<territory>/inventaire.csv")
def as_table(territory: str) -> Response:
    """The inventory as a table for a spreadsheet, as far as the reader may see it."""
    session, actor = read_session(), current_actor()
    place = territories.local(session, territory)
    found = queries.listed(session, actor, Narrowed(territory_ids=(place.id,)), limit=MOST_IN_A_TABLE)
    return download(as_csv(_sheet(place, found)), f"inventaire-{place.slug}", "csv")


@blueprint.get("/inventaire")
def everywhere() -> str:
    """The needs of all territories, those that nothing answers first; or what is offered."""
    session, actor = read_session(), current_actor()
    chosen, places = families(session), territories.listing(session)
    asked = read_asked(request.args, chosen, places)
    state = asked.state or ("" if "etat" in request.args or (asked.kind or NEED) != NEED else OPEN)
    narrowed = Narrowed(
        (asked.kind or NEED,), (state,) if state else (), _territory_ids(asked, places), asked.region,
        theme_ids(chosen, asked.theme),
    )  # fmt: skip
    found = slice_of(
        queries.listed(session, actor, narrowed, before=start_key(), limit=SLICE + 1),
        SLICE,
        lambda item: item.id,
    )
    return render_template(
        "inventory/everywhere.html",
        asked=asked,
        kind=asked.kind or NEED,
        state=state,
        families=chosen,
        narrowed_to=narrowed_to(asked, chosen, places),
        places=places,
        regions=sorted({place.region for place in places} - {""}),
        found=found,
        totals=_totals(queries.counts(session, actor)),
        needs=shown_in_lists(session, actor, found.rows),
        may_write=bool(actor.territories) or actor.is_curator,
    )


@blueprint.get(f"/inventaire/<{ID}:item_id>")
def show(item_id: int) -> str:
    """An item: what it says, what answers it, or whom it may help."""
    return item_page(item_id, AnswerForm())


def item_page(item_id: int, form: AnswerForm) -> str:
    """The page of an item, with the form by which those who keep it add an answer."""
    session, actor = read_session(), current_actor()
    keeps = _keeps(item_id)
    item = queries.item(session, actor, item_id, removed=keeps)
    row = queries.item_row(session, actor, item_id, removed=keeps)
    return render_template(
        "inventory/item.html",
        item=item,
        row=row,
        territory=row.territory,
        form=form,
        shown=shown_alone(session, actor, item) if item.kind == NEED else None,
        seekers=leads.seekers(session, actor, item) if item.kind != NEED else [],
        answered=answers.needs_answered_by(session, actor, item.id) if item.kind != NEED else [],
        history=queries.history(session, item.id) if item.is_card else [],
        may_keep=keeps,
        may_moderate=may_moderate(actor, row.territory_id) and not actor.is_suspended,
    )


def _keeps(item_id: int) -> bool:
    """Whether the reader keeps the inventory that an item stands, or stood, in."""
    session, actor = read_session(), current_actor()
    row = queries.item_row(session, actor, item_id, removed=True)
    return can(actor, Permission.INVENTORY_KEEP, row.territory)


def _by_kind(found: Any) -> dict[str, list[Item]]:
    return {kind: [item for item in found if item.kind == kind] for kind in KINDS}


def _territory_ids(asked: Asked, places: Any) -> tuple[int, ...] | None:
    if not asked.territory:
        return None
    return tuple(place.id for place in places if place.slug == asked.territory)


def _totals(counts: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    return {kind: sum(of_place[kind] for of_place in counts.values()) for kind in KINDS}


def _sheet(place: Territory, found: list[Item]) -> Sheet:
    headings = (
        _("Numéro"), _("Sorte"), _("Texte"), _("Précisions"), _("État"), _("Thèmes"), _("Qui la tient"),
        _("Disponibilité"), _("Jusqu'au"), _("Page"),
    )  # fmt: skip
    rows = [
        (
            item.id, str(KIND_NAMES[item.kind]), item.text, item.details, str(state_name(item.kind, item.state)),
            ", ".join(mark.name for mark in item.themes), item.keeper, item.availability, item.until,
            f"/{item.page.path}" if item.page else "",
        )
        for item in found
    ]  # fmt: skip
    return Sheet(_("Inventaire de %(name)s", name=place.name), headings, rows)
