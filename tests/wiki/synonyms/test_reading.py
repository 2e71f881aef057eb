"""The text of the equivalents, read line by line."""

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import chunks
from wiki.synonyms.reading import MAX_GROUPS, MAX_TERMS, key_of, read
from wiki.synonyms.service import STARTER
from wiki.synonyms.widening import Widening, widenings


def faults_of(text: str) -> list[tuple[int, str]]:
    app = Flask("words")
    Babel(app, default_locale="fr")
    with app.test_request_context():
        return [(fault.line, str(fault.message)) for fault in read(text).faults]


def groups_of(text: str) -> list[tuple[str, ...]]:
    return [group.members for group in read(text).groups]


def test_one_group_a_line_separated_by_commas_or_equals() -> None:
    text = "EHPAD, maison de  retraite\nPAT = projet alimentaire ; cantine bio  # une remarque\n\n"
    assert groups_of(text) == [("EHPAD", "maison de retraite"), ("PAT", "projet alimentaire", "cantine bio")]
    assert read(text).faults == ()


def test_a_remark_with_a_line_to_itself_is_the_title_of_what_follows() -> None:
    text = "# Tout ceci se relit\n## Santé\nEHPAD, maison de retraite\n# École\nprof, professeur\n# Rien"
    assert [section.title for section in read(text).sections] == ["Santé", "École"]


def test_two_forms_of_a_word_beside_others_do_no_harm() -> None:
    assert groups_of("ado, ados, adolescent") == [("ado", "ados", "adolescent")]


def test_one_way_groups_say_so_to_search() -> None:
    assert groups_of("Belle-Île > Belle-Île-en-Mer, Le Palais") == [
        ("Belle-Île > Belle-Île-en-Mer", "Belle-Île > Le Palais")
    ]


def test_a_way_back_and_a_place_in_a_group_are_no_contradiction() -> None:
    assert read("crèche > petite enfance\npetite enfance, tout-petits\ncrèche, multi-accueil").faults == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("prof, professeur\nEHPAD", 2, "au moins deux"),
        ("EHPAD > ", 1, "au moins deux"),
        ("le, la", 1, "ne contient que des mots"),
        ("EHPAD, …", 1, "ne contient que des mots"),
        ("EHPAD, maison\nhôpital, ehpad", 2, "déjà à la ligne 1"),
        ("EHPAD, Ehpads", 1, "deux expressions différentes"),
        ("x, " + "y" * 81, 1, "trop long"),
        ("x, " + " ".join("abcdefghi"), 1, "trop long"),
        (", ".join(f"mot{n}" for n in range(MAX_TERMS + 1)), 1, "12 expressions au plus"),
        ("un truc > deux > trois", 1, "une fois"),
        ("> deux, trois", 1, "À gauche"),
        ("a, b > c", 1, "À gauche"),
        ("PNS > plan\nPNS > schéma", 2, "déjà à la ligne 1"),
    ],
)
def test_what_is_wrong_is_told_of_the_line_it_concerns(text: str, line: int, said: str) -> None:
    assert any(at == line and said in message for at, message in faults_of(text)), faults_of(text)


def test_a_faulty_line_keeps_no_other_from_being_used() -> None:
    assert groups_of("seul\nEHPAD, maison de retraite") == [("EHPAD", "maison de retraite")]


def test_there_is_room_for_five_hundred_groups_and_no_more() -> None:
    text = "\n".join(f"a{n}x, b{n}y" for n in range(MAX_GROUPS + 2))
    assert len(groups_of(text)) == MAX_GROUPS
    assert {line for line, _ in faults_of(text)} == {MAX_GROUPS + 1, MAX_GROUPS + 2}


@given(st.text(alphabet="ab é,;=>#\n'-", max_size=60))
def test_any_text_is_read_and_no_term_has_two_places(text: str) -> None:
    both_ways = [group for group in read(text).groups if not group.origin]
    keys = [key for group in both_ways for key in {key_of(term) for term in group.terms}]
    assert len(keys) == len(set(keys))
    assert all(len(group.terms) + bool(group.origin) >= 2 for group in read(text).groups)


def test_the_first_list_of_a_wiki_is_sound_and_sorted_under_titles() -> None:
    reading = read(STARTER.read_text(encoding="utf-8"))
    assert reading.faults == ()
    assert len(reading.groups) >= 60
    assert all(section.title for section in reading.sections)


GROUPS = (("EHPAD", "maison de retraite"), ("Belle-Île > Belle-Île-en-Mer",))


@pytest.mark.parametrize(
    ("asked", "widened"),
    [
        ("les maisons de retraite à Caen", [Widening("maisons de retraite", ("EHPAD",))]),
        ("visiter belle-île", [Widening("belle-île", ("Belle-Île-en-Mer",))]),
        ("climat", []),
        ("climat -ehpad", []),
        ('"maison de retraite"', []),
        ("", []),
    ],
)
def test_a_search_tells_what_it_is_widened_to(asked: str, widened: list[Widening]) -> None:
    assert widenings(asked, GROUPS) == widened


def test_terms_of_the_first_list_are_short_enough_to_be_typed() -> None:
    reading = read(STARTER.read_text(encoding="utf-8"))
    assert max(sum(1 for _ in chunks(term)) for group in reading.groups for term in group.terms) <= 8
