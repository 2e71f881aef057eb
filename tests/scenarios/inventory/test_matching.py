"""How what is offered meets what is needed, in words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.inventory.matching import LEAST_SHARE, MOST_WORDS, THEME, Meeting, meeting, ranked, words_of
from scenarios.inventory.terms import MOST_TERMS, terms_of

WORDS = st.sampled_from(
    ["cour", "collège", "été", "facture", "énergie", "mur", "ancien", "mémoire", "vélo", "réparer", "marché",
     "cuisine", "apprendre", "projet", "habitants", "le"]
)  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=8).map(" ".join)


def met(need: str, offer: str, aside: str = "", themes: int = 0) -> Meeting:
    return meeting(words_of(need), terms_of(offer), terms_of(aside), themes)


@pytest.mark.parametrize(
    ("need", "offer", "words"),
    [
        (
            "Aider des familles à lire leur facture d'énergie",
            "Lire une facture d'énergie",
            ("lire", "facture", "énergie"),
        ),
        ("Isoler sans abîmer ses murs anciens", "Diagnostiquer un mur ancien", ("murs", "anciens")),
        ("RÉPARER les Vélos", "réparer un vélo", ("RÉPARER", "Vélos")),
        ("Reparer les velos", "Réparer un vélo", ("Reparer", "velos")),
    ],
)
def test_shared_words_make_a_match_and_explain_it(need: str, offer: str, words: tuple[str, ...]) -> None:
    assert met(need, offer).words == words


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        (
            "Faire découvrir un projet aux habitants",
            "Un projet pour faire découvrir le territoire aux habitants",
        ),
        ("Réparer les appareils de la bibliothèque d'objets", "Réparer une toiture"),
        ("Savoir où il fait frais", "Des légumes frais au marché"),
        ("Lire une facture", ""),
        ("", "Lire une facture"),
        ("le la les", "le la les"),
    ],
)
def test_common_words_and_one_word_alone_make_none(need: str, offer: str) -> None:
    assert not met(need, offer)


def test_what_stands_aside_counts_less_and_never_alone() -> None:
    need = "Covoiturer la nuit entre salariés voisins"
    assert not met(need, "", aside="covoiturer la nuit entre salariés voisins")
    with_body = met(need, "covoiturer la nuit", aside="salariés voisins")
    assert 0 < met(need, "covoiturer la nuit").score < with_body.score < met(need, need).score


def test_themes_rank_and_never_match() -> None:
    assert not met("Lire une facture", "Réparer un vélo", themes=5)
    assert met("Lire une facture", "lire une facture", themes=2).score == pytest.approx(1 + 2 * THEME)


def test_equivalents_meet_each_other() -> None:
    groups = (("vélo", "bicyclette"),)
    offer = terms_of("Réparer une bicyclette")
    assert not meeting(words_of("Réparer les vélos"), offer)
    assert meeting(words_of("Réparer les vélos", groups), offer).words == ("Réparer", "vélos")


@given(SENTENCES, SENTENCES, SENTENCES)
def test_a_match_is_bounded_explained_and_grows_with_the_offer(need: str, offer: str, more: str) -> None:
    first, longer = met(need, offer), met(need, f"{offer} {more}")

    assert 0 <= first.score <= 1
    assert longer.score >= first.score
    assert bool(first) == bool(first.words)
    assert not first or first.score >= LEAST_SHARE
    assert {word.lower() for word in first.words} <= set(need.lower().split())


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_can_be_compared(need: str, offer: str) -> None:
    words = words_of(need)
    assert len(words) <= MOST_WORDS
    assert meeting(words, terms_of(offer)).score >= 0


@given(SENTENCES)
def test_a_need_with_telling_words_meets_itself(need: str) -> None:
    telling = [word for word in words_of(need) if word.weight == 1]
    assert met(need, need).score == (pytest.approx(1) if telling else 0)


def test_terms_are_bounded_and_hold_no_stop_words() -> None:
    assert len(terms_of(" ".join(f"mot{number}" for number in range(5_000)))) <= MOST_TERMS + 10
    assert terms_of("le la les de du") == frozenset()
    assert terms_of("houses", "en") == {"en:hous"}


def test_the_best_come_first_and_the_order_never_wavers() -> None:
    scores = {3: Meeting(0.5, ("a",)), 1: Meeting(0.5, ("a",)), 2: Meeting(0.9, ("a",))}
    assert [number for number, _met in ranked(scores, 2)] == [2, 1]
