"""The words of a scenario: a new case is a line of `words.md`; no meaning means that nothing is recognised."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.script import vocabulary
from scenarios.script.vocabulary import (
    FORMS,
    HEAD_KEYS,
    MODES,
    PROPERTIES,
    SECTIONS,
    TYPE_LETTERS,
    TYPES,
    Vocabulary,
    canonical_head_key,
    canonical_property,
    canonical_section,
    split_list,
)
from tests.scenarios.script.tables import rows

LISTS = {name: found for name, found in vars(vocabulary).items() if isinstance(found, Vocabulary)}


@pytest.mark.parametrize(("name", "written", "meant"), rows("words.md"))
def test_case(name: str, written: str, meant: str) -> None:
    assert getattr(vocabulary, name).recognise(written) == (meant or None)


@pytest.mark.parametrize("name", LISTS)
def test_every_word_is_understood_in_both_languages_and_in_any_spelling(name: str) -> None:
    words = LISTS[name]
    for word in words:
        for written in (word, words.in_language(word, "en"), words.in_language(word, "fr")):
            assert words.recognise(written) == word
            assert words.recognise(f" **{unicodedata.normalize('NFD', written.upper())}** ") == word
            assert words.recognise(written.replace(" ", "\u00a0").replace("'", "’")) == word


def test_a_group_keeps_its_number_in_both_languages() -> None:
    assert FORMS.in_language("groupes de 4", "en-GB") == "groups of 4"
    assert FORMS.in_language("groupes de 4", "fr") == "groupes de 4"
    assert FORMS.in_language("binôme", "en") == "pairs"


@pytest.mark.parametrize(
    ("words", "written", "near"),
    [(TYPES, "enquette", "enquête"), (MODES, "exterieurs", "extérieur"), (TYPES, "x", None)],
)
def test_the_nearest_word(words: Vocabulary, written: str, near: str | None) -> None:
    assert words.nearest(written) == near


def test_sections_are_known_by_their_whole_name() -> None:
    assert canonical_section("CONTEXTE ET BESOIN") == "Contexte et besoin"
    assert canonical_section("Safety and permissions") == "Sécurité et autorisations"
    assert canonical_section("Contexte") is None
    assert canonical_section("Budget") is None


def test_keys() -> None:
    assert canonical_head_key("Group size") == "effectif"
    assert [canonical_head_key(key) for key in HEAD_KEYS] == list(HEAD_KEYS)
    assert [canonical_property(key) for key in PROPERTIES] == list(PROPERTIES)
    assert canonical_property("x-note") is None
    assert set(TYPE_LETTERS) == set(TYPES)
    assert len(set(TYPE_LETTERS.values())) == 6
    assert "Déroulé" in SECTIONS


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ("binôme (Élus, parents), groupes", ("binôme (Élus, parents)", "groupes")),
        ("a,, b ,", ("a", "b")),
        ("a), (b, c", ("a)", "(b, c")),
        ("", ()),
    ],
)
def test_items_of_a_line(value: str, items: tuple[str, ...]) -> None:
    assert split_list(value, ",") == items


@given(st.text())
def test_any_text_is_a_word_or_none(text: str) -> None:
    for words in LISTS.values():
        found = words.recognise(text)
        assert found is None or words.recognise(found) == found
