"""The formula, by examples worked out by hand."""

import math

import pytest

from search import ranking
from search.index import open_index
from search.plan import EQUIVALENT, TYPED, make_plan
from tests.search.making import document, query


def test_an_occurrence_counts_by_its_field_and_the_length_of_the_text() -> None:
    average = ranking.field_factors((4, 4, 4, 100), (4, 4, 4, 100))
    assert average == [3.0, 1.5, 2.0, 1.0]
    longer = ranking.field_factors((8, 4, 4, 200), (4, 4, 4, 100))
    assert longer[0] == pytest.approx(3.0 / 1.3)
    assert longer[3] == pytest.approx(1.0 / 1.75)
    assert ranking.field_factors((0, 0, 0, 0), (0, 0, 0, 0))[3] == pytest.approx(1 / 0.25)


def test_occurrences_saturate() -> None:
    assert ranking.saturated((0, 0, 0, 0), (3, 1.5, 2, 1)) == 0
    assert ranking.saturated((0, 0, 0, 1), (3, 1.5, 2, 1)) == pytest.approx(2.2 / 2.2)
    assert ranking.saturated((1, 0, 0, 2), (3, 1.5, 2, 1)) == pytest.approx(5 * 2.2 / 6.2)
    assert ranking.saturated((255, 255, 255, 255), (3, 1.5, 2, 1)) < 2.2


def test_rare_words_tell_more_and_every_word_tells_something() -> None:
    assert ranking.rarity(1, 100) == pytest.approx(math.log(1 + 99.5 / 1.5))
    assert ranking.rarity(100, 100) == pytest.approx(math.log(1 + 0.5 / 100.5))
    assert ranking.rarity(100, 100) > 0


def test_merit_is_gentle() -> None:
    day = 20_000
    at = day * ranking.DAY
    assert ranking.merit(at, 0, 0, day) == pytest.approx(1.10)
    assert ranking.merit(at - round(365.25 * ranking.DAY), 0, 0, day) == pytest.approx(1.05)
    assert ranking.merit(at, 1, 5, day) == pytest.approx(1.10 * 1.15 * 1.05)
    assert ranking.merit(0, 0, 0, day) < 1.01
    assert ranking.merit(at, 1, 10**9, day) <= 1.10 * 1.15 * 1.10


def test_what_is_asked_for_instead_counts_less() -> None:
    plan = make_plan("vélo", (("vélo", "bicyclette"),))
    bicycle, cycle = make_plan("bicyclette").terms, make_plan("vélo").terms
    assert ranking.weight_of(bicycle, plan.weights) == EQUIVALENT
    assert ranking.weight_of(cycle, plan.weights) == TYPED
    assert {term for term, _ in ranking.lesser(plan.required[0], plan.weights)} >= bicycle - cycle


def test_a_score_is_merit_times_rarity_times_strength() -> None:
    index = open_index("memory:")
    index.put([document("a", "eau eau feu", title="Eau"), document("b", "feu")])
    hit = index.search(query("eau")).hits[0]
    entry = document("a")
    merit = ranking.merit(round(entry.updated_at.timestamp() * 1_000_000), 0, 0, ranking.today())
    # The body of a has 3 words, of b 1: 2 on average. Titles: 1 and 0 words; a mean below 1 counts as 1.
    factors = ranking.field_factors((1, 0, 0, 3), (0.5, 0, 0, 2))
    strength = ranking.saturated((1, 0, 0, 2), factors)
    assert hit.score == pytest.approx(merit * ranking.rarity(1, 2) * strength)
