"""Comparing two texts: rows, counts, sentences, unified form."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pages.comparison.alignment import Effort, matching_blocks
from wiki.pages.comparison.rows import all_rows
from wiki.pages.diff import ROWS_SHOWN, Comparison, compare

LINES = ["a b c", "a b d", "", "# T", "## S", "## R", "k: v", "---", "```", "mot"]
texts = st.lists(st.sampled_from(LINES), max_size=10).map("\n".join)


def told(old: str, new: str) -> list[str]:
    return [str(sentence) for sentence in compare(old, new).sentences()]


def kinds(comparison: Comparison) -> list[str]:
    return [row.kind for row in comparison.rows]


@given(texts, texts)
def test_the_rows_hold_both_texts(old: str, new: str) -> None:
    old_lines, new_lines = old.split("\n"), new.split("\n")
    rows = list(all_rows(old_lines, new_lines))
    assert [row.old_text for row in rows if row.old_number] == old_lines
    assert [row.new_text for row in rows if row.new_number] == new_lines
    for numbers in ([row.old_number for row in rows], [row.new_number for row in rows]):
        present = [number for number in numbers if number]
        assert present == list(range(1, len(present) + 1))


@given(texts, texts)
def test_the_unified_form_says_the_same_as_the_rows(old: str, new: str) -> None:
    comparison = compare(old, new)
    lines = comparison.unified().split("\n")
    expected = [f"-{row.old_text}" for row in comparison.rows if row.kind in ("removed", "changed")]
    assert sorted(line for line in lines if line.startswith("-")) == sorted(expected)
    assert comparison.is_same == (comparison.unified() == "")


@given(texts)
def test_a_text_compared_with_itself(text: str) -> None:
    comparison = compare(text, text.replace("\n", "\r\n"))
    assert comparison.is_same
    assert comparison.sentences() == []
    assert (comparison.statistics.words_added, comparison.statistics.words_removed) == (0, 0)


def test_words_inside_a_changed_line() -> None:
    (row,) = compare("Le chat noir dort ici.", "Le chien blanc dort là.").rows
    assert row.kind == "changed"
    assert [(piece.text, piece.changed) for piece in row.new] == [
        ("Le ", False), ("chien blanc", True), (" dort ", False), ("là", True), (".", False),
    ]  # fmt: skip


def test_lines_are_paired_by_likeness() -> None:
    old = "Une phrase qui reste presque la même.\nTout autre chose."
    new = "Rien de commun ?\nUne phrase qui reste la même."
    assert kinds(compare(old, new)) == ["added", "changed", "removed"]


def test_a_long_rewritten_passage_is_not_paired() -> None:
    old, new = ("\n".join(f"{word} ligne {n}{word}" for n in range(60)) for word in ("a", "b"))
    assert set(kinds(compare(old, new))) == {"removed", "added"}


def test_unchanged_runs_are_folded_to_their_number() -> None:
    lines = [f"ligne {number}" for number in range(1, 41)]
    changed = [*lines[:19], "ligne vingt", *lines[20:]]
    rows = compare("\n".join(lines), "\n".join(changed)).rows
    assert [row.kind for row in rows] == ["skipped", *["same"] * 3, "changed", *["same"] * 3, "skipped"]
    assert (rows[0].count, rows[0].old_number, rows[-1].count, rows[-1].old_number) == (16, 1, 17, 24)


def test_a_run_of_one_line_is_not_folded() -> None:
    assert "skipped" not in kinds(compare("a\nb\nc\nd\ne", "a\nb\nc\nd\nE"))


def test_words_are_counted() -> None:
    statistics = compare("L'eau est froide.", "L'eau est très chaude, aujourd'hui.").statistics
    assert (statistics.words_added, statistics.words_removed) == (3, 1)


def test_unified_form() -> None:
    assert compare("a\nb\nc", "a\nx y\nz\nc").unified() == "@@ -1,3 +1,4 @@\n a\n-b\n+x y\n+z\n c\n"
    assert compare("", "a").unified() == "@@ -0,0 +1,1 @@\n+a\n"
    far = "\n".join(map(str, range(30)))
    assert compare(far, f"x\n{far}\nx").unified().count("@@ -") == 2


OLD = """---
durée: 90 min
lieu: "Parvis"
odd: [11, 13]
---

# Lire le climat

Une marche.

## Objectifs

Comprendre.

## Sécurité

De l'eau.

## Notes

Rien.
"""


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("durée: 90 min", "durée: 60 min", "En-tête : durée 90 min → 60 min"),
        ("[11, 13]", "[11, 13, 4]", "En-tête : odd 11, 13 → 11, 13, 4"),
        ("durée: 90 min\n", "", "En-tête : retrait de « durée » (90 min)"),
        ("odd:", "saison: été\nodd:", "En-tête : ajout de « saison » (été)"),
        ('"Parvis"', "x" * 100, f"En-tête : lieu Parvis → {'x' * 79}…"),
        ("# Lire le climat\n", "# Lire la ville\n", "Titre : « Lire le climat » → « Lire la ville »"),
        ("# Lire le climat\n", "", "Titre retiré : « Lire le climat »"),
        ("Une marche.", "Une course.", "Début de la page modifié"),
        ("De l'eau.", "De l'ombre.", "Section « Sécurité » modifiée"),
        ("## Sécurité", "### Sécurité", "Section « Sécurité » : niveau de titre modifié"),
        ("## Sécurité", "## Précautions", "Section « Sécurité » renommée « Précautions »"),
        ("## Notes", "## Variantes\n\nEn salle.\n\n## Notes", "Section « Variantes » ajoutée"),
        ("## Sécurité\n\nDe l'eau.\n\n", "", "Section « Sécurité » retirée"),
    ],
)
def test_a_change_is_told_in_one_sentence(before: str, after: str, sentence: str) -> None:
    assert told(OLD, OLD.replace(before, after)) == [sentence]


def test_a_moved_section() -> None:
    section = "## Objectifs\n\nComprendre.\n\n"
    assert told(OLD, OLD.replace(section, "") + "\n" + section) == ["Section « Objectifs » déplacée"]


def test_a_title_that_is_new() -> None:
    assert told("Texte", "# Titre\n\nTexte") == ["Titre ajouté : « Titre »"]


def test_a_head_that_only_changes_its_spelling_is_not_told() -> None:
    assert told("---\n# note\na: 1\n---\n", '---\na: "1"\n---\n') == []


def test_headings_in_code_are_no_sections() -> None:
    assert told("```\n# a\n```", "```\n# b\n```") == ["Début de la page modifié"]


def test_many_changes_are_summed_up() -> None:
    new = "".join(f"## Section {number}\n\n" for number in range(20))
    sentences = compare("", new).sentences(limit=5)
    assert len(sentences) == 5
    assert str(sentences[-1]) == "Et 16 autres changements"


def test_what_cannot_be_paid_counts_as_rewritten() -> None:
    old, new = ["a", "b", "c", "d"], ["a", "x", "c", "d"]
    assert sum(block.size for block in matching_blocks(old, new, Effort(0))) == 3
    assert sum(block.size for block in matching_blocks(["x", *old], [*old, "y"], Effort(0))) == 0


@pytest.mark.timed
@pytest.mark.parametrize("line", ["x\n", "{n}\n", "Phrase {n}. ", "## {n}\n"])
def test_a_long_text_takes_seconds_at_most(line: str) -> None:
    old = [line.format(n=number % 997) for number in range(100_000 // len(line))]
    new = list(old)
    new[::50] = [line.format(n=-place) for place in range(len(new[::50]))]
    start = time.process_time()
    comparison = compare("".join(old), "".join(new))
    comparison.sentences()
    comparison.unified()
    assert comparison.statistics.words_added >= 0
    assert time.process_time() - start < 10


def test_a_comparison_without_end_is_shown_as_far_as_a_page_holds() -> None:
    long = compare("a\n" * (ROWS_SHOWN + 1), "b\n" * (ROWS_SHOWN + 1))
    assert long.is_cut
    assert len(long.rows_shown) == ROWS_SHOWN
    assert long.unified().count("\n") == ROWS_SHOWN + 1
    assert not compare("a\n", "b\n").is_cut
