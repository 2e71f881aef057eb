"""What machines read about a feature: schema.org's LearningResource, at the version that was retained."""

from typing import Any

from flask_babel import gettext as _

from scenarios.featuring.models import Feature
from scenarios.featuring.queries import facts_of
from scenarios.showcase.queries import Retained
from wiki.pages.metadata import LICENCE_ADDRESSES
from wiki.pages.queries import ThemeMark


def json_ld(feature: Feature, found: Retained, themes: tuple[ThemeMark, ...], root: str) -> dict[str, Any]:
    """The feature as a JSON-LD object.

    Args:
        root: public address of the site.
    """
    credit, address = found.credit, f"{root}{feature.url}"
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": feature.title,
        "description": feature.summary,
        "inLanguage": feature.language,
        "author": _authors(facts_of(feature).get("auteurs")),
        "about": [theme.name for theme in themes],
        "keywords": [name for _slug, name in feature.facts.get("tags", [])],
        "spatialCoverage": feature.territory_name,
        "dateCreated": feature.written_at.isoformat(),
        "datePublished": feature.retained_at.isoformat(),
        "version": feature.number,
        "award": _("Retenu par la nation"),
        "isAccessibleForFree": True,
    }
    if credit is not None:
        stated = credit.licence.stated
        told["license"] = LICENCE_ADDRESSES.get(stated, stated)
        told["contributor"] = [{"@type": "Person", "name": one.name} for one in credit.contributors]
    if found.page_path:
        told["isBasedOn"] = f"{root}/{found.page_path}"
    return told


def _authors(stated: object) -> list[dict[str, str]]:
    names = stated if isinstance(stated, list) else [stated] if stated else []
    return [{"@type": "Organization", "name": str(name)} for name in names]
