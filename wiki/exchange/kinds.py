"""Which kind of page a document is, by what is said of it and by its form."""

import re

from wiki.pages.models import KINDS
from wiki.rendering.head import Head
from wiki.rendering.slugs import fold

# In the order of the words that decide: a « fiche méthode + retour » is a method first.
_WORDS = {
    "fiche methode": "approach",
    "methode": "approach",
    "demarche": "approach",
    "approach": "approach",
    "activite": "scenario",
    "scenario": "scenario",
    "situation": "scenario",
    "retour": "enactment",
    "rapport": "enactment",
    "enactment": "enactment",
    "outil": "tool",
    "jeu": "tool",
    "tool": "tool",
    "projet": "project",
    "project": "project",
    "page": "page",
}
_ACTIVITY = re.compile(r"^#{2,4} *Activité\s*:", re.MULTILINE | re.IGNORECASE)


def kind_of(stated: str, head: Head, body: str) -> str:
    """The code of a kind.

    Args:
        stated: what a table of sources says, in anybody's words.
    """
    for words in (stated, head.get("type")):
        kind = _kind_in_words(words)
        if kind:
            return kind
    if head.get("format").startswith("situation/") or _ACTIVITY.search(body):
        return "scenario"
    return "page"


def _kind_in_words(words: str) -> str:
    if words in KINDS:
        return words
    folded = fold(words)
    return next((kind for word, kind in _WORDS.items() if word in folded), "")
