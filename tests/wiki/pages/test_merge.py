"""Merging page texts: cases as folders of four files, and what must hold for any three texts."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pages.comparison.outline import logical_lines, sentences
from wiki.pages.merge import Conflict, Merge, merge, resolve

CASES = sorted(path for path in (Path(__file__).parent / "merges").iterdir() if path.is_dir())

LINES = ["a", "b", "", "- a", "- b : c", "| a |", "# T", "Un. Deux. Trois.", "Un. Deux"]
LINES += ["| b |", "```", "---", "k: v", "k: w"]
texts = st.lists(st.sampled_from(LINES), max_size=8).map("\n".join)


def shown(merge: Merge) -> str:
    """Return the merged text with its conflicts written out as in the files `expected.md`."""
    return "".join(
        piece
        if isinstance(piece, str)
        else f"<conflict>\n[base]\n{piece.base}\n[ours]\n{piece.ours}\n[theirs]\n{piece.theirs}\n</conflict>"
        for piece in merge.pieces
    )


def swapped(merged: Merge) -> list[tuple[str, str, str]]:
    return [(conflict.base, conflict.theirs, conflict.ours) for conflict in merged.conflicts]


def sentences_of(text: str) -> list[str]:
    ended = text if text.endswith("\n") else text + "\n"
    return [part for line in logical_lines(ended) for part in sentences(line)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    base, ours, theirs, expected = (
        (case / f"{name}.md").read_text(encoding="utf-8") for name in ("base", "ours", "theirs", "expected")
    )
    assert shown(merge(base, ours, theirs)) == expected


@given(texts, texts)
def test_the_only_change_wins(base: str, changed: str) -> None:
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, base).text == changed
    assert merge(base, changed, changed).text == changed


@given(texts, texts, texts)
def test_swapping_the_sides_swaps_the_conflicts(base: str, ours: str, theirs: str) -> None:
    there, back = merge(base, ours, theirs), merge(base, theirs, ours)
    assert [(one.base, one.ours, one.theirs) for one in there.conflicts] == swapped(back)
    agreed, agreed_back = (
        Counter("".join(piece for piece in merged.pieces if isinstance(piece, str)).split())
        for merged in (there, back)
    )
    assert agreed == agreed_back


@given(texts, texts, texts)
def test_nothing_that_was_added_is_lost(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    everything = "".join(
        piece if isinstance(piece, str) else piece.ours + piece.theirs + piece.base for piece in merged.pieces
    )
    for side in (ours, theirs):
        for sentence in set(sentences_of(side)) - set(sentences_of(base)):
            assert sentence.strip() in everything


@given(texts, texts, texts)
def test_a_line_that_neither_touched_stays(base: str, ours: str, theirs: str) -> None:
    untouched = "\n\nUne phrase que personne ne change.\n\n"
    merged = merge(untouched + base, untouched + ours, untouched + theirs)
    assert merged.pieces
    assert str(merged.pieces[0]).startswith("\n\nUne phrase")


@given(st.integers(1, 12), st.data())
def test_changes_of_different_paragraphs_merge(count: int, data: st.DataObject) -> None:
    base, ours, theirs, expected = [], [], [], []
    changes = st.sampled_from(["", "changé", "deux\n\nparagraphes", "Une phrase. Deux."])
    for number in range(count):
        text, changed = f"Paragraphe {number}. Sa suite.\n\n", data.draw(changes)
        changed = f"{changed} {number}\n\n" if changed else text
        is_ours = data.draw(st.booleans())
        base.append(text)
        ours.append(changed if is_ours else text)
        theirs.append(text if is_ours else changed)
        expected.append(changed)
    assert merge("".join(base), "".join(ours), "".join(theirs)).text == "".join(expected)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123")), st.data())
def test_changes_of_different_keys_merge(head: dict[str, str], data: st.DataObject) -> None:
    def written(values: dict[str, str]) -> str:
        return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\nTexte\n"

    ours, theirs = dict(head), dict(head)
    for key in "abcdefgh":
        side = data.draw(st.sampled_from([ours, theirs]))
        if data.draw(st.booleans()):
            side[key] = "neuf"
        elif data.draw(st.booleans()):
            side.pop(key, None)
    merged = merge(written(head), written(ours), written(theirs)).text
    assert merged is not None
    expected = {key for key in {*ours, *theirs} if (key in ours and key in theirs) or key not in head}
    assert {line.partition(":")[0] for line in merged.splitlines()[1:-2]} == expected


@given(texts, texts, texts)
def test_either_side_can_be_chosen(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    for choice in ("ours", "theirs", "both", "autre chose"):
        assert "<<<<" not in resolve(merged, [choice] * len(merged.conflicts))


def test_line_ends_become_lf() -> None:
    assert merge("a\r\n\r\nb\r\n", "a\r\n\r\nB\r\n", "A\n\nb\n").text == "A\n\nB\n"
    assert merge("a", "b\rc", "a").text == "b\nc"


def test_a_whole_page_against_a_change() -> None:
    merged = merge("Un texte.\n", "", "Un autre.\n")
    assert merged.text is None
    assert not merged.clean
    assert resolve(merged, ["ours"]) == ""
    assert resolve(merged, ["theirs"]) == "Un autre.\n"


def test_a_conflict_knows_its_place() -> None:
    base = "Titre\n\n" + "mot " * 200 + "\n\nAvant. Ici. Après.\n\n" + "mot " * 200 + "\n"
    merged = merge(base, base.replace("Ici", "Là"), base.replace("Ici", "Partout"))
    (conflict,) = merged.conflicts
    assert (conflict.ours, conflict.theirs, conflict.line) == ("Là.", "Partout.", 5)
    assert conflict.before.endswith("mot \n\nAvant. ")
    assert conflict.after.startswith(" Après.\n\nmot")
    assert len(conflict.before) < 250 > len(conflict.after)


def test_conflicts_that_follow_each_other_have_no_context_in_common() -> None:
    first, second = Conflict("a", "b", "c"), Conflict("d", "e", "f")
    assert resolve(Merge((first, second)), ["ours", "theirs"]) == "bf"


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ("Mien.", "Sien.", "Sien. Mien."),
        ("Mien.", "Sien. ", "Sien. Mien."),
        ("Mien.\n", "Sien.\n", "Sien.\n\nMien.\n"),
        ("- mien\n", "- sien\n", "- sien\n- mien\n"),
        ("Mien.\n", "Sien.\n\n", "Sien.\n\nMien.\n"),
        ("", "Sien.", "Sien."),
        ("Mien.", "", "Mien."),
    ],
)
def test_keeping_both(ours: str, theirs: str, both: str) -> None:
    assert resolve(Merge((Conflict("", ours, theirs),)), ["both"]) == both


def test_a_text_of_ones_own() -> None:
    lines, inside = Conflict("a\n", "b\n", "c\n"), Conflict("a", "b", "c")
    assert resolve(Merge((lines, "fin")), ["un\r\ndeux"]) == "un\ndeux\nfin"
    assert resolve(Merge((lines, "fin")), [""]) == "fin"
    assert resolve(Merge((inside, " fin")), ["un"]) == "un fin"


def test_a_choice_for_each_conflict() -> None:
    with pytest.raises(ValueError, match="1 choices expected, 0 given"):
        resolve(Merge((Conflict("a", "b", "c"),)), [])


def test_heads() -> None:
    moved = merge("---\na: 1\nb: 1\n---\n", "---\nb: 1\na: 1\n---\n", "---\na: 1\nb: 2\nc: 3\n---\n")
    assert moved.text == "---\nb: 2\nc: 3\na: 1\n---\n"
    doubled = merge("---\na: 1\na: 2\n---\n", "---\na: 0\na: 2\n---\n", "---\na: 1\na: 2\n---\nT\n")
    assert doubled.text == "---\na: 0\na: 2\n---\nT\n"
    block = merge("---\nt:\n  - a\n---\n", "---\nt:\n  - a\n  - b\n---\n", "---\nt:\n  - a\n  - c\n---\n")
    assert block.text == "---\nt:\n  - a\n  - c\n  - b\n---\n"
    ends = merge("---\na: 1\n---", "---\na: 2\n---", "---\na: 1\n---\n\nTexte")
    assert ends.text == "---\na: 2\n---\n\nTexte"


@pytest.mark.timed
@pytest.mark.parametrize("line", ["- x\n", "- {n}\n", "Phrase {n}. ", "{n}\n"])
def test_a_long_text_takes_seconds_at_most(line: str) -> None:
    base = [line.format(n=number % 997) for number in range(100_000 // len(line))]
    ours, theirs = list(base), list(base)
    for place in range(0, len(base) - 1, 50):
        ours[place] = line.format(n=-place)
        theirs[place + 1 : place + 2] = []
    start = time.process_time()
    merge("".join(base), "".join(ours), "".join(theirs))
    assert time.process_time() - start < 10


def many_keys(side: str) -> str:
    return "".join(f"{side}{number}: {side}\n" for number in range(20_000))


def one_long_list(side: str) -> str:
    return f"t: [{', '.join(f'{side}{number}' for number in range(20_000))}]\n"


@pytest.mark.timed
@pytest.mark.parametrize("head", [many_keys, one_long_list])
def test_an_endless_head_takes_seconds_at_most(head: Callable[[str], str]) -> None:
    base, ours, theirs = (f"---\n{head(side)}---\n" for side in "abc")
    start = time.process_time()
    merge(base, ours, theirs)
    assert time.process_time() - start < 5
