"""The search box reads whatever is typed, and a query refuses what no engine could answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MAX_TERMS, Box, Query, parse_box

EVERYONE = frozenset({"public"})


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ("", Box()),
        ("lire le climat", Box(words=("lire", "le", "climat"))),
        ('"lire le climat" trappes', Box(words=("trappes",), phrases=("lire le climat",))),
        ("« lire le climat »", Box(phrases=("lire le climat",))),
        ("“lire le climat”", Box(phrases=("lire le climat",))),
        ("climat -eau", Box(words=("climat",), without=("eau",))),
        ('climat -"jeu de rôle"', Box(words=("climat",), without=("jeu de rôle",))),
        ("éco-rénovation", Box(words=("éco-rénovation",))),
        ('climat "', Box(words=("climat",))),
        ('climat "eau', Box(words=("climat", "eau"))),
        ("climat - eau --", Box(words=("climat", "eau"))),
        ("qu'est-ce que c'est ?", Box(words=("qu'est-ce", "que", "c'est"))),
        ('""', Box()),
        ("c*l?m[at]~2^3", Box(words=("c", "l", "m", "at", "2", "3"))),
    ],
)
def test_what_people_type(typed: str, box: Box) -> None:
    assert parse_box(typed) == box


def test_too_much_is_shortened_and_said_so() -> None:
    many = parse_box(" ".join(f"mot{n}" for n in range(20)))
    assert len(many.words) == MAX_TERMS
    assert many.shortened
    long = parse_box("mot " + "x" * 300)
    assert long.shortened
    assert max(map(len, long.words)) < 200


@given(st.text(max_size=250))
def test_nothing_typed_is_an_error(typed: str) -> None:
    box = parse_box(typed)
    assert sum(len(part.split()) for part in (*box.words, *box.phrases, *box.without)) <= MAX_TERMS


def test_unknown_filters_and_facets_are_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        Query("climat", EVERYONE, filters={"colour": ("red",)})
    with pytest.raises(ValueError, match="audience"):
        Query("climat", EVERYONE, facets=("audience",))
    with pytest.raises(ValueError, match="negative"):
        Query("climat", EVERYONE, offset=-1)
