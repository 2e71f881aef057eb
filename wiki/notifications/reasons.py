"""Why somebody is told, and which kinds of happenings are told to whom."""

from typing import Any

from flask_babel import lazy_gettext as _l

from wiki.activity import kinds as happens

DIRECT = "direct"
"""Named by the happening itself: mentioned, answered, decided on."""
AWAITED = "awaited"
"""Somebody waits for the person to decide."""
MEANT = (DIRECT, AWAITED)
"""Reasons that no silence of a page, and no level, outweighs."""

WORDS: dict[str, Any] = {
    DIRECT: _l("Cela vous est adressé"),
    AWAITED: _l("On attend votre réponse"),
    "page": _l("Vous suivez cette page"),
    "collection": _l("Vous suivez ce parcours"),
    "search": _l("Cela répond à une recherche que vous suivez"),
    "mine": _l("Vous avez écrit dans cette page"),
    "adaptations": _l("On a adapté une page où vous avez écrit"),
    "tag": _l("Vous suivez un mot-clé de cette page"),
    "theme": _l("Vous suivez un thème de cette page"),
    "family": _l("Vous suivez une famille de thèmes de cette page"),
    "territory": _l("Vous suivez ce territoire"),
}

OF_THEMES: dict[str, Any] = {
    "theme": _l("Vous suivez l'un de ses thèmes"),
    "family": _l("Vous suivez la famille de l'un de ses thèmes"),
}
"""The same for what is about themes and is no page."""

TOLD_OF_THEMES = frozenset({happens.CALL_OPENED, happens.CALL_CLOSING, happens.COLLECTION_FEATURED})
"""About the themes that `details["theme_ids"]` names, and told to who follows one of them."""
TOLD_OF_COLLECTIONS = frozenset({happens.COLLECTION_FEATURED, happens.COLLECTION_CHANGED})
"""Told to who follows the parcours."""

TOLD_TO_FOLLOWERS = frozenset(
    {
        happens.PAGE_CREATED, happens.PAGE_EDITED, happens.PAGE_SHARED, happens.PAGE_MOVED, happens.PAGE_MERGED,
        happens.PAGE_DELETED, happens.PAGE_RESTORED, happens.PAGE_FEATURED, happens.PAGE_PLAYED,
        happens.FILE_ADDED, happens.THREAD_OPENED, happens.THREAD_ANSWERED, happens.THREAD_RESOLVED,
        happens.NOMINATION_DECIDED, happens.EVENT_PLANNED,
    }
)  # fmt: skip
"""The others concern the people whom they name, and those whose answer they wait for."""

WAITING_FOR_REFERENTS = frozenset(
    {
        happens.EDIT_OFFERED,
        happens.IMPROVEMENT_OFFERED,
        happens.MEMBERSHIP_ASKED,
        happens.MESSAGE_REPORTED,
        happens.INVENTORY_REPORTED,
    }
)

ASKING = frozenset(
    {happens.NOMINATION_MADE, happens.OPINION_ASKED, happens.REWORK_ASKED, happens.REWORK_ANSWERED}
)
"""Something is awaited from the people whom these name."""

UNIMPORTANT = frozenset({happens.FILE_ADDED, happens.THREAD_ANSWERED, happens.THREAD_RESOLVED})
"""Left out, like minor edits, for who wants to know what matters only."""
