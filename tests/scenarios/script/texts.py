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


@st.composite
def values(draw: st.DrawFn) -> str:
    """What somebody types into a field, at worst."""
    return draw(
        st.sampled_from(HOSTILE) | st.text(max_size=12) | st.text("ab :#*_-`\n\r\u00a0(O1)", max_size=12)
    )


VALUES = values()
TEXTS = st.lists(VALUES, max_size=5).map("\n".join)


@st.composite
def new_activities(draw: st.DrawFn) -> NewActivity:
    return NewActivity(
        title=draw(VALUES),
        properties=draw(st.dictionaries(st.sampled_from([*PROPERTIES, "x-note"]), VALUES, max_size=3)),
        prose=draw(TEXTS),
        phase=draw(st.sampled_from([None, None, "Avant", "Après"])),
    )


@st.composite
def new_scripts(draw: st.DrawFn) -> NewScript:
    keys = st.sampled_from(["durée", "thèmes", "x-note"])
    return NewScript(
        title=draw(VALUES),
        summary=draw(VALUES),
        head=draw(st.dictionaries(keys, VALUES | st.lists(VALUES, max_size=3), max_size=2)),
        sections=draw(st.dictionaries(st.sampled_from([*SECTIONS, "À nous"]), TEXTS, max_size=2)),
        objectives=draw(st.lists(st.tuples(st.sampled_from(["O1", "O2", ""]), VALUES, VALUES), max_size=2)),
        activities=draw(st.lists(new_activities(), max_size=4)),
    )
