"""Taking back what one person put into a text."""

from itertools import pairwise

import hypothesis.strategies as st
from hypothesis import given

from wiki.pages.kinds import PlainText
from wiki.patrol.undoing import Change, without

PLAIN = PlainText()
BASE = "# L'eau\n\nUn.\n\nDeux.\n\nTrois.\n"


def test_the_last_change() -> None:
    after = BASE.replace("Deux", "Achetez")

    assert without(PLAIN, after, [Change(BASE, after)]) == BASE


def test_what_came_later_stays() -> None:
    spoiled = BASE.replace("Un.", "Achetez.")
    later = spoiled.replace("Trois.", "Trois, et quatre.")

    assert without(PLAIN, later, [Change(BASE, spoiled)]) == BASE.replace("Trois.", "Trois, et quatre.")


def test_several_changes_with_others_between() -> None:
    first = BASE.replace("Un.", "Achetez.")
    between = first.replace("Deux.", "Deux, mieux.")
    second = between.replace("Trois.", "Vendez.")

    found = without(PLAIN, second, [Change(BASE, first), Change(between, second)])

    assert found == BASE.replace("Deux.", "Deux, mieux.")


def test_the_same_passage_changed_later_is_for_a_person_to_settle() -> None:
    spoiled = BASE.replace("Un.", "Achetez ici.")
    later = spoiled.replace("Achetez ici.", "N'achetez pas ici.")

    assert without(PLAIN, later, [Change(BASE, spoiled)]) is None
    assert without(PLAIN, later, [Change(BASE, spoiled), Change(spoiled, spoiled)]) is None


@given(st.lists(st.sampled_from(["Un.", "Deux.", "Trois.", "Achetez.", "Vendez."]), max_size=8), st.data())
def test_a_row_of_changes_by_one_person_comes_off_whole(words: list[str], data: st.DataObject) -> None:
    texts = [BASE]
    for word in words:
        where = data.draw(st.sampled_from(["Un.", "Deux.", "Trois."]))
        texts.append(texts[-1].replace(where, word, 1))
    changes = [Change(before, after) for before, after in pairwise(texts)]

    assert without(PLAIN, texts[-1], changes) == BASE
