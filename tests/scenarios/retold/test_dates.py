"""Days as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.retold.dates import read_date, write_date

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-02-03", date(2026, 2, 3)),
        ("3/2/2026", date(2026, 2, 3)),
        ("03.02.26", date(2026, 2, 3)),
        ("le 3 février 2026", date(2026, 2, 3)),
        ("Mardi 3 FÉVR. 2026", date(2026, 2, 3)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("3 February 2026", date(2026, 2, 3)),
        ("3 février", date(2026, 2, 3)),
        ("2 mars", date(2025, 3, 2)),
        ("hier", date(2026, 2, 28)),
        ("Aujourd’hui", TODAY),
        ("avant-hier", date(2026, 2, 27)),
        ("31/2/2026", None),
        ("3 brumaire 2026", None),
        ("0001-01-01", None),
        ("bientôt", None),
        ("", None),
    ],
)
def test_days(said: str, expected: date | None) -> None:
    assert read_date(said, TODAY) == expected


def test_without_a_today_nothing_is_guessed() -> None:
    assert read_date("hier") is None
    assert read_date("3 février") is None


@given(st.dates(date(1900, 1, 1)))
def test_a_written_day_reads_back(day: date) -> None:
    assert read_date(write_date(day)) == day == read_date(day.isoformat())


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    read_date(text, TODAY)
