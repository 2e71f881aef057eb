"""The ways to follow, where pages, territories, themes and tags are shown."""

from typing import Any

from flask import Flask, render_template
from flask_babel import gettext as _

from wiki.pages.beside import Told
from wiki.pages.models import Page
from wiki.pages.queries import PageView
from wiki.watching.queries import LEVEL
from wiki.web.actor import current_actor
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Offer to follow what is shown, to who has an account; a letter or a feed to everybody else."""
    places = slots(app)
    places.fill("page.follow", of_page)
    places.fill("page.foot", feed_of_page)
    places.fill("territory.aside", of_territory)
    places.fill("theme.body", of_theme)
    places.fill("family.body", of_family)
    places.fill("tag.body", of_tag)
    places.fill("account.settings", of_account)


def of_page(page: Page, beside: Told | None = None, **context: Any) -> str:
    """How the reader follows a page, which came with the page itself."""
    if not current_actor().is_authenticated:
        return ""
    level = (beside or {}).get(LEVEL.name)
    return render_template("watching/fillings/page.html", page=page, level=level)


def feed_of_page(view: PageView, **context: Any) -> str:
    """A feed of its versions, for everybody who reads the page without an account."""
    public = view.page.audience == "public"
    return render_template("watching/fillings/feeds.html", page=view.page) if public else ""


def of_territory(territory: Any, **context: Any) -> str:
    """A territory."""
    return _offer("territoire", territory, _("Suivre ce territoire"), with_letter=True)


def of_theme(theme: Any, **context: Any) -> str:
    """A theme."""
    return _offer("theme", theme, _("Suivre ce thème"), with_letter=True)


def of_family(family: Any, **context: Any) -> str:
    """A family of themes."""
    return _offer("theme", family, _("Suivre cette famille de thèmes"), with_letter=True)


def of_tag(tag: Any, **context: Any) -> str:
    """A tag."""
    return _offer("mot-cle", tag, _("Suivre ce mot-clé"), feed=f"/mots-cles/{tag.slug}/flux.atom")


def of_account(**context: Any) -> str:
    """The way to all that one follows."""
    return render_template("watching/fillings/account.html")


def _offer(what: str, thing: Any, label: str, *, with_letter: bool = False, feed: str = "") -> str:
    return render_template(
        "watching/fillings/offer.html",
        what=what,
        thing=thing,
        label=label,
        with_letter=with_letter,
        feed=feed,
    )
