"""The benchmark of words as one types runs, and names every figure that is asked of it."""

from bench.searching.corpus import Pages
from bench.typos import figures_of, seeded_slips
from search.words import plainly, within_one_edit

PAGES, TYPED = 20, 40


def test_benchmark_names_its_figures() -> None:
    figures = {figure.name: figure for figure in figures_of(PAGES, TYPED)}
    assert figures.keys() >= {
        "learn_share", "lexicon_share", "typo_first", "typo_in_three", "near_p95", "complete_p95", "titles_p95",
    }  # fmt: skip
    assert figures["typo_in_three"].value >= figures["typo_first"].value > 0.5


def test_slips_are_one_edit_and_the_same_in_every_run() -> None:
    documents = [*Pages().first(20)]
    slips = [*seeded_slips(documents, TYPED)]
    assert slips == [*seeded_slips(documents, TYPED)]
    assert all(within_one_edit(plainly(typed), plainly(meant)) and typed != meant for typed, meant in slips)
