"""The ways to dashboards from the pages of territories and themes."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, render_template

from wiki.territories.models import Territory
from wiki.themes.models import Theme
from wiki.themes.queries import FamilyChoice
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that territories and themes leave."""
    places = slots(app)
    places.fill("territory.aside", beside_territory)
    places.fill("theme.body", below_theme)
    places.fill("family.body", below_family)


def beside_territory(territory: Territory, **context: Any) -> str:
    """The dashboard of a territory, and where it is; the national space has the one of all."""
    return render_template("dashboards/fillings/territory.html", territory=territory)


def below_theme(theme: Theme, theme_ids: Sequence[int], **context: Any) -> str:
    """The dashboard of a theme."""
    return render_template("dashboards/fillings/theme.html", slug=theme.slug)


def below_family(family: FamilyChoice, theme_ids: Sequence[int], **context: Any) -> str:
    """The dashboard of a family of themes."""
    return render_template("dashboards/fillings/theme.html", slug=family.slug)
