"""Amounts stay exact, and a budget adds up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.programme.models import BudgetLine, Source
from scenarios.programme.money import Budget, budgets, read_cents, written

amounts = st.integers(1, 10**11)
lines = st.lists(
    st.builds(BudgetLine, year=st.integers(2024, 2027), cents=amounts, source=st.sampled_from(list(Source))),
    max_size=12,
)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12500", 1250000),
        ("12 500,50 €", 1250050),
        ("12\u202f500,5 EUR", 1250050),
        ("1\u00a0234\u00a0567.89", 123456789),
        ("1'200", 120000),
        ("0,01", 1),
        ("480.50", 48050),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, cents: int) -> None:
    assert read_cents(typed) == cents


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "beaucoup",
        "-5",
        "1.250",
        "1,2,3",
        "1e9",
        "12 50",
        "9" * 13,
        "١٢",
        "5,123",
        "€",
        pytest.param(f"1{' ' * 200_000}x", id="spaces"),
    ],
)
def test_what_would_be_a_guess_is_no_amount(typed: str) -> None:
    assert read_cents(typed) is None


@given(amounts)
def test_what_a_form_gives_back_is_read_as_the_same(cents: int) -> None:
    assert read_cents(written(cents)) == cents


@given(lines)
def test_every_cent_of_a_year_is_money_or_in_kind(found: list[BudgetLine]) -> None:
    told = budgets(found)

    assert [budget.year for budget in told] == sorted({line.year for line in found}, reverse=True)
    assert sum(budget.money + budget.in_kind for budget in told) == sum(line.cents for line in found)
    for budget in told:
        assert budget.own_share * budget.money == (budget.of(Source.OWN) if budget.money else 0)
        assert 0 <= budget.own_share <= 1
        assert budget.lacks_own == (Source.OWN not in {line.source for line in budget.lines})


def test_what_is_given_in_kind_is_no_part_of_the_share() -> None:
    kept = [(Source.OWN, 1), (Source.PUBLIC, 2), (Source.IN_KIND, 300)]
    budget = Budget(2026, [BudgetLine(year=2026, cents=cents, source=source) for source, cents in kept])

    assert (budget.money, budget.own_share) == (3, Fraction(1, 3))
