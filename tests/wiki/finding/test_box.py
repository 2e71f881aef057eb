"""The search box beside words."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.finding.box import LONGEST, read_box, read_minutes
from wiki.finding.facets import SPOKEN
from wiki.rendering.slugs import slugify

NAMES = {
    "themes": ["Climat", "Transition énergétique"],
    "territory": ["Trappes", "Pays de Roissy", "Pays de Fougères"],
    "kind": ["Outil"],
    "authors": ["Amina Diallo"],
    "duration": ["courte"],
}


def resolve(facet: str, typed: str) -> Sequence[str]:
    wanted = slugify(typed)
    return [name for name in NAMES.get(facet, ()) if wanted and slugify(name).startswith(wanted)]


def nothing(facet: str, typed: str) -> Sequence[str]:
    return ()


@pytest.mark.parametrize(
    ("text", "words", "filters"),
    [
        ("climat thème:climat ombre", "climat ombre", {"themes": ("Climat",)}),
        ("Theme : CLIMAT", "", {"themes": ("Climat",)}),
        ("thème\u00a0:\u00a0climat", "", {"themes": ("Climat",)}),
        ("territory:trappes", "", {"territory": ("Trappes",)}),
        ("territoire : pays de roissy vélo", "vélo", {"territory": ("Pays de Roissy",)}),
        ("territoire:pays vélo", "vélo", {"territory": ("Pays de Roissy", "Pays de Fougères")}),
        ('auteur:"Amina Diallo" jeu', "jeu", {"authors": ("Amina Diallo",)}),
        ("auteur:«\u00a0amina\u00a0»", "", {"authors": ("Amina Diallo",)}),
        ("author:amina, type:outil", "", {"authors": ("Amina Diallo",), "kind": ("Outil",)}),
        ("thème:transition énergétique thème:climat", "", {"themes": ("Transition énergétique", "Climat")}),
        ("durée:courte", "", {"duration": ("courte",)}),
        # What is not understood stays, word by word.
        ("le thème : comment choisir", "le thème : comment choisir", {}),
        ('thème:"zèbre rayé" x', 'thème: "zèbre rayé" x', {}),
        ("territoire:atlantide", "territoire:atlantide", {}),
        ('"le thème:climat" x', '"le thème:climat" x', {}),
        ("-thème:climat", "-thème:climat", {}),
        ("durée:longtemps", "durée:longtemps", {}),
        ("thème:", "thème:", {}),
        ("17:30", "17:30", {}),
    ],
)
def test_names_become_filters(text: str, words: str, filters: dict[str, tuple[str, ...]]) -> None:
    typed = read_box(text, resolve)
    assert (typed.words, typed.filters) == (words, filters)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("<90", (None, 90)),
        ("≤ 90 min", (None, 90)),
        ("<1h30", (None, 90)),
        ("1 h 30", (None, 90)),
        (">2h", (120, None)),
        (">=2 heures", (120, None)),
        ("30-90", (30, 90)),
        ("90-30", (30, 90)),
        ("1h – 2h", (60, 120)),
        ("30 à 90 min", (30, 90)),
        ("1 jour", (None, 420)),
        ("9999j", (None, LONGEST)),
        ("", None),
        ("longtemps", None),
        ("-5", None),
        ("<", None),
        ("99999", None),
    ],
)
def test_durations(text: str, bounds: object) -> None:
    assert read_minutes(text) == bounds


@pytest.mark.parametrize(
    ("text", "words", "bounds"),
    [
        ("jeu durée:<90", "jeu", (None, 90)),
        ("durée : 30 - 90 jeu", "jeu", (30, 90)),
        ("duree:>2h duration:<30", "", (None, 30)),
        ("durée:1 h 30 ensemble", "ensemble", (None, 90)),
    ],
)
def test_durations_in_the_box(text: str, words: str, bounds: object) -> None:
    typed = read_box(text, resolve)
    assert (typed.words, typed.minutes, typed.filters) == (words, bounds, {})


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from([*SPOKEN, ":", " : ", '"', "«", "»", "-", "climat", "pays de roissy", "<90", "1h"]),
    ),
    max_size=12,
).map("".join)


def letters(text: str) -> str:
    return "".join(text.split())


@given(TEXTS)
def test_nothing_typed_is_lost(text: str) -> None:
    typed = read_box(text, nothing)
    if typed.minutes == (None, None):
        assert letters(typed.words) == letters(text)
    assert not typed.filters


@given(TEXTS)
def test_what_is_left_is_read_no_further(text: str) -> None:
    """The box shows what is left: sent again as it is, it stays as it is."""
    once = read_box(text, nothing)
    if once.minutes == (None, None):
        assert read_box(once.words, nothing).words == once.words


@given(TEXTS)
def test_only_known_names_are_filters(text: str) -> None:
    for facet, codes in read_box(text, resolve).filters.items():
        assert codes
        assert set(codes) <= set(NAMES[facet])


def test_long_texts_are_read_quickly() -> None:
    assert read_box("territoire : pays de " * 2000, nothing).filters == {}
    assert read_box('"' * 10_000, nothing).words
    assert read_box("a:" * 10_000, nothing).words
