"""What people type, looked for in titles and introductions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.finding.looking import MOST_WORDS, looked_for
from wiki.rendering.slugs import fold

FOUND = {
    "FONTAINES": "Une fontaine, l'été",
    "la fontaine de l'école": "Fontaines : des ÉCOLES",
    "eaux": "Autour de l'eau",
    "habitant": "Des habitantes",
    "jeux": "Un jeu de cartes",
    "le": "Le",
    '"jardin partagé"': "Un jardin bien partagé",
    "eau -pluie": "L'eau de source",
    "12": "12 pas",
}
NOT_FOUND = {
    "eau": "Un nouveau réseau",
    "jardin potager": "Un jardin",
    "ville": "Le village",
    "eau -pluies": "L'eau de pluie",
    "%": "100 %",
    "": "Rien",
    "-pluie": "Le vent",
}


@pytest.mark.parametrize(("typed", "text"), FOUND.items())
def test_found(typed: str, text: str) -> None:
    assert looked_for(typed).is_in(fold(text))


@pytest.mark.parametrize(("typed", "text"), NOT_FOUND.items())
def test_not_found(typed: str, text: str) -> None:
    assert not looked_for(typed).is_in(fold(text))


@given(st.text(max_size=300), st.text(max_size=100))
def test_whatever_is_typed_is_read(typed: str, text: str) -> None:
    looked = looked_for(typed)
    assert len(looked.words) <= MOST_WORDS
    looked.is_in(fold(text))
