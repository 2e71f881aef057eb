"""Families, themes and tags, and what a name written in a text means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from wiki.errors import NotFound
from wiki.rendering.slugs import slugify
from wiki.themes.models import Tag, Theme, ThemeAlias, ThemeFamily

MAX_SUGGESTIONS = 3
_ASKED_AT_ONCE = 100
_EXPLAINED = 20
"""Unknown names for which suggestions are looked for; a text with more has another problem."""


@dataclass(frozen=True)
class ThemeChoice:
    """A theme as lists and pickers show it; outlives the session it was read in."""

    id: int
    slug: str
    name: str
    family_key: str
    retired: bool = False


@dataclass(frozen=True)
class FamilyChoice:
    """A family with its themes, in order; outlives the session it was read in."""

    id: int
    slug: str
    name: str
    themes: tuple[ThemeChoice, ...]


class Resolved(NamedTuple):
    """What the names in a text mean: themes in the order named, and unknown names with suggested ones."""

    themes: list[Theme]
    unknown: dict[str, list[str]]


def families(session: Session, retired: bool = False) -> list[FamilyChoice]:
    """The families with the themes that can be chosen; with the retired ones when asked for."""
    # Rows rather than objects: this stands in every form where a page is written.
    found: dict[int, FamilyChoice] = {}
    for row in session.execute(_families_statement()):
        family = found.get(row.id) or FamilyChoice(row.id, row.slug, row.name, ())
        if row.theme_id is not None and (retired or not row.retired):
            choice = ThemeChoice(row.theme_id, row.theme_slug, row.theme_name, row.slug, row.retired)
            family = replace(family, themes=(*family.themes, choice))
        found[row.id] = family
    return list(found.values())


@cache
def _families_statement() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ThemeFamily.id,
            ThemeFamily.slug,
            ThemeFamily.name,
            Theme.id.label("theme_id"),
            Theme.slug.label("theme_slug"),
            Theme.name.label("theme_name"),
            Theme.retired,
        )
        .outerjoin(Theme, and_(Theme.family_id == ThemeFamily.id, Theme.merged_into_id.is_(None)))
        .order_by(ThemeFamily.position, ThemeFamily.id, Theme.position, Theme.id)
    )


def _family_choice(family: ThemeFamily, retired: bool) -> FamilyChoice:
    themes = tuple(
        ThemeChoice(theme.id, theme.slug, theme.name, family.slug, theme.retired)
        for theme in family.themes
        if theme.merged_into_id is None and (retired or not theme.retired)
    )
    return FamilyChoice(family.id, family.slug, family.name, themes)


def family(session: Session, slug: str) -> FamilyChoice | None:
    """The family with this address, its retired themes included; None when there is none."""
    found = session.scalar(
        select(ThemeFamily).where(ThemeFamily.slug == slug).options(selectinload(ThemeFamily.themes))
    )
    return _family_choice(found, retired=True) if found else None


def family_named(session: Session, slug: str) -> ThemeFamily:
    """The family with this address, to change it.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(ThemeFamily).where(ThemeFamily.slug == slug))
    if found is None:
        raise NotFound
    return found


def theme(session: Session, name: str) -> Theme:
    """The theme that has, or once had, this name or address; the successor of a merged one.

    Raises:
        NotFound: no theme was ever called so.
    """
    found = session.scalar(
        select(Theme)
        .join(ThemeAlias, ThemeAlias.theme_id == Theme.id)
        .where(ThemeAlias.key == slugify(name))
        .options(joinedload(Theme.family))
    )
    if found is None:
        raise NotFound
    return found


def resolve(session: Session, names: Iterable[str]) -> Resolved:
    """What theme names mean, as people write them: any case, with or without accents, present or past names.

    A retired theme is still meant by its name; a merged one means its successor. The name of a whole family
    is unknown, and its themes are suggested.
    """
    keys = {name: slugify(name) for name in names}
    meant = _themes_called(session, set(keys.values()))
    themes: dict[int, Theme] = {}
    unknown: list[str] = []
    for name, key in keys.items():
        found = meant.get(key)
        if found is None:
            unknown.append(name)
        else:
            themes[found.id] = found
    return Resolved(list(themes.values()), _suggestions(session, unknown))


def _themes_called(session: Session, keys: set[str]) -> dict[str, Theme]:
    """The themes behind some names; behind all names where a text holds more of them than there are."""
    query = (
        select(ThemeAlias.key, Theme)
        .join(Theme, ThemeAlias.theme_id == Theme.id)
        .options(joinedload(Theme.family))
    )
    if len(keys) <= _ASKED_AT_ONCE:
        query = query.where(ThemeAlias.key.in_(keys))
    return dict(session.execute(query).all())


def _suggestions(session: Session, names: Sequence[str]) -> dict[str, list[str]]:
    if not names:
        return {}
    of_family: dict[str, list[str]] = {}
    for choice in families(session):
        of_family[choice.slug] = of_family[slugify(choice.name)] = [theme.name for theme in choice.themes]
    called = select(ThemeAlias.key, Theme.name).join(Theme, ThemeAlias.theme_id == Theme.id)
    offered = dict(session.execute(called.where(Theme.retired.is_(False))).all())
    return {
        name: of_family.get(slugify(name)) or _close_names(name, offered) if number < _EXPLAINED else []
        for number, name in enumerate(names)
    }


def _close_names(name: str, offered: dict[str, str]) -> list[str]:
    close = get_close_matches(slugify(name), offered, n=2 * MAX_SUGGESTIONS, cutoff=0.7)
    # Two keys may lead to one theme.
    return list(dict.fromkeys(offered[key] for key in close))[:MAX_SUGGESTIONS]


def tag(session: Session, slug: str) -> Tag:
    """The tag with this address.

    Raises:
        NotFound: nothing was ever tagged so.
    """
    found = session.scalar(select(Tag).where(Tag.slug == slug))
    if found is None:
        raise NotFound
    return found
