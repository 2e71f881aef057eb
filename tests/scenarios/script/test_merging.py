"""Merging scenarios: cases as folders of four files, and what merges have to do with the wiki."""

import time
from pathlib import Path

import pytest

from scenarios.script.merging import Merge, merge
from scenarios.script.reading import parse
from tests.scenarios.script.scripts import edited, move_of_step, scenario
from wiki.pages import merge as wiki_merge
from wiki.pages.merge import resolve

CASES = sorted(path for path in (Path(__file__).parent / "merges").iterdir() if path.is_dir())


def shown(merged: wiki_merge.Merge) -> str:
    """The merged text with its conflicts written out as in the files `expected.md`."""
    return "".join(
        piece
        if isinstance(piece, str)
        else f"<conflict>\n[base]\n{piece.base}\n[ours]\n{piece.ours}\n[theirs]\n{piece.theirs}\n</conflict>"
        for piece in merged.pieces
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    base, ours, theirs, expected = (
        (case / f"{name}.md").read_text(encoding="utf-8") for name in ("base", "ours", "theirs", "expected")
    )
    assert shown(merge(base, ours, theirs)) == expected


def test_scripts_merge_as_their_texts_do() -> None:
    base = scenario(3)
    ours, theirs = edited(base, [move_of_step(0, 2)]), base.text.replace("20 min", "15 min")
    assert merge(*(parse(text) for text in (base.text, ours.text, theirs))) == merge(
        base.text, ours.text, theirs
    )


def test_line_ends_become_lf() -> None:
    text = scenario(2).text
    assert merge(text.replace("\n", "\r\n"), text, text.replace("parvis", "square")).text == text.replace(
        "parvis", "square"
    )


def test_the_text_has_ours_where_somebody_has_to_decide() -> None:
    base = scenario(2).text
    merged = merge(base, base.replace("parvis", "square"), base.replace("parvis", "gare"))
    assert isinstance(merged, Merge)
    assert not merged.clean
    assert merged.text == base.replace("parvis", "square")
    assert resolve(merged, ["theirs"]) == base.replace("parvis", "gare")
    (conflict,) = merged.conflicts
    assert (conflict.line, conflict.is_whole_lines) == (5, False)
    assert conflict.before.endswith("thèmes: [Climat, Santé]\n")


@pytest.mark.timed
def test_many_activities_take_seconds_at_most() -> None:
    steps = [
        f"### Activité : A{n}\n\n- Durée : 5 min\n- Lieu : salle {n}\n\nTexte {n} et {n}.\n\n"
        for n in range(1000)
    ]
    base, ours = ["## Déroulé\n\n", *steps], ["## Déroulé\n\n", *steps[500:], *steps[:500]]
    theirs = [step.replace("5 min", "6 min").replace("Activité : A", "Activité : B") for step in base]
    start = time.process_time()
    merged = merge("".join(base), "".join(ours), "".join(theirs))
    assert time.process_time() - start < 8
    assert merged.clean
    assert merged.text.count("6 min") == 1000


@pytest.mark.timed
def test_a_strange_text_of_many_headings_takes_seconds_at_most() -> None:
    base, ours, theirs = ("## Déroulé\n" + f"### Activité : {side}\n" * 2000 for side in "abc")
    start = time.process_time()
    merge(base, ours, theirs)
    assert time.process_time() - start < 8
