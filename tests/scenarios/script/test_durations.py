"""Durations: a new case is a line of `durations.md`; no minutes means that it is no duration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.script.durations import DAY, LONGEST, read_duration, write_duration
from tests.scenarios.script.tables import rows


@pytest.mark.parametrize(("written", "minutes"), rows("durations.md"))
def test_case(written: str, minutes: str) -> None:
    assert read_duration(written) == (int(minutes) if minutes else None)


@pytest.mark.parametrize("minutes", [1, 59, 60, 61, 90, DAY, 2 * DAY, 2 * DAY + 1])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", ""])
def test_any_space_will_do(minutes: int, space: str) -> None:
    assert read_duration(write_duration(minutes).replace(" ", space)) == minutes


def test_what_is_written_is_read_as_the_same() -> None:
    assert [read_duration(write_duration(minutes)) for minutes in range(1, 10_001)] == list(range(1, 10_001))


@given(st.text("0123456789 hjmin,.:'é\u00a0", max_size=30) | st.text())
def test_any_text_is_a_duration_or_none(text: str) -> None:
    minutes = read_duration(text)
    assert minutes is None or 0 < minutes <= LONGEST
