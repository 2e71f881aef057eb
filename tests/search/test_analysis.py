"""The French chain, case by case, and on the pairs of words written for the project."""

import unicodedata
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import EXACT, PLAIN, chunks, fold, read, terms, tokens

HERE = Path(__file__).parent
CASES = [
    line
    for line in (HERE / "analysis.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    language, text = ("en", case.removeprefix("[en] ")) if case.startswith("[en]") else ("fr", case)
    if "=>" in text:
        written, expected = text.split("=>")
        assert terms(written, language) == expected.split()
    else:
        joined = "~" in text
        one, other = text.split("~" if joined else "≠")
        assert bool(set(terms(one)) & set(terms(other))) is joined


@pytest.mark.parametrize("name", ["pairs_first.tsv", "pairs_second.tsv", "pairs_third.tsv"])
@pytest.mark.parametrize(("kind", "least"), [("match", 0.95), ("differ", 0.90)])
def test_lists_of_pairs(name: str, kind: str, least: float) -> None:
    """Each was written before the rules were tried on it; docs/reference/search.md tells what they said then."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t")[1:] for line in lines if line.startswith(kind)]
    wrong = [
        (one, other) for one, other in pairs if set(terms(one)).isdisjoint(terms(other)) == (kind == "match")
    ]
    assert 1 - len(wrong) / len(pairs) >= least, wrong


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ("", []),
        ("\x00climat\x00", ["climat"]),
        ("\ud800 climat \udfff", ["climat"]),
        ("👩‍🏫 climat 🌍", ["climat"]),
        ("e\u0301cole", ["ecol"]),
        ("cli\u200bmat \u202eclimat\u202c", ["climat", "climat"]),
        ("שלום", ["שלום"]),
        ("\u0622\u0653\u0300", ["\u0627"]),
        ("a\u0301\u0302\u0303\u0304" * 40, ["a" * 20]),
        ("\u0301\u0302", []),
        ("--- ... '' ///", []),
        ("_climat_", ["climat"]),
        ("13ᵉ 2ème", ["13ᵉ", "2em"]),
    ],
)
def test_odd_texts(odd: str, expected: list[str]) -> None:
    assert terms(odd) == expected


def test_a_word_typed_without_accents_is_asked_as_it_could_be_written() -> None:
    (typed,) = read("premiere", "fr").parts
    (written,) = read("première", "fr").parts
    assert typed.asked & set(written.indexed)


def test_a_word_that_only_accents_tell_from_another_is_known_by_them_too() -> None:
    (wall,) = read("mur", "fr").parts
    (ripe,) = read("mûrs", "fr").parts
    assert wall.asked == {"mur", PLAIN + "mur"}
    assert ripe.exact == {EXACT + "mûr"}
    assert EXACT + "mûr" in ripe.indexed
    assert EXACT + "mûr" not in ripe.asked


@given(st.text(alphabet="aeéèêiîouûtlmnrsv", min_size=1, max_size=14))
def test_what_is_written_with_accents_is_found_without_them(word: str) -> None:
    (written,), (typed,) = read(word, "fr").parts, read(fold(word), "fr").parts
    if not written.stop and not typed.stop:
        assert typed.asked & set(written.indexed)


@given(st.text(max_size=200), st.sampled_from(["fr", "en"]))
def test_terms_are_those_of_the_tokens(text: str, language: str) -> None:
    found = [
        part.term
        for token in tokens(text, language)
        for part in (token.bridged, *token.reading.content, token.reading.joined)
        if part
    ]
    assert not found or terms(text, language) == found


@given(st.text(max_size=80), st.sampled_from(["fr", "en"]))
def test_any_text_has_terms_and_composition_does_not_matter(text: str, language: str) -> None:
    found = terms(text, language)
    assert all(found)
    composed = unicodedata.normalize("NFC", text)
    assert terms(unicodedata.normalize("NFD", composed), language) == terms(composed, language)


def test_what_is_not_english_is_read_as_french() -> None:
    assert terms("les vélos", "de") == terms("les vélos", "fr") != terms("les vélos", "en")


def test_chunks_know_where_they_stand() -> None:
    text = "L’éco-rénovation, formateur·rice·s (étudiant(e)s) !"
    assert [(chunk.text, text[chunk.start : chunk.end]) for chunk in chunks(text)] == [
        ("L’éco-rénovation", "L’éco-rénovation"),
        ("formateur·rice·s", "formateur·rice·s"),
        ("étudiant(e)s", "étudiant(e)s"),
    ]


def test_an_endless_word_is_cut() -> None:
    assert all(len(term) <= 100 for term in terms("anti" * 500_000))


def test_threads_do_not_share_a_stemmer() -> None:
    found: list[list[str]] = []
    threads = [Thread(target=lambda: found.append(terms("des territoires apprenants"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["territoir", "appren"]] * 8
