"""What people choose above a sheet."""

import pytest

from scenarios.reading.forms import Choice, read_group_size, read_start


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("14:00", 840),
        ("14h30", 870),
        ("9 h", 540),
        ("9", 540),
        ("00:00", 0),
        (" 9.15 ", 555),
        ("23 h 59", 1439),
    ],
)
def test_hours_as_people_write_them(text: str, minutes: int) -> None:
    assert read_start(text).value == minutes


def test_an_hour_comes_back_as_a_field_for_hours_holds_it() -> None:
    assert read_start("9h5").fault
    assert read_start("9 h 05").text == "09:05"


@pytest.mark.parametrize("text", ["24:00", "12:60", "midi", "-1", "1:2:3", "٩:٠٠x", "9" * 50])
def test_what_is_no_hour_is_told_and_comes_back(text: str) -> None:
    choice = read_start(text)

    assert choice.value is None
    assert "14:00" in choice.fault
    assert choice.text == text[:20]


@pytest.mark.parametrize("text", [None, "", "   "])
def test_nothing_chosen_is_no_fault(text: str | None) -> None:
    assert read_start(text) == read_group_size(text) == Choice()


def test_a_number_of_people() -> None:
    assert read_group_size("18") == Choice("18", 18)
    assert read_group_size("018").value == 18


@pytest.mark.parametrize("text", ["0", "-3", "2001", "beaucoup", "1e3", "²", "9" * 30])
def test_what_is_no_number_of_people_is_told(text: str) -> None:
    choice = read_group_size(text)

    assert choice.value is None
    assert "en chiffres" in choice.fault
