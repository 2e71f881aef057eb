"""Words as people write them: which a document shows, which are near, which was probably meant."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Document
from search.words import (
    Word,
    beginnings,
    closest,
    guesses,
    one_form_each,
    plainly,
    terms_of,
    title_words,
    within_one_edit,
    words_of,
)

letters = st.text("abéçz", min_size=1, max_size=9)


def shown(text: str, language: str = "fr") -> frozenset[str]:
    return words_of(Document(id="1", title="", body=text, language=language))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Les Évaluées de l’été", {"évaluées", "été"}),
        ("apprenant·e·s et l'eau", {"apprenant", "eau"}),
        ("éco-rénovation", {"éco", "rénovation"}),
        ("en 2026, 3D et covid19", set()),
        ("un x" + "y" * 40, set()),
        ("dans avec pour les", set()),
        ("Le @pprenant", {"apprenant"}),
        (unicodedata.normalize("NFD", "forêt"), {"forêt"}),
    ],
)
def test_words_are_letters_in_lower_case_without_stop_words(text: str, words: set[str]) -> None:
    assert shown(text) == words


def test_stop_words_are_those_of_the_language() -> None:
    assert "with" in shown("with dans")
    assert shown("with dans", "en") == {"dans"}


def test_every_text_of_a_document_counts_but_no_more_than_five_thousand_words() -> None:
    page = Document("1", title="Titre", head="Tête", summary="Résumé", body="Corps")
    assert words_of(page) == {"titre", "tête", "résumé", "corps"}
    many = " ".join(
        f"mot{chr(97 + a)}{chr(97 + b)}{chr(97 + c)}" for a in range(20) for b in range(20) for c in range(20)
    )
    assert len(shown(many)) == 5_000


def test_titles_are_looked_up_by_the_words_that_tell() -> None:
    assert title_words("L'eau et la forêt à 3 km en 2026") == ("eau", "foret", "km", "2026")
    assert beginnings("Le Cœur, l'éc") == ("le", "coeur", "l", "ec")


def test_one_form_of_each_stem_the_most_frequent_first() -> None:
    words = [Word("jardin", "fr", 3), Word("jardins", "fr", 5), Word("eau", "fr", 4), Word("les", "fr", 99)]
    assert one_form_each(words, 5) == [Word("jardins", "fr", 5), Word("eau", "fr", 4)]
    assert one_form_each(words, 1) == [Word("jardins", "fr", 5)]


def test_the_terms_of_a_word_are_those_of_its_language() -> None:
    assert terms_of(Word("gardens", "en", 1)) == {"en:garden"}


@given(letters, letters)
def test_one_edit_is_one_edit(one: str, other: str) -> None:
    assert within_one_edit(one, other) == _by_trying(one, other) == within_one_edit(other, one)


def _by_trying(one: str, other: str) -> bool:
    """The same, by making every edit."""
    cuts = [(one[:at], one[at:]) for at in range(len(one) + 1)]
    made = {one, *(before + after[1:] for before, after in cuts)}
    made |= {before + after[1:2] + after[:1] + after[2:] for before, after in cuts}
    for letter in set(other):
        made |= {before + letter + after for before, after in cuts}
        made |= {before + letter + after[1:] for before, after in cuts if after}
    return other in made


@given(st.text("abcz", min_size=1, max_size=8), st.text("abcz", min_size=1, max_size=8))
def test_what_is_not_guessed_begins_with_the_same_four_letters(typed: str, meant: str) -> None:
    if within_one_edit(typed, meant):
        assert meant in guesses(typed) or (len(typed) > 4 and meant[:4] == typed[:4])


def test_accents_and_ligatures_are_no_edits() -> None:
    assert [word.text for word in closest("coeur", [Word("cœur", "fr", 1)], 3)] == ["cœur"]
    assert closest("évalué", [Word("évalué", "fr", 1)], 3) == []
    assert plainly("ÉVALUÉE") == "evaluee"


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        ("formatios", "formations", "formation"),  # a letter left out rather than a wrong one
        ("jadrin", "jardin", "jadrine"),  # two swapped: as likely as one left out
        ("jarrdin", "jardin", "jarrdine"),
        ("hardin", "gardin", "xardin"),  # a key beside
        ("jardein", "jardin", "jardeix"),  # a letter too many from beside one of its neighbours
    ],
)
def test_the_likelier_slip_comes_first(typed: str, meant: str, other: str) -> None:
    words = [Word(other, "fr", 1), Word(meant, "fr", 2)]
    assert closest(typed, words, 2)[0].text == meant


def test_frequent_words_are_meant_more_often() -> None:
    words = [Word("cause", "fr", 1), Word("pause", "fr", 9)]
    assert [word.text for word in closest("vause", words, 2)] == ["pause", "cause"]
