"""The words of a retour: its sections, the four foundations, whom it names. French is canonical."""

from typing import Final

from scenarios.script.roles import CATEGORIES
from scenarios.script.vocabulary import Vocabulary

SCENARIO, PLAYED_ON, PLACE, COORDINATES, HEADCOUNT, WHOM = (
    "scénario", "joué le", "lieu", "coordonnées", "effectif", "avec",
)  # fmt: skip
"""The keys of the head that tell of the session."""

WORKED, CHANGE, MINUTES, FOUNDATIONS, PROPOSALS = (
    "Ce qui a marché", "À changer", "Durées vécues", "Les quatre fondements", "Propositions d'amélioration",
)  # fmt: skip

SECTIONS = Vocabulary(
    {
        WORKED: ("Ce qui a bien marché", "Ce qui a fonctionné", "Points forts"),
        CHANGE: ("Ce que l'on changerait", "Ce que nous changerions", "À améliorer"),
        MINUTES: ("Durées", "Temps vécus", "Durées prévues et vécues"),
        FOUNDATIONS: ("Quatre fondements", "Fondements"),
        PROPOSALS: ("Propositions", "Améliorations proposées"),
    },
    {
        WORKED: "What worked",
        CHANGE: "To change",
        MINUTES: "Lived durations",
        FOUNDATIONS: "The four foundations",
        PROPOSALS: "Suggestions for improvement",
    },
)
"""The sections that are read, in the order they are written; others are free."""

CONFIDENCE, PLEASURE, MOTIVATION, LISTENING = "confiance", "plaisir", "motivation", "ecoute"
FOUNDATION_NAMES: Final = {
    CONFIDENCE: "Confiance",
    PLEASURE: "Plaisir",
    MOTIVATION: "Motivation",
    LISTENING: "Écoute active",
}
"""What every learning situation of the programme is founded on: code → its name in a text."""

NAMED = Vocabulary(
    {name: (code,) for code, name in FOUNDATION_NAMES.items()},
    {
        "Confiance": "Trust",
        "Plaisir": "Pleasure",
        "Motivation": "Motivation",
        "Écoute active": "Active listening",
    },
)
FOUNDATION_CODES = {name: code for code, name in FOUNDATION_NAMES.items()}

LEAST, MOST = 1, 4
"""The scale of the foundations."""

SKIPPED = "sautée"
"""What stands for the minutes of an activity that was left out."""

CATEGORY_CODES = dict(
    zip(
        CATEGORIES,
        ("pilot", "academic", "non_formal", "families", "elected", "social_partners", "integration", "cultural",
         "craft", "social_economy", "online", "innovators", "companies", "learners"),
        strict=True,
    )
)  # fmt: skip
"""The categories of actors as texts name them → the values of `ActorCategory`."""
CATEGORY_NAMES = {code: name for name, code in CATEGORY_CODES.items()}
