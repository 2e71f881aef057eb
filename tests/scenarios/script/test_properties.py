"""What holds for any text: reading, merging, telling and timing never fail and lose nothing."""

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenarios.script.durations import LONGEST, read_duration, write_duration
from scenarios.script.merging import Merge, merge
from scenarios.script.parts import in_a_row, take_apart
from scenarios.script.reading import parse
from scenarios.script.telling import Change, apply_changes, changes
from scenarios.script.timeline import statistics, timeline
from tests.scenarios.script.scripts import Edit, edited, edits, scenario, separate_edits, texts, triples
from wiki.pages.comparison.outline import normalised
from wiki.pages.merge import resolve

NEW_WORD = re.compile(r"(?:notre|leur)\d")
MARKERS = ("<<<<<<<", ">>>>>>>", "=======", "|||||||")


def everything(merged: Merge) -> str:
    return "".join(
        piece if isinstance(piece, str) else "\n".join((piece.base, piece.ours, piece.theirs))
        for piece in merged.pieces
    )


def stripped(*texts: str) -> tuple[str, ...]:
    """Without the blank lines around, which depend on what comes last."""
    return tuple(text.strip("\n") for text in texts)


@given(texts | st.text())
def test_any_text_is_read_and_its_diagnostics_stand_in_it(text: str) -> None:
    script = parse(text)
    lines = text.split("\n")
    for found in script.diagnostics:
        assert 1 <= found.line <= len(lines), found
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1, found
        assert found.message("fr")
        assert found.message("en")


@given(texts)
def test_fixes_mend_until_nothing_of_their_kind_is_left_to_mend(text: str) -> None:
    for code in {found.code for found in parse(text).diagnostics if found.fix}:
        mended = text
        for _ in range(2 * len(text.split("\n")) + 2):
            fixes = [found.fix for found in parse(mended).diagnostics if found.code == code and found.fix]
            if not fixes:
                break
            assert fixes[0].apply(mended) != mended, code
            mended = fixes[0].apply(mended)
        else:
            raise AssertionError(f"{code} is never mended")


@example(":\n\u2028")
@given(texts | st.text())
def test_taking_apart_loses_no_character(text: str) -> None:
    document = take_apart(text)
    whole = in_a_row(document.blocks) + document.end
    assert (whole if document.is_ended else whole.removesuffix("\n")) == normalised(text)


@given(triples())
def test_a_merge_loses_nothing_and_writes_no_marker(three: tuple[str, str, str]) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    kept = everything(merged)
    for side in (ours, theirs):
        for word in NEW_WORD.findall(side):
            assert word in kept
    for choice in ("ours", "theirs", "both"):
        settled = resolve(merged, [choice] * len(merged.conflicts))
        assert not any(marker in settled for marker in MARKERS)
    assert merged.text == resolve(merged, ["ours"] * len(merged.conflicts))


@given(triples())
def test_swapping_the_sides_swaps_the_conflicts_and_no_more(three: tuple[str, str, str]) -> None:
    base, ours, theirs = three
    there, back = merge(base, ours, theirs), merge(base, theirs, ours)
    asked = Counter(stripped(one.base, one.ours, one.theirs) for one in there.conflicts)
    assert asked == Counter(stripped(one.base, one.theirs, one.ours) for one in back.conflicts)
    agreed, agreed_back = (
        Counter(word for piece in merged.pieces if isinstance(piece, str) for word in NEW_WORD.findall(piece))
        for merged in (there, back)
    )
    assert agreed == agreed_back


@given(texts, texts)
def test_the_only_change_wins(base: str, changed: str) -> None:
    for merged in (merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)):
        assert merged.clean
        assert merged.text == normalised(changed)


@given(texts, st.data())
def test_changes_are_told_if_and_only_if_the_texts_differ(before: str, data: st.DataObject) -> None:
    after = data.draw(
        edits(before, "leur") | texts | st.just(before + "\n") | st.just(before.replace("\n\n", "\n"))
    )
    told = changes(before, after)
    assert bool(told) == (normalised(before) != normalised(after))
    assert all(change.sentence("fr") and change.sentence("en") and str(change) for change in told)
    assert all(len(change.sentence()) < 400 for change in told)


@given(triples(), st.data())
def test_all_some_or_none_of_the_changes(three: tuple[str, str, str], data: st.DataObject) -> None:
    base, target, after = three
    told = changes(base, after)
    numbers = range(len(told))
    if told:
        assert apply_changes(base, after, target, numbers).pieces == merge(base, target, after).pieces
    assert apply_changes(base, after, target, []).text == target
    some = data.draw(st.sets(st.sampled_from(numbers))) if told else set()
    taken = apply_changes(base, after, target, some)
    assert all(word in everything(taken) for word in NEW_WORD.findall(target))


def known(change: Change) -> str:
    """What a change is known by; a move by what moved, for its new neighbour may have another name."""
    return change.name_before if change.kind.endswith("moved") else change.fingerprint


@given(separate_edits(4), st.data())
def test_what_is_taken_is_what_was_chosen(both: tuple[list[Edit], list[Edit]], data: st.DataObject) -> None:
    base = scenario(4)
    after = edited(base, both[0] + both[1]).text
    told = changes(base.text, after)
    chosen = data.draw(st.sets(st.sampled_from(range(len(told))))) if told else set()
    taken = apply_changes(base.text, after, base.text, chosen).text
    assert {known(change) for change in changes(base.text, taken)} == {known(told[n]) for n in chosen}


@given(separate_edits(5))
def test_changes_of_different_activities_and_keys_are_all_kept(both: tuple[list[Edit], list[Edit]]) -> None:
    base = scenario(5)
    ours, theirs = (edited(base, edits).text for edits in both)
    merged = merge(base.text, ours, theirs)
    assert merged.clean
    assert merged.text == edited(base, both[1] + both[0]).text


@given(texts | st.text())
def test_any_text_has_a_timeline(text: str) -> None:
    script = parse(text)
    found = timeline(script)
    assert len(found.steps) == len(script.activities) == statistics(script).activities
    assert all(0 <= step.start <= step.end <= found.total for step in found.steps)
    assert sum(found.shares.values()) == sum(step.minutes or 0 for step in found.steps)
    assert sum(found.percents.values()) in (0, 100)
    assert all({*step.lanes} <= {*found.lanes} for step in found.steps)


@given(st.integers(1, LONGEST))
def test_a_duration_reads_back_as_it_was_written(minutes: int) -> None:
    assert read_duration(write_duration(minutes)) == minutes


@pytest.mark.parametrize(
    "text", ["", "\n", "---", "---\n---", "# ", "## Déroulé", "### Activité :", "\ufeff---\na: 1\n---\n"]
)
def test_the_smallest_texts(text: str) -> None:
    assert parse(text).text == text
    assert merge(text, text + "\nfin", text).text == normalised(text + "\nfin")
    assert timeline(parse(text)).lanes == ("participants",)
