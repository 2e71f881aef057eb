"""Occurrences are those that reading the whole text gives, found without reading it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import french
from search.analysis import fold, terms, tokens
from search.occurrences import Occurrence, occurrences
from search.plan import make_plan


def read_whole(text: str, wanted: frozenset[str], language: str) -> list[Occurrence]:
    found = []
    for token in tokens(text, language):
        known = token.reading.known.union(token.bridged.indexed if token.bridged else ())
        if wanted & known:
            start = token.chunk.start + token.reading.offset
            found.append(Occurrence(start, token.chunk.end, wanted & known))
    return found


WORDS = st.sampled_from(
    ["éco", "rénovation", "Éco-rénovation", "l'œil", "yeux", "@pprenants", "formateur·rice·s", "(étudiant(e)s)",
     "co", "le", "à", "Ça", "ÉCOLE", "e\u0301cole", "-", "· ", "\n", "\u00ad", "eau-de-vie/a", "ﬁche", "c’est",
     "éco\u00a0", "2", "13ᵉ", "ёлка", "ΆΛΦΑ", "a-" * 14, "learning", "the", "\u0301", "_co", "clé", "²x", "2x"]
)  # fmt: skip


@given(
    st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=14),
    st.lists(WORDS, max_size=3),
    st.sampled_from([" ", "", ", ", "\n", "'"]),
    st.sampled_from(["fr", "en"]),
)
@example(["a-" * 14], ["a-"], "", "fr")
@example(["²x"], ["2x"], "", "fr")
@example(["Éco", "rénovation"], ["écorénovation"], " ", "fr")
def test_the_same_as_reading_the_whole_text(
    written: list[str], asked: list[str], between: str, language: str
) -> None:
    text = between.join(written)
    wanted = make_plan(" ".join(asked)).terms
    assert [*occurrences(text, wanted, language)] == read_whole(text, wanted, language)


@pytest.mark.parametrize("table", [french.SAME_AS, french.OWN])
def test_every_form_of_the_tables_is_found_by_its_term(table: dict[str, str]) -> None:
    for form in table:
        assert [*occurrences(f"ici {form.upper()} là", frozenset(terms(form)))], form


def test_terms_begin_like_their_words() -> None:
    for word in ("évaluées", "naïve", "œuvres", "ânes", "travaux", "aînées", "habitantes", "yack"):
        assert terms(word)[0][0] == fold(word.replace("œ", "oe"))[0]


def test_a_text_in_one_piece_costs_no_more_than_its_length() -> None:
    assert len([*occurrences("a-" * 200_000, frozenset({"a", "=a"}))]) > 10_000
