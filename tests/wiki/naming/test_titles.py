"""A text under another title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.naming.titles import with_title
from wiki.rendering.document import read
from wiki.rendering.slugs import fold

CASES = [
    ("# Avant\n\nTexte.\n", "# Après\n\nTexte.\n"),
    ("Avant\n=====\n\nTexte.\n", "# Après\n\nTexte.\n"),
    ("---\nlangue: fr\n---\n\n  #Avant ##\nTexte.\n", "---\nlangue: fr\n---\n\n# Après\nTexte.\n"),
    ("---\ntitre: Avant\n---\n\nTexte.\n", "---\ntitre: Après\n---\n\nTexte.\n"),
    ("---\ntitre: Avant\n---\n\n# Avant\n", "---\ntitre: Après\n---\n\n# Après\n"),
    ("Avant\n\nTexte.\n", "# Après\n\nAvant\n\nTexte.\n"),
    ("```\n# Code\n```\n\n# Avant\n", "```\n# Code\n```\n\n# Après\n"),
    ("> # Cité\n\n# Avant\n", "> # Cité\n\n# Après\n"),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_the_title_is_written_where_it_stands(before: str, after: str) -> None:
    assert with_title(before, "Après") == after


SET_OTHERWISE = "'\"’«»“”.…:;!?–—-"
LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"], exclude_characters=SET_OTHERWISE),
    max_size=30,
)


@given(st.sampled_from([before for before, _ in CASES]), LINE.map(lambda said: f"a{said}b"))
def test_the_title_reads_as_it_was_typed(text: str, title: str) -> None:
    assert fold(read(with_title(text, title), home="-").title) == fold(title)
