"""What heads say of inventories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.inventory.heads import MOST_OF_A_KIND, folded, reworded, said_in
from scenarios.inventory.models import MAX_TEXT
from wiki.rendering.head import read_head, set_head_value


def said(head: str) -> list[tuple[str, str]]:
    found = said_in(read_head(f"---\n{head}\n---\n\n# Titre\n"))
    return [(kind, text) for (kind, _key), text in found.items()]


@pytest.mark.parametrize(
    ("head", "items"),
    [
        (
            "besoins: Un abri ; une lampe, deux bancs",
            [("need", "Un abri"), ("need", "Une lampe, deux bancs")],
        ),
        ("besoins: [Un abri, Une lampe]", [("need", "Un abri"), ("need", "Une lampe")]),
        ("besoins:\n  - un abri\n  - Un  abri.", [("need", "Un abri")]),
        ("needs: a shelter", [("need", "A shelter")]),
        ("compétences: lire, compter", [("skill", "Lire"), ("skill", "Compter")]),
        ('compétences: ["clé:stem", "digcomp:1.1", Lire une carte]', [("skill", "Lire une carte")]),
        ("ressources: une salle\nsolutions: un jeu", [("resource", "Une salle"), ("solution", "Un jeu")]),
        ("besoins: ' ; . ; '", []),
        ("lieu: ici", []),
    ],
)
def test_a_head_lists_its_items(head: str, items: list[tuple[str, str]]) -> None:
    assert said(head) == items


def test_long_lists_and_long_phrases_are_bounded() -> None:
    head = "besoins: [" + ", ".join(f"besoin {number}" for number in range(200)) + "]"
    assert len(said(head)) == MOST_OF_A_KIND
    assert len(said(f"besoins: {'mot ' * 500}")[0][1]) <= MAX_TEXT


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), max_size=8))
def test_any_list_is_read_with_no_item_twice_and_none_empty(items: list[str]) -> None:
    text = set_head_value("# Titre\n", "besoins", items)
    found = said_in(read_head(text))

    assert len({key for _kind, key in found}) == len(found)
    assert all(text and folded(text) == key for (_kind, key), text in found.items())


def test_other_words_for_the_same_are_told_from_something_else() -> None:
    assert reworded("rafraichir la cour du college", "rafraichir les cours du college")
    assert not reworded("rafraichir la cour du college", "lire une facture d'energie")
