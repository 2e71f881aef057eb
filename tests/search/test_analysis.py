"""The French chain, case by case, and on the pairs of words written for the project."""

import unicodedata
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import chunks, terms

CASES = [
    line
    for line in (Path(__file__).parent / "analysis.txt").read_text(encoding="utf-8").splitlines()
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


@given(st.text(max_size=80), st.sampled_from(["fr", "en"]))
def test_any_text_has_terms_and_composition_does_not_matter(text: str, language: str) -> None:
    found = terms(text, language)
    assert all(found)
    composed = unicodedata.normalize("NFC", text)
    assert terms(unicodedata.normalize("NFD", composed), language) == terms(composed, language)


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
