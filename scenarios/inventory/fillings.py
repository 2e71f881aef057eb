"""What territories, themes and accounts show of inventories."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, render_template

from scenarios.inventory import queries
from scenarios.inventory.models import KINDS, NEED, OPEN, RESOURCE, SKILL
from scenarios.inventory.queries import Narrowed
from wiki.accounts.models import User
from wiki.db import read_session
from wiki.permissions import Permission, can
from wiki.territories.models import Territory
from wiki.themes.models import Theme
from wiki.web.actor import current_actor
from wiki.web.slots import slots

FEW = 5


def fill_slots(app: Flask) -> None:
    """Fill the places that territories, themes and accounts leave."""
    places = slots(app)
    places.fill("territory.body", of_territory)
    places.fill("theme.body", of_theme)
    places.fill("account.links", of_account)


def of_territory(territory: Territory, **context: Any) -> str:
    """Needs that wait for an answer, what is offered, and the way to the whole inventory."""
    if territory.is_national:
        return ""
    session, actor = read_session(), current_actor()
    here = (territory.id,)
    return render_template(
        "inventory/fillings/territory.html",
        territory=territory,
        needs=queries.listed(session, actor, Narrowed((NEED,), (OPEN,), here), limit=FEW),
        offers=queries.listed(session, actor, Narrowed((RESOURCE, SKILL), (OPEN,), here), limit=FEW),
        counts=queries.counts(session, actor, here).get(territory.id, dict.fromkeys(KINDS, 0)),
        may_keep=can(actor, Permission.INVENTORY_KEEP, territory),
    )


def of_theme(theme: Theme, theme_ids: Sequence[int], **context: Any) -> str:
    """Needs about a theme that wait for an answer, wherever they are."""
    session, actor = read_session(), current_actor()
    wanted = Narrowed((NEED,), (OPEN,), theme_ids=tuple(theme_ids))
    needs = queries.listed(session, actor, wanted, limit=FEW)
    return render_template("inventory/fillings/theme.html", theme=theme, needs=needs) if needs else ""


def of_account(user: User, **context: Any) -> str:
    """The way to one's conversations."""
    return render_template("inventory/fillings/account.html")
