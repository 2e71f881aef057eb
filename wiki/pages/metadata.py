"""What machines read about a page: schema.org's LearningResource (https://schema.org/LearningResource)."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from wiki.pages.queries import PageView
from wiki.rendering.head import DEFAULT_LICENCE

LICENCE_ADDRESSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}

Addition = Callable[[PageView], dict[str, Any]]


def metadata_additions(app: Flask) -> list[Addition]:
    """What features above add to a page's metadata; they append their functions in their wiring."""
    found: list[Addition] = app.extensions.setdefault("wiki.pages.metadata", [])
    return found


def json_ld(view: PageView, address: str, additions: Sequence[Addition] = ()) -> dict[str, Any]:
    """The page as a JSON-LD object; `address` is its absolute URL."""
    head = dict(view.head)
    licence = str(head.get("licence") or DEFAULT_LICENCE)
    authors = head.get("auteurs") or []
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource" if view.page.kind in ("scenario", "tool", "approach") else "Article",
        "@id": address,
        "url": address,
        "name": view.page.title,
        "description": view.page.summary,
        "inLanguage": view.page.language,
        "license": LICENCE_ADDRESSES.get(licence, licence),
        "author": [{"@type": "Organization", "name": name} for name in _several(authors)],
        "about": [theme.name for theme in view.themes],
        "keywords": [name for _, name in view.tags],
        "spatialCoverage": view.territory.name,
        "dateCreated": view.page.created_at.isoformat(),
        "dateModified": view.page.changed_at.isoformat(),
        "version": view.revision.number,
        "isAccessibleForFree": True,
        **{key: value for add in additions for key, value in add(view).items()},
    }


def _several(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
