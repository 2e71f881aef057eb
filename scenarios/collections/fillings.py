"""Parcours on pages, on the home page, on the pages of themes and of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template

from scenarios.calls.texts import beginning
from scenarios.collections import queries
from scenarios.collections.reading import Outline, outlines
from wiki.db import read_session
from wiki.pages.queries import PageView, ThemeMark
from wiki.web.actor import current_actor
from wiki.web.memo import remembered
from wiki.web.slots import slots

MOST_AT_HOME = 3
MOST_OF_THEME = 3
MOST_OF_PERSON = 6
MOST_FOUND = 3
SUMMARY = 180


@dataclass(frozen=True)
class Shown:
    """A parcours that the national team puts forward, as other pages show it; outlives the session it was read in."""

    title: str
    path: str
    summary: str
    pages: int
    length: str
    themes: tuple[ThemeMark, ...]


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("page.aside", add_button)
    places.fill("home.collections", at_home)
    places.fill("theme.top", of_themes)
    places.fill("profile.body", of_person)
    places.fill("search.results", of_search)


def add_button(view: PageView, **context: Any) -> str:
    """« Ajouter à un parcours », for who has an account; at the side, where it pushes nothing off a phone."""
    if not current_actor().is_authenticated:
        return ""
    return render_template("collections/fillings/add.html", page=view.page)


def at_home(**context: Any) -> str:
    """The first of those that the national team puts forward."""
    return _shown(_featured()[:MOST_AT_HOME])


def of_themes(slugs: Sequence[str] = (), **context: Any) -> str:
    """Those whose pages are mostly about a theme, or about one of a family."""
    about = [one for one in _featured() if any(mark.slug in slugs for mark in one.themes)]
    return _shown(about[:MOST_OF_THEME])


def of_person(user_id: int, **context: Any) -> str:
    """The public parcours of somebody."""
    session = read_session()
    found = queries.of_person(session, user_id, limit=MOST_OF_PERSON)
    if not found:
        return ""
    return render_template(
        "collections/fillings/person.html", outlines=outlines(session, current_actor(), found)
    )


def of_search(text: str, **context: Any) -> str:
    """The public ones that a search finds, beside its pages."""
    shown = queries.with_words(read_session(), text, MOST_FOUND)
    return render_template("collections/fillings/found.html", shown=shown, text=text) if shown else ""


def _featured() -> list[Shown]:
    actor, session = current_actor(), read_session()
    return remembered(
        ("collections.featured", actor.audiences),
        lambda: [_as_shown(outline) for outline in outlines(session, actor, queries.featured(session))],
    )


def _as_shown(outline: Outline) -> Shown:
    found, length = outline.collection, outline.sum
    return Shown(
        title=found.title,
        path=found.path,
        summary=beginning(found.national_introduction, SUMMARY),
        pages=outline.pages,
        length=length.told if length.minutes else "",
        themes=outline.themes,
    )


def _shown(featured: Sequence[Shown]) -> str:
    return render_template("collections/fillings/featured.html", featured=featured) if featured else ""
