"""Scenarios and values that the tests of changes share."""

from pathlib import Path

from hypothesis import strategies as st

from scenarios.script.composing import NewActivity, NewScript
from scenarios.script.vocabulary import PROPERTIES, SECTIONS

CLIMATE = (Path(__file__).parent / "lire-le-climat.md").read_text(encoding="utf-8")

HOSTILE = [
    "# Titre", "## Notes", "### Activité : B", "#### Phase : P", "##### Activity", "##Notes", "#Titre", "---", "***",
    "```", "~~~~", "``` a ```", "- Durée : 5 min", "* a", "+", "1. Lieu : b", "2) c", "> d", "  e", "\tf", "<!--",
    "| g |", "[^1]: h", ": i", "=", "Fa #", "#", "*j*", "**Durée** : k", "//l", "a: b", "\u2028", "\x0b", "\x00",
    "\r", "",
]  # fmt: skip


# Strategies are made once: made again for each example they take longer than what is tested.
VALUES = st.sampled_from(HOSTILE) | st.text(max_size=12) | st.text("ab :#*_-`\n\r\u00a0(O1)", max_size=12)
"""What somebody types into a field, at worst."""
TEXTS = st.lists(VALUES, max_size=5).map("\n".join)
NEW_ACTIVITIES = st.builds(
    NewActivity,
    title=VALUES,
    properties=st.dictionaries(st.sampled_from([*PROPERTIES, "x-note"]), VALUES, max_size=3),
    prose=TEXTS,
    phase=st.sampled_from([None, None, "Avant", "Après"]),
)
NEW_SCRIPTS = st.builds(
    NewScript,
    title=VALUES,
    summary=VALUES,
    head=st.dictionaries(
        st.sampled_from(["durée", "thèmes", "x-note"]), VALUES | st.lists(VALUES, max_size=3), max_size=2
    ),
    sections=st.dictionaries(st.sampled_from([*SECTIONS, "À nous"]), TEXTS, max_size=2),
    objectives=st.lists(st.tuples(st.sampled_from(["O1", "O2", ""]), VALUES, VALUES), max_size=2),
    activities=st.lists(NEW_ACTIVITIES, max_size=4),
)
