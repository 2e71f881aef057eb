"""What pages show in the places that territories, themes and people leave for them."""

from typing import Any

from flask import Flask, render_template, url_for
from flask_babel import gettext as _

from wiki.db import read_session
from wiki.errors import NotFound
from wiki.pages import queries
from wiki.permissions import Permission, can
from wiki.territories.models import PRESENTATION, Territory
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key
from wiki.web.slots import slots

SLICE = 12


def fill_slots(app: Flask) -> None:
    """Put lists of pages where other features show a territory, a theme, a tag or a person."""
    places = slots(app)
    places.fill("territory.presentation", presentation_of)
    places.fill("territory.body", of_territory)
    places.fill("theme.body", of_themes)
    places.fill("family.body", of_themes)
    places.fill("tag.body", of_tag)
    places.fill("profile.body", of_person)


def presentation_of(territory: Territory, **context: Any) -> str:
    """The presentation of a territory, as far as somebody has written one."""
    try:
        view = queries.view(read_session(), current_actor(), territory.slug, PRESENTATION)
    except NotFound:
        return ""
    return render_template("pages/fillings/presentation.html", view=view)


def of_territory(territory: Territory, **context: Any) -> str:
    """The pages of a territory."""
    session, actor = read_session(), current_actor()
    write_url = None
    if can(actor, Permission.PAGE_CREATE, territory):
        write_url = url_for("pages.create", territoire=territory.slug)
    return _list(
        _("Situations et pages de %(name)s", name=territory.name),
        queries.cards(
            session,
            actor,
            territory_id=territory.id,
            but_slug=PRESENTATION,
            before=start_key(),
            limit=SLICE + 1,
        ),
        _("Aucune page pour l'instant"),
        _("Ce territoire n'a pas encore partagé de situation. La première donne envie aux autres."),
        write_url,
    )


def of_themes(theme_ids: list[int], **context: Any) -> str:
    """Pages about a theme or a family."""
    return _list(
        _("Situations et pages"),
        queries.cards(
            read_session(), current_actor(), theme_ids=theme_ids, before=start_key(), limit=SLICE + 1
        ),
        _("Aucune page sur ce thème"),
        _("Personne n'a encore écrit ici. Vous avez une pratique à partager ?"),
        url_for("pages.create"),
    )


def of_tag(tag: Any, **context: Any) -> str:
    """Pages that carry a tag."""
    return _list(
        _("Pages"),
        queries.cards(read_session(), current_actor(), tag_id=tag.id, before=start_key(), limit=SLICE + 1),
        _("Aucune page"),
        _("Aucune page que vous puissiez lire ne porte ce mot-clé."),
    )


def of_person(user_id: int, **context: Any) -> str:
    """Pages that a person has written in."""
    return _list(
        _("Pages écrites ou améliorées"),
        queries.cards(
            read_session(), current_actor(), author_id=user_id, before=start_key(), limit=SLICE + 1
        ),
        _("Aucune page pour l'instant"),
        _("Cette personne n'a pas encore écrit de page que vous puissiez lire."),
    )


def _list(
    heading: str, cards: list[queries.Card], empty_title: str, empty_text: str, write_url: str | None = None
) -> str:
    return render_template(
        "pages/fillings/cards.html",
        heading=heading,
        cards=slice_of(cards, SLICE, lambda card: card.id),
        empty_title=empty_title,
        empty_text=empty_text,
        write_url=write_url,
    )
