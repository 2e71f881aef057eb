"""Offered texts, cut into passages that can be taken one by one."""

from hypothesis import given
from hypothesis import strategies as st

from tests.wiki.contributions.conftest import BOTH, LONGER, NOTED, TEXT
from wiki.contributions.passages import MOST_PASSAGES, passages

LINES = st.lists(
    st.sampled_from(
        ["---", "# T", "## A", "un chat noir", "un chat gris", "- a", "- b", "", "```", "durée: 2 h"]
    ),
    max_size=14,
).map(lambda lines: "".join(f"{line}\n" for line in lines))


@given(LINES, LINES)
def test_all_passages_make_the_offer_and_none_leaves_the_text(base: str, offered: str) -> None:
    cut = passages(base, offered)

    assert cut.applied(cut.numbers) == offered
    assert cut.applied([]) == base
    assert (not cut.found) == (base == offered)
    assert [passage.index for passage in cut.found] == list(range(len(cut.found)))


@given(LINES, LINES, st.sets(st.integers(0, 20)))
def test_what_is_chosen_is_taken_and_nothing_else(base: str, offered: str, chosen: set[int]) -> None:
    cut = passages(base, offered)
    text = cut.applied(chosen)

    for passage in cut.found:
        taken = passage.new if passage.index in chosen else passage.old
        assert "".join(taken) in text


def test_each_part_of_the_head_and_each_paragraph_is_one() -> None:
    cut = passages(TEXT, BOTH)

    assert [(passage.is_head, passage.section, passage.kind) for passage in cut.found] == [
        (True, "", "changed"), (False, "", "changed"),
    ]  # fmt: skip
    assert cut.applied([0]) == LONGER
    assert cut.applied([1]) == NOTED


def test_lines_rewritten_side_by_side_are_taken_apart() -> None:
    base = "## Liste\n\n- un chat noir\n- un chien blanc\n"
    offered = "## Liste\n\n- un chat gris\n- un chien roux\n- une pie\n"
    cut = passages(base, offered)

    assert [(passage.section, passage.kind) for passage in cut.found] == [
        ("Liste", "changed"), ("Liste", "changed"), ("Liste", "added"),
    ]  # fmt: skip
    assert cut.applied([0, 2]) == "## Liste\n\n- un chat gris\n- un chien blanc\n- une pie\n"


def test_lines_rewritten_at_the_end_of_a_passage_are_taken_apart() -> None:
    cut = passages("tout autre chose ici\n\nun chat noir\n", "voilà\n- a\n- b\n\nun chat gris\n")

    assert [passage.new for passage in cut.found][-1] == ("un chat gris\n",)
    assert len(cut.found) == 2


def test_what_kind_of_change_it_is_and_where() -> None:
    base = "# T\n\n```\n## pas un titre\n```\n\n## A\n\nun deux\n\nadieu à tous\n"
    offered = "# T\n\n```\n## pas un titre\n```\n\n## A\n\nun deux\n\n\n## B\n\nbonjour\n"

    (passage,) = passages(base, offered).found
    assert (passage.kind, passage.section) == ("changed", "B")
    (added,) = passages("a\n", "a\n\nb\n").found
    assert added.kind == "added"
    (removed,) = passages("a\n\nb\n", "a\n").found
    assert removed.kind == "removed"
    (spacing,) = passages("a\n\nb\n", "a\n\n\nb\n").found
    assert spacing.kind == "spacing"
    old, new = passages("un chat noir\n", "un chat gris\n").found[0].pieces
    assert [piece.text for piece in (*old, *new) if piece.changed] == ["noir", "gris"]


def test_beyond_many_passages_the_rest_is_one() -> None:
    base = "".join(f"ligne {number} dit un\n\n" for number in range(MOST_PASSAGES + 50))
    offered = base.replace(" un\n", " deux\n")
    cut = passages(base, offered)

    assert len(cut.found) == MOST_PASSAGES
    assert cut.applied(cut.numbers) == offered
